#include "compose/load/decode_hints.hpp"
#include "compose/load/decoder.hpp"
#include "compose/load/short_forms.hpp"

#include "base/text.hpp"
#include "compose/source/scalar.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace muster::compose::load {

namespace {

/// Parts of the Compose spec that the model does not hold yet.
bool is_not_supported_yet(std::string_view key) {
    static constexpr std::array<std::string_view, 5> keys{"blkio_config", "credential_spec", "provider",
                                                          "models", "pre_start"};
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// Keys that say something to other tools or commands only.
bool is_passed_over(std::string_view key) { return key == "develop" || key == "pull_refresh_after"; }

/// `o: bind` among the options of the local driver makes `device` a path of the host.
bool is_bind_volume(const Volume& volume) {
    const auto option = volume.driver_opts.entries.find("o");
    if ((!volume.driver.empty() && volume.driver != "local") || option == volume.driver_opts.entries.end())
        return false;
    const auto words = split(option->second, ',');
    return std::find(words.begin(), words.end(), "bind") != words.end();
}

} // namespace

void Decoder::check_other_key(const MappingEntry& entry, const KeyNames& known) {
    const bool is_service_key = path_.size() == 2 && path_.front() == "services";
    if (entry.key.starts_with("x-") || (is_service_key && is_passed_over(entry.key))) return;
    if (is_service_key && is_not_supported_yet(entry.key)) {
        problems_.error(Error(ErrorKind::unsupported,
                              describe_value(joined(path_, {entry.key})) + " is not supported yet")
                            .at(entry.key_span));
        return;
    }
    KeyNames candidates = known;
    if (is_service_key) candidates.insert("extends");
    trouble_.mappings.insert(path_);
    if (is_service_key && top_level_names().contains(path_[1])) trouble_.values.insert({path_[1]});
    trouble_.subjects.emplace(problems_.errors().size(), path_);
    problems_.error(entry.key_span, "unknown key " + quoted(entry.key) + " " + describe_place(path_))
        .suggest(is_service_key && top_level_names().contains(path_[1])
                     ? quoted(path_[1]) + " is no service but a section: begin it in the first column"
                     : hint_for_key(entry.key, candidates));
}

void Decoder::read_extensions(const Node& record, Extensions& out) {
    for (const MappingEntry& entry : record.entries())
        if (entry.key.starts_with("x-")) out.entries.emplace_back(entry.key, source::to_value(entry.value));
}

bool Decoder::require(const Node& record, std::initializer_list<const char*> keys, std::string hint) {
    if (!record.is_mapping()) return true;
    if (record.is_partial() || trouble_.mappings.contains(path_)) return false;
    bool has_all = true;
    for (const char* key : keys) {
        const Node* value = record.find(key);
        if (value != nullptr && !value->is_null()) continue;
        problem(record, describe_value(path_) + " lacks " + quoted(key), hint);
        has_all = false;
    }
    return has_all;
}

void Decoder::read(const Node& node, Service& out) {
    read_record(node, out);
    const Node* files = node.find("label_file");
    for (std::size_t i = 0; files != nullptr && i < out.label_file.items.size(); ++i) {
        const Node& where = files->is_sequence() ? files->items()[i] : *files;
        out.label_file.items[i] = paths_.resolve(where.span(), out.label_file.items[i]);
    }
}

void Decoder::read(const Node& node, Build& out) {
    const Node* context = &node;
    if (node.is_sequence()) return wrong_type(node, "text or a mapping");
    if (node.is_scalar()) {
        read(node, out.context);
    } else {
        read_record(node, out);
        context = node.find("context");
    }
    if (out.context.empty()) out.context = ".";
    out.context = paths_.resolve_context(context == nullptr ? node.span() : context->span(), out.context);
    for (auto& [name, value] : out.additional_contexts.entries) {
        const Node* written = node.find("additional_contexts")->find(name);
        value = paths_.resolve_context(written == nullptr ? node.span() : written->span(), value);
    }
}

bool Decoder::is_torn_text(const Node& item, const KeyNames& known) {
    if (!item.is_mapping() || item.entries().size() != 1) return false;
    const MappingEntry& entry = *item.entries().begin();
    if (known.contains(entry.key) || !(entry.value.is_scalar() || entry.value.is_null())) return false;
    const std::string value = entry.value.is_null() ? std::string() : entry.value.text();
    problem(item, describe_value(path_) + " is a mapping, for there is a blank behind the colon",
            "did you mean \"" + shortened(entry.key + ":" + value) + "\"?");
    return true;
}

void Decoder::read_short_mount(const Node& item, Mount& out) {
    try {
        ShortMount parsed = parse_mount(item.text());
        for (const std::string& option : parsed.unknown_options)
            problems_.warning(item.span(),
                              describe_value(path_) + " has the unknown option " + quoted(option));
        out = std::move(parsed.mount);
    } catch (const std::invalid_argument& why) {
        problem(item, describe_value(path_) + ": " + why.what());
    }
}

void Decoder::read(const Node& node, Mount& out) {
    const Node* source = &node;
    if (is_torn_text(node, member_names<Mount>())) return;
    if (node.is_scalar()) {
        read_short_mount(node, out);
    } else {
        read_record(node, out);
        require(node, {"type", "target"});
        source = node.find("source");
    }
    if (out.type == "bind" && source != nullptr) out.source = paths_.resolve(source->span(), out.source);
}

void Decoder::read(const Node& node, DeviceMapping& out) {
    if (!node.is_scalar()) {
        read_record(node, out);
        require(node, {"source"});
        if (out.target.empty()) out.target = out.source;
        if (out.permissions.empty()) out.permissions = "rwm";
        return;
    }
    try {
        out = parse_device(node.text());
    } catch (const std::invalid_argument& why) {
        problem(node, describe_value(path_) + ": " + why.what());
    }
}

void Decoder::read(const Node& node, FileReference& out) {
    if (node.is_scalar()) return read(node, out.source);
    read_record(node, out);
    require(node, {"source"});
}

void Decoder::read(const Node& node, Ulimit& out) {
    if (node.is_scalar()) return read(node, out.single);
    read_record(node, out);
    require(node, {"soft", "hard"});
}

void Decoder::read(const Node& node, Hook& out) {
    read_record(node, out);
    require(node, {"command"});
}

void Decoder::read(const Node& node, std::map<std::string, Dependency>& out) {
    if (node.is_sequence()) {
        for (const std::string& name : read_texts(node)) out[name];
        return;
    }
    if (!node.is_mapping()) return wrong_type(node, "a list of services or a mapping");
    for (const MappingEntry& entry : node.entries())
        at_key(entry.key, [&] {
            read_record(entry.value, out[entry.key]);
            require(entry.value, {"condition"}, "to wait for its start only: condition: service_started");
        });
}

void Decoder::read(const Node& node, std::map<std::string, std::optional<Endpoint>>& out) {
    if (node.is_sequence()) {
        for (const std::string& name : read_texts(node)) out[name];
        return;
    }
    if (!node.is_mapping()) return wrong_type(node, "a list of networks or a mapping");
    for (const MappingEntry& entry : node.entries())
        at_key(entry.key, [&] {
            std::optional<Endpoint>& endpoint = out[entry.key];
            if (!entry.value.is_null()) read(entry.value, endpoint);
        });
}

void Decoder::read(const Node& node, Volume& out) {
    read_record(node, out);
    if (!is_bind_volume(out)) return;
    const Node* device = node.find("driver_opts")->find("device");
    if (device != nullptr) {
        std::string& path = out.driver_opts.entries["device"];
        path = paths_.resolve(device->span(), path);
    }
}

void Decoder::read(const Node& node, FileObject& out) {
    read_record(node, out);
    if (const Node* file = node.find("file")) out.file = paths_.resolve(file->span(), out.file);
}

} // namespace muster::compose::load
