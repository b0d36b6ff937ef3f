#pragma once

#include "base/error.hpp"
#include "compose/load/known_keys.hpp"
#include "compose/load/load_context.hpp"
#include "compose/load/paths.hpp"
#include "compose/load/subject.hpp"
#include "compose/model/describe.hpp"
#include "compose/source/node.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::compose::load {

using source::MappingEntry;
using source::Node;

/// A model type that describe() knows.
template <class T>
concept Described = requires(NameCollector& visitor, T& record) {
    describe(visitor, record);
};

/// What a record may have besides its members: nothing, or extensions as well.
enum class OtherKeys { none, extensions };

template <class T>
inline constexpr OtherKeys other_keys = OtherKeys::extensions;
template <>
inline constexpr OtherKeys other_keys<BlockIo> = OtherKeys::none;
template <>
inline constexpr OtherKeys other_keys<DeviceWeight> = OtherKeys::none;
template <>
inline constexpr OtherKeys other_keys<DeviceRate> = OtherKeys::none;
template <>
inline constexpr OtherKeys other_keys<EnvFile> = OtherKeys::none;

/// Whether an attribute of this type may be null in the file, which means the same as leaving it out.
template <class M>
inline constexpr bool may_be_null = false;
template <>
inline constexpr bool may_be_null<CommandLine> = true;
template <>
inline constexpr bool may_be_null<std::optional<Deploy>> = true;
template <>
inline constexpr bool may_be_null<std::optional<Develop>> = true;

/// Reads nodes into model values: what a node may look like follows from the C++ type it is read into.
/// A problem is reported with the node's place and its path, and leaves the value as it was.
class Decoder {
  public:
    Decoder(const PathResolver& paths, LoadContext& context)
        : paths_(paths), problems_(context.problems), trouble_(context.trouble) {}

    void read(const Node& node, std::string& out);
    void read(const Node& node, bool& out);
    void read(const Node& node, std::int64_t& out);
    void read(const Node& node, float& out);
    void read(const Node& node, Duration& out);
    void read(const Node& node, Bytes& out);
    void read(const Node& node, FileMode& out);
    void read(const Node& node, DeviceCount& out);
    void read(const Node& node, Toggle& out);
    void read(const Node& node, Condition& out);
    void read(const Node& node, OptOut& out);

    void read(const Node& node, StringOrList& out);
    void read(const Node& node, TextList& out);
    void read(const Node& node, CommandLine& out);
    void read(const Node& node, HealthTest& out);
    void read(const Node& node, std::vector<PortMapping>& out);
    void read(const Node& node, std::vector<EnvFile>& out);
    void read(const Node& node, std::vector<DeviceRequest>& out);

    void read(const Node& node, KeyValues& out);
    void read(const Node& node, Options& out);
    void read(const Node& node, RepeatedOptions& out);
    void read(const Node& node, Environment& out);
    void read(const Node& node, ExtraHosts& out);
    void read(const Node& node, SshKeys& out);

    void read(const Node& node, Service& out);
    void read(const Node& node, Build& out);
    void read(const Node& node, Mount& out);
    void read(const Node& node, DeviceMapping& out);
    void read(const Node& node, FileReference& out);
    void read(const Node& node, Ulimit& out);
    void read(const Node& node, BlockIo& out);
    void read(const Node& node, DeviceWeight& out);
    void read(const Node& node, Resources& out);
    void read(const Node& node, UpdatePolicy& out);
    void read(const Node& node, RestartPolicy& out);
    void read(const Node& node, Placement& out);
    void read(const Node& node, TmpfsOptions& out);
    void read(const Node& node, Hook& out);
    void read(const Node& node, std::map<std::string, Dependency>& out);
    void read(const Node& node, std::map<std::string, std::optional<Endpoint>>& out);
    void read(const Node& node, std::map<std::string, std::optional<ServiceModel>>& out);
    void read(const Node& node, PreStartHook& out);
    void read(const Node& node, WatchRule& out);
    void read(const Node& node, Provider& out);

    void read(const Node& node, Volume& out);
    void read(const Node& node, FileObject& out);
    void read(const Node& node, Model& out);

    template <class T>
    void read(const Node& node, std::optional<T>& out) {
        read(node, out.emplace());
    }

    template <class T>
    void read(const Node& node, std::vector<T>& out) {
        if (!node.is_sequence()) return not_a_list(node);
        out.reserve(node.items().size());
        for (std::size_t i = 0; i < node.items().size(); ++i)
            at_key(std::to_string(i), [&] { read_item(node.items()[i], out); });
    }

    /// Adds an item, unless there is a problem with it.
    template <class T>
    void read_item(const Node& item, std::vector<T>& out) {
        const std::size_t problems_before = problems_.errors().size();
        T value{};
        read(item, value);
        if (problems_.errors().size() == problems_before && !item.is_partial())
            out.push_back(std::move(value));
    }

