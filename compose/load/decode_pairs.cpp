#include "compose/load/decoder.hpp"
#include "compose/load/short_forms.hpp"

#include "base/text.hpp"
#include "compose/source/scalar.hpp"

#include <algorithm>
#include <stdexcept>

namespace muster::compose::load {

std::optional<Decoder::Pair> Decoder::read_entry(const MappingEntry& entry) {
    if (entry.value.is_null()) return Pair{entry.key, std::nullopt, entry.value};
    if (entry.value.is_scalar()) return Pair{entry.key, source::canonical_text(entry.value), entry.value};
    wrong_type(entry.value, "text, a number or a boolean");
    return std::nullopt;
}

std::optional<Decoder::Pair> Decoder::read_assignment(const Node& item) {
    if (!item.is_scalar() || item.scalar_type() != source::ScalarType::text) {
        wrong_type(item, "text of the form KEY=VALUE",
                   item.is_mapping() ? "drop the leading '-' to write it as a mapping" : "");
        return std::nullopt;
    }
    auto [key, value] = split_assignment(item.text());
    return Pair{std::move(key), std::move(value), item};
}

std::vector<Decoder::Pair> Decoder::read_pairs(const Node& node, PairForms forms) {
    std::vector<Pair> pairs;
    const auto add = [&](std::optional<Pair> pair) {
        if (pair) pairs.push_back(std::move(*pair));
    };
    if (node.is_mapping()) {
        for (const MappingEntry& entry : node.entries()) at_key(entry.key, [&] { add(read_entry(entry)); });
    } else if (node.is_sequence() && forms == PairForms::mapping_or_list) {
        for (std::size_t i = 0; i < node.items().size(); ++i)
            at_key(std::to_string(i), [&] { add(read_assignment(node.items()[i])); });
    } else {
        wrong_type(node, forms == PairForms::mapping ? "a mapping" : "a mapping or a list of KEY=VALUE");
    }
    return pairs;
}

void Decoder::forbid_unnamed(const Node& mapping) {
    const MappingEntry* unnamed = mapping.is_mapping() ? mapping.entries().find_entry("") : nullptr;
    if (unnamed != nullptr)
        problem(Node::null(unnamed->key_span), describe_value(path_) + " has an entry without a name",
                "give it a name or remove it");
}

void Decoder::read(const Node& node, KeyValues& out) {
    forbid_unnamed(node);
    for (Pair& pair : read_pairs(node, PairForms::mapping_or_list))
        out.entries[pair.key] = pair.value.value_or("");
}

void Decoder::read(const Node& node, Options& out) {
    const bool is_address_plan = std::find(path_.begin(), path_.end(), "ipam") != path_.end();
    if (is_address_plan) forbid_unnamed(node);
    for (Pair& pair : read_pairs(node, PairForms::mapping)) {
        const Node& value = pair.where;
        if (value.is_scalar() && value.scalar_type() == source::ScalarType::boolean)
            at_key(pair.key, [&] { wrong_type(value, "text or a number", "put it in quotes"); });
        out.entries[pair.key] = pair.value.value_or("");
    }
}

void Decoder::read(const Node& node, RepeatedOptions& out) {
    if (!node.is_mapping()) return wrong_type(node, "a mapping");
    for (const MappingEntry& entry : node.entries()) {
        std::vector<std::string> values;
        at_key(entry.key, [&] { read_option(entry.value, values); });
        if (!values.empty()) out.entries[entry.key] = std::move(values);
    }
}

void Decoder::read_option(const Node& node, std::vector<std::string>& out) {
    const auto add = [&](const Node& value) {
        if (!value.is_scalar()) return wrong_type(value, "text, a number, a boolean or a list of these");
        out.push_back(source::canonical_text(value));
    };
    if (!node.is_sequence()) return add(node);
    for (std::size_t i = 0; i < node.items().size(); ++i)
        at_key(std::to_string(i), [&] { add(node.items()[i]); });
}

void Decoder::read(const Node& node, Environment& out) {
    for (Pair& pair : read_pairs(node, PairForms::mapping_or_list)) {
        // What `- ${ARGUMENT}` leaves when it is not set is no argument of a build.
        if (pair.key.empty() && !pair.value && path_.back() == "args") continue;
        if (pair.key.empty() || trim(pair.key) != pair.key) report_variable_name(pair, node);
        out.entries[pair.key] = std::move(pair.value);
    }
}

void Decoder::report_variable_name(const Pair& pair, const Node& environment) {
    // The value may be a secret: its line is not to be shown.
    Span span = pair.where.span();
    span.length = 0;
    const std::string what =
        describe_value(path_) + " has " +
        (pair.key.empty() ? "a variable without a name"
                          : "the variable " + quoted(pair.key) + " with blanks around its name");
    // What Docker Compose takes is only worth a warning.
    const bool ends_in_blank = !pair.key.empty() && trim(pair.key.substr(pair.key.size() - 1)).empty();
    if (environment.is_sequence() ? !ends_in_blank : !pair.key.empty())
        problems_.warning(span, what);
    else
        problem(Node::null(span), what, "write NAME=VALUE without blanks around the '='");
}

void Decoder::read(const Node& node, SshKeys& out) {
    for (Pair& pair : read_pairs(node, PairForms::mapping_or_list)) {
        if (node.is_sequence() && !pair.value && pair.key != "default")
            problem(pair.where,
                    describe_value(path_) + " has " + quoted(pair.key) + ", expected 'default' or ID=PATH");
        out.entries[pair.key] = paths_.resolve(pair.where.span(), pair.value.value_or(""));
    }
}

/// With a separator in it, the engine would cut the name short.
void Decoder::check_host_name(const Node& where, const std::string& host) {
    if (host.find_first_of(":=") == std::string::npos) return;
    const KeyPath hosts(path_.begin(), path_.end() - 1);
    problem(where, describe_value(hosts) + " has " + quoted(host) + ", which is no name of a host");
}

void Decoder::add_extra_host(const Node& item, ExtraHosts& out) {
    if (!item.is_scalar() || item.scalar_type() != source::ScalarType::text)
        return wrong_type(item, "text of the form HOST=IP");
    try {
        const auto [host, addresses] = parse_extra_host(item.text());
        if (host.empty())
            return void(problem(item, describe_value(path_) + " has an address without a host",
                                "write it as HOST=" + addresses));
        check_host_name(item, host);
        for (std::string& address : split(addresses, ',')) out.entries[host].push_back(std::move(address));
    } catch (const std::invalid_argument& why) {
        problem(item, describe_value(path_) + ": " + why.what());
    }
}

void Decoder::add_extra_host(const MappingEntry& entry, ExtraHosts& out) {
    check_host_name(Node::null(entry.key_span), entry.key);
    std::vector<std::string>& addresses = out.entries[entry.key];
    const auto add = [&](const Node& address) {
        if (!address.is_scalar() || address.scalar_type() != source::ScalarType::text)
            return wrong_type(address, "an address or a list of addresses");
        addresses.push_back(parse_extra_host("host=" + address.text()).second);
    };
    if (!entry.value.is_sequence()) return add(entry.value);
    for (const Node& address : entry.value.items()) add(address);
}

void Decoder::read(const Node& node, ExtraHosts& out) {
    forbid_unnamed(node);
    if (node.is_mapping()) {
        for (const MappingEntry& entry : node.entries())
            at_key(entry.key, [&] { add_extra_host(entry, out); });
    } else if (node.is_sequence()) {
        for (std::size_t i = 0; i < node.items().size(); ++i)
            at_key(std::to_string(i), [&] { add_extra_host(node.items()[i], out); });
    } else {
        wrong_type(node, "a mapping or a list of HOST=IP");
    }
}

} // namespace muster::compose::load
