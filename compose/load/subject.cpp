#include "compose/load/subject.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace muster::compose::load {

namespace {

constexpr std::array<std::pair<const char*, const char*>, 6> section_members{{{"services", "service"},
                                                                              {"networks", "network"},
                                                                              {"volumes", "volume"},
                                                                              {"secrets", "secret"},
                                                                              {"configs", "config"},
                                                                              {"models", "model"}}};

const char* find_member_noun(const std::string& section) {
    const auto found = std::find_if(section_members.begin(), section_members.end(),
                                    [&](const auto& entry) { return section == entry.first; });
    return found == section_members.end() ? nullptr : found->second;
}

/// An index, or a key that dots around it would make hard to read.
bool is_subscript(const std::string& key) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool is_index = !key.empty() && std::all_of(key.begin(), key.end(), is_digit);
    return is_index || key.find_first_of("./:= ") != std::string::npos;
}

/// "build.args", "ports[0]", "volumes[/data].type".
std::string join_keys(KeyPath::const_iterator begin, KeyPath::const_iterator end) {
    std::string out;
    for (auto key = begin; key != end; ++key) {
        if (key != begin && is_subscript(*key))
            out += "[" + *key + "]";
        else
            out += (out.empty() ? "" : ".") + *key;
    }
    return out;
}

} // namespace

KeyPath joined(KeyPath path, const KeyPath& below) {
    path.insert(path.end(), below.begin(), below.end());
    return path;
}

std::string describe_value(const KeyPath& path) {
    if (path.empty()) return "the file";
    const char* noun = find_member_noun(path.front());
    if (noun == nullptr || path.size() < 2) return quoted(join_keys(path.begin(), path.end()));
    const std::string owner = noun + (" " + quoted(path[1]));
    if (path.size() == 2) return owner;
    return quoted(join_keys(path.begin() + 2, path.end())) + " of " + owner;
}

std::string variables_note(const std::string& text) {
    return "with its variables replaced this reads " + quoted(text);
}

std::string describe_place(const KeyPath& path) {
    return path.empty() ? "at the top level" : "in " + describe_value(path);
}

} // namespace muster::compose::load
