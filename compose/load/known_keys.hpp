#pragma once

#include "compose/model/describe.hpp"

#include <set>
#include <string>

namespace muster::compose::load {

using KeyNames = std::set<std::string, std::less<>>;

/// A visitor for describe() that gathers the names of a type's members.
class NameCollector {
  public:
    template <class M>
    void field(const char* name, M&) {
        names.insert(name);
    }
    template <class M>
    void always(const char* name, M&) {
        names.insert(name);
    }
    template <class M>
    void yaml_only(const char* name, M&) {
        names.insert(name);
    }
    void extensions(Extensions&) {}

    KeyNames names;
};

/// The names a mapping of type T may have in a compose file.
template <class T>
const KeyNames& member_names() {
    static const KeyNames names = [] {
        NameCollector collector;
        T record;
        describe(collector, record);
        return collector.names;
    }();
    return names;
}

/// The keys of the document itself.
const KeyNames& top_level_names();

/// What to say about a key that is not among `known`: the name it was probably meant to be, or the part of a
/// compose file it belongs in; empty when neither is found.
std::string hint_for_key(const std::string& key, const KeyNames& known);

/// For a key with a blank in it that is no space; else empty.
std::string hint_for_blank(const std::string& key);

/// "did you mean 'front'?" when a name is near enough, else the names there are, else an empty text.
std::string hint_for_name(const std::string& name, const std::vector<std::string>& known);

} // namespace muster::compose::load
