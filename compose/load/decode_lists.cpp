#include "compose/load/decoder.hpp"
#include "compose/load/shell_words.hpp"

#include "base/text.hpp"
#include "compose/source/scalar.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace muster::compose::load {

std::vector<std::string> Decoder::read_texts(const Node& list) {
    std::vector<std::string> texts;
    read(list, texts);
    return texts;
}

void Decoder::read(const Node& node, StringOrList& out) {
    if (node.is_sequence()) {
        out.items = read_texts(node);
    } else if (node.is_scalar()) {
        read(node, out.items.emplace_back());
    } else {
        wrong_type(node, "text or a list of texts");
    }
}

std::optional<std::string> Decoder::text_of(const Node& node) {
    const auto is_of = [&](source::ScalarType type) { return node.scalar_type() == type; };
    if (node.is_scalar() && (is_of(source::ScalarType::text) || is_of(source::ScalarType::integer)))
        return source::canonical_text(node);
    wrong_type(node, "text or a whole number");
    return std::nullopt;
}

void Decoder::read(const Node& node, TextList& out) {
    if (!node.is_sequence()) return not_a_list(node);
    for (std::size_t i = 0; i < node.items().size(); ++i)
        at_key(std::to_string(i), [&] {
            const Node& item = node.items()[i];
            const bool is_fraction = item.is_scalar() && item.scalar_type() == source::ScalarType::floating;
            if (is_fraction && path_[path_.size() - 2] == "expose") return wrong_type(item, "a port");
            if (auto text = text_of(item)) out.items.push_back(std::move(*text));
        });
}

void Decoder::read_words(const Node& node, std::vector<std::string>& out) {
    try {
        ShellWords command = split_shell_words(node.text());
        out = std::move(command.words);
        if (!command.stopped_at) return;
        problems_.warning(node.span(), describe_value(path_) + " ends at '" + *command.stopped_at +
                                           "', for no shell runs it; write sh -c '...' for one");
    } catch (const std::invalid_argument& why) {
        problem(node, describe_value(path_) + " cannot be split into words: " + why.what());
    }
}

void Decoder::read(const Node& node, CommandLine& out) {
    if (node.is_sequence()) {
        out.words = read_texts(node);
    } else if (node.is_scalar() && node.scalar_type() == source::ScalarType::text) {
        read_words(node, out.words.emplace());
    } else {
        wrong_type(node, "text or a list of texts");
    }
}

void Decoder::read(const Node& node, HealthTest& out) {
    if (node.is_scalar()) {
        std::string command;
        read(node, command);
        out.words = {"CMD-SHELL", std::move(command)};
        return;
    }
    if (!node.is_sequence()) return wrong_type(node, "text or a list of texts");
    out.words = read_texts(node);
}

void Decoder::read_short_ports(const Node& item, std::vector<PortMapping>& out) {
    try {
        if (ports_left_ == 0) return;
        const bool is_number = item.scalar_type() == source::ScalarType::integer;
        const std::string text = is_number ? source::canonical_text(item) : item.text();
        for (network::PortMapping& port : network::parse_ports(text)) {
            if (--ports_left_ == 0) {
                problem(item, "the project publishes too many ports");
                return;
            }
            out.push_back({std::move(port), {}});
        }
    } catch (const std::invalid_argument& why) {
        problem(item, describe_value(path_) + ": " + why.what());
    }
}

void Decoder::read_long_port(const Node& item, std::vector<PortMapping>& out) {
    Node port = item;
    // The one text of the model that the Compose spec lets be written as a number.
    if (Node* published = port.entries().find("published");
        published != nullptr && published->is_scalar() &&
        published->scalar_type() == source::ScalarType::integer)
        *published = Node::scalar(source::canonical_text(*published), published->span(),
                                  source::ScalarStyle::double_quoted);
    PortMapping mapping;
    mapping.mode = "ingress";
    mapping.protocol = "tcp";
    const std::size_t problems_before = problems_.errors().size();
    read_record(port, mapping);
    if (const Node* address = item.find("host_ip");
        address != nullptr && address->is_scalar() && address->text().empty())
        problem(*address, describe_value(path_) + " has an empty host address", "leave 'host_ip' out");
    if (require(item, {"target"}) && problems_.errors().size() == problems_before)
        out.push_back(std::move(mapping));
}

void Decoder::read(const Node& node, std::vector<PortMapping>& out) {
    if (!node.is_sequence()) return not_a_list(node);
    for (std::size_t i = 0; i < node.items().size(); ++i) {
        const Node& item = node.items()[i];
        at_key(std::to_string(i), [&] {
            if (item.is_scalar() && item.scalar_type() == source::ScalarType::floating)
                wrong_type(item, "text or a whole number");
            else if (item.is_scalar())
                read_short_ports(item, out);
            else if (item.is_mapping() && !is_torn_text(item, member_names<PortMapping>()))
                read_long_port(item, out);
            else if (item.is_mapping())
                return;
            else
                wrong_type(item, "text or a mapping");
        });
    }
}

void Decoder::read_env_file(const Node& item, EnvFile& out) {
    const Node* path = &item;
    if (item.is_mapping()) {
        read_record(item, out);
        require(item, {"path"});
        path = item.find("path");
    } else {
        read(item, out.path);
    }
    if (path != nullptr) out.path = paths_.resolve(path->span(), out.path);
}

void Decoder::read(const Node& node, std::vector<EnvFile>& out) {
    if (node.is_mapping()) return wrong_type(node, "text or a list", "each item of a list begins with '- '");
    if (!node.is_sequence()) return read_env_file(node, out.emplace_back());
    for (std::size_t i = 0; i < node.items().size(); ++i)
        at_key(std::to_string(i), [&] { read_env_file(node.items()[i], out.emplace_back()); });
}

void Decoder::read_device_request(const Node& item, DeviceRequest& out) {
    read_record(item, out);
    if (item.find("count") == nullptr && item.find("device_ids") == nullptr) out.count.emplace();
    if (out.count && out.count->count == 0) out.count.reset(); // as Docker Compose writes it
    if (item.find("count") != nullptr && item.find("device_ids") != nullptr)
        problem(item, describe_value(path_) + " has both 'count' and 'device_ids'", "keep one of them");
}

void Decoder::read(const Node& node, std::vector<DeviceRequest>& out) {
    const bool is_gpus = path_.back() == "gpus";
    if (is_gpus && node.is_scalar() && node.text() == "all") {
        out.emplace_back().count.emplace();
        return;
    }
    if (!node.is_sequence()) return is_gpus ? wrong_type(node, "'all' or a list") : not_a_list(node);
    for (std::size_t i = 0; i < node.items().size(); ++i)
        at_key(std::to_string(i), [&] {
            const Node& item = node.items()[i];
            read_device_request(item, out.emplace_back());
            if (!is_gpus) require(item, {"capabilities"}, "for graphics cards: capabilities: [gpu]");
        });
}

} // namespace muster::compose::load
