#include "compose/load/decoder.hpp"

#include <algorithm>

/// Records of numbers that the Compose spec wants written in one form only.
namespace muster::compose::load {

using source::ScalarType;

namespace {

constexpr std::initializer_list<ScalarType> number{ScalarType::integer, ScalarType::floating};

} // namespace

void Decoder::expect_type(const Node& record, const char* key, std::initializer_list<ScalarType> allowed,
                          std::string_view expected) {
    const Node* value = record.find(key);
    if (value == nullptr || !value->is_scalar()) return; // told by whoever reads the value
    if (std::find(allowed.begin(), allowed.end(), value->scalar_type()) == allowed.end())
        at_key(key, [&] { wrong_type(*value, expected); });
}

void Decoder::forbid_empty(const Node& record, const char* key, std::string_view expected) {
    const Node* value = record.find(key);
    if (value != nullptr && value->is_scalar() && value->text().empty())
        at_key(key, [&] { wrong_value(*value, expected); });
}

void Decoder::forbid_negative(const Node& record, const char* key, std::int64_t value) {
    if (value < 0)
        at_key(key, [&] { problem(*record.find(key), describe_value(path_) + " must not be negative"); });
}

void Decoder::read(const Node& node, BlockIo& out) {
    read_record(node, out);
    expect_type(node, "weight", number, "a number without quotes");
    forbid_negative(node, "weight", out.weight);
}

void Decoder::read(const Node& node, DeviceWeight& out) {
    read_record(node, out);
    expect_type(node, "weight", number, "a number without quotes");
    forbid_negative(node, "weight", out.weight);
}

void Decoder::read(const Node& node, Resources& out) {
    read_record(node, out);
    const auto forbid = [&](const char* section, std::initializer_list<const char*> keys) {
        const Node* bounds = node.find(section);
        if (bounds == nullptr || !bounds->is_mapping()) return;
        at_key(section, [&] {
            for (const char* key : keys)
                if (const MappingEntry* entry = bounds->entries().find_entry(key))
                    problems_.error(entry->key_span,
                                    "unknown key '" + entry->key + "' " + describe_place(path_));
            expect_type(*bounds, "memory", {ScalarType::text}, "text such as '64m', in quotes");
        });
    };
    forbid("limits", {"devices", "generic_resources"});
    forbid("reservations", {"pids"});
}

void Decoder::read(const Node& node, UpdatePolicy& out) {
    read_record(node, out);
    forbid_empty(node, "order", "'start-first' or 'stop-first'");
    forbid_negative(node, "parallelism", out.parallelism.value_or(0));
}

void Decoder::read(const Node& node, RestartPolicy& out) {
    read_record(node, out);
    forbid_negative(node, "max_attempts", out.max_attempts.value_or(0));
}

void Decoder::read(const Node& node, Placement& out) {
    read_record(node, out);
    forbid_negative(node, "max_replicas_per_node", out.max_replicas_per_node);
}

void Decoder::read(const Node& node, TmpfsOptions& out) {
    read_record(node, out);
    expect_type(node, "mode", number, "a number without quotes");
    forbid_negative(node, "mode", out.mode);
    forbid_negative(node, "size", out.size.count);
}

} // namespace muster::compose::load