    template <class T>
    void read(const Node& node, std::map<std::string, T>& out) {
        if (!node.is_mapping()) return wrong_type(node, "a mapping");
        for (const MappingEntry& entry : node.entries())
            at_key(entry.key, [&] { read(entry.value, out[entry.key]); });
    }

    template <Described T>
    void read(const Node& node, T& out) {
        read_record(node, out);
    }

    /// Every member that has an entry; null is the same as no entry where the Compose schema takes it.
    template <class T>
    void read_record(const Node& node, T& out) {
        if (!node.is_mapping()) return wrong_type(node, "a mapping");
        RecordReader reader{*this, node};
        describe(reader, out);
        for (const MappingEntry& entry : node.entries())
            if (!member_names<T>().contains(entry.key))
                check_other_key(entry, member_names<T>(), other_keys<T>);
    }

    /// Reads `node` as the value below `key`, so that messages name it.
    template <class Read>
    void at_key(const std::string& key, Read read_value) {
        path_.push_back(key);
        read_value();
        path_.pop_back();
    }

    const KeyPath& path() const { return path_; }

    /// "'ports' of service 'web' must be a list, not text".
    void wrong_type(const Node& node, std::string_view expected, std::string hint = {});
    void not_a_list(const Node& node) { wrong_type(node, "a list"); }
    /// "service 'web' is empty", for a service.
    void nothing_given(const MappingEntry& service);
    /// "'cpus' of service 'web' must be a number, not 'many'". REQUIRES: node.is_scalar().
    void wrong_value(const Node& node, std::string_view expected, std::string hint = {});
    /// A key that is no member: fine for extensions, else an error.
    void check_other_key(const MappingEntry& entry, const KeyNames& known, OtherKeys allowed);

  private:
    struct RecordReader {
        Decoder& decoder;
        const Node& record;

        template <class M>
        void field(const char* name, M& member) {
            const Node* value = record.find(name);
            if (value == nullptr || (value->is_null() && (may_be_null<M> || std::string_view(name) == "pid")))
                return;
            decoder.at_key(name, [&] { decoder.read(*value, member); });
        }
        template <class M>
        void always(const char* name, M& member) {
            field(name, member);
        }
        template <class M>
        void yaml_only(const char* name, M& member) {
            field(name, member);
        }
        void extensions(Extensions& out) { decoder.read_extensions(record, out); }
    };

    /// One entry of a mapping, or of a list of KEY=VALUE texts.
    struct Pair {
        std::string key;
        std::optional<std::string> value;
        const Node& where;
    };
    enum class PairForms { mapping, mapping_or_list };

    std::vector<Pair> read_pairs(const Node& node, PairForms forms);
    void report_variable_name(const Pair& pair, const Node& environment);
    std::optional<Pair> read_entry(const MappingEntry& entry);
    std::optional<Pair> read_assignment(const Node& item);
    std::vector<std::string> read_texts(const Node& list);
    std::optional<std::int64_t> find_integer(const Node& node);
    std::optional<std::string> text_of(const Node& node);
    void read_extensions(const Node& record, Extensions& out);
    void read_option(const Node& node, std::vector<std::string>& out);
    void read_words(const Node& node, std::vector<std::string>& out);
    void read_short_ports(const Node& item, std::vector<PortMapping>& out);
    void read_long_port(const Node& item, std::vector<PortMapping>& out);
    void read_env_file(const Node& item, EnvFile& out);
    void read_device_request(const Node& item, DeviceRequest& out);
    /// A list of contexts must name each.
    void check_contexts(const Node* contexts);
    void read_short_mount(const Node& item, Mount& out);
    /// Reports a mapping with "" among its keys, which the Compose schema allows in some only.
    void forbid_unnamed(const Node& mapping);
    void check_host_name(const Node& where, const std::string& host);
    void add_extra_host(const Node& item, ExtraHosts& out);
    void add_extra_host(const MappingEntry& entry, ExtraHosts& out);
    /// Reports the value of a key unless it is of one of these types; nothing when there is no such key.
    void expect_type(const Node& record, const char* key, std::initializer_list<source::ScalarType> allowed,
                     std::string_view expected);
    /// Reports an empty text where a word is expected.
    void forbid_empty(const Node& record, const char* key, std::string_view expected);
    /// Reports a number below zero.
    void forbid_negative(const Node& record, const char* key, std::int64_t value);
    /// Whether a mapping has all these keys; reports those that it lacks.
    bool require(const Node& record, std::initializer_list<const char*> keys, std::string hint = {});
    Error& problem(const Node& node, std::string message, std::string hint = {});
    /// "./data: /data" is a mapping to YAML; reports that, and says whether it was so.
    bool is_torn_text(const Node& item, const KeyNames& known);

    const PathResolver& paths_;
    Diagnostics& problems_;
    KnownTrouble& trouble_;
    KeyPath path_;
    /// More than a host has, and few enough to be held: a short text may stand for 65,535.
    std::size_t ports_left_ = 200'000;
};

} // namespace muster::compose::load
