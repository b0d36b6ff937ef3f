#include "compose/load/decode_hints.hpp"
#include "compose/load/decoder.hpp"
#include "compose/load/short_forms.hpp"

#include "base/text.hpp"
#include "compose/source/scalar.hpp"

#include <algorithm>
#include <stdexcept>

namespace muster::compose::load {

namespace {

/// A key of a service that stands in the schema without any meaning.
bool is_passed_over(const MappingEntry& entry) {
    return entry.key == "pull_refresh_after" &&
           (entry.value.is_null() ||
            (entry.value.is_scalar() && entry.value.scalar_type() == source::ScalarType::text));
}

bool is_text(const Node& node) { return node.is_scalar() && node.scalar_type() == source::ScalarType::text; }

/// `o: bind` among the options of the local driver makes `device` a path of the host.
bool is_bind_volume(const Volume& volume) {
    const auto option = volume.driver_opts.entries.find("o");
    if ((!volume.driver.empty() && volume.driver != "local") || option == volume.driver_opts.entries.end())
        return false;
    const auto words = split(option->second, ',');
    return std::find(words.begin(), words.end(), "bind") != words.end();
}

} // namespace

void Decoder::check_other_key(const MappingEntry& entry, const KeyNames& known, OtherKeys allowed) {
    const bool is_service_key = path_.size() == 2 && path_.front() == "services";
    const bool is_open = path_.size() == 4 && path_[2] == "gpus";
    if (is_open)
        return problems_.warning(entry.key_span,
                                 "unknown key " + quoted(entry.key) + " " + describe_place(path_));
    if (allowed == OtherKeys::extensions && entry.key.starts_with("x-")) return;
    if (is_service_key && is_passed_over(entry)) return;
    trouble_.mappings.insert(path_);
    const bool is_section = is_service_key && top_level_names().contains(path_[1]);
    if (is_section) trouble_.values.insert({path_[1]});
    trouble_.subjects.emplace(problems_.errors().size(), path_);
    Error& error =
        problems_.error(entry.key_span, "unknown key " + quoted(entry.key) + " " + describe_place(path_));
    if (problems_.is_full()) return;
    KeyNames candidates = known;
    if (is_service_key) candidates.insert("extends");
    error.suggest(is_section ? quoted(path_[1]) + " is no service but a section: begin it in the first column"
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
        if (record.find(key) != nullptr) continue;
        problem(record, describe_value(path_) + " lacks " + quoted(key), hint);
        has_all = false;
    }
    return has_all;
}

void Decoder::read(const Node& node, Service& out) {
    read_record(node, out);
    // The directory of the service, not of a file whose service it extends.
    const Node* build = node.find("build");
    const bool lacks_context = build != nullptr && build->is_mapping() && build->find("context") == nullptr;
    if (out.build && lacks_context) out.build->context = paths_.resolve(node.span(), ".");
    expect_type(node, "use_api_socket", {source::ScalarType::boolean}, "true or false");
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
    if (context != nullptr) out.context = paths_.resolve_context(context->span(), out.context);
    at_key("additional_contexts", [&] { check_contexts(node.find("additional_contexts")); });
    for (auto& [name, value] : out.additional_contexts.entries) {
        const Node* written = node.find("additional_contexts")->find(name);
        value = paths_.resolve_context(written == nullptr ? node.span() : written->span(), value);
    }
}

void Decoder::check_contexts(const Node* contexts) {
    if (contexts == nullptr || !contexts->is_sequence()) return;
    for (const Node& item : contexts->items())
        if (is_text(item) && !split_assignment(item.text()).second)
            problem(item, describe_value(path_) + " has " + quoted(item.text()) + ", expected NAME=CONTEXT");
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
    if (!is_text(item)) return wrong_type(item, "text or a mapping");
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
    } else if (!node.is_mapping()) {
        return wrong_type(node, "text or a mapping");
    } else {
        read_record(node, out);
        require(node, {"type", "target"});
        forbid_empty(node, "type", "'bind', 'volume', 'tmpfs', 'image', 'cluster' or 'npipe'");
        source = node.find("source");
    }
    if (out.type != "bind" || source == nullptr) return;
    if (out.source.empty()) {
        out.source = ".";
        problems_.warning(source->span(),
                          describe_value(path_) + " has an empty 'source': it mounts the project directory");
    }
    out.source = paths_.resolve(source->span(), out.source);
}

void Decoder::read(const Node& node, DeviceMapping& out) {
    if (node.is_scalar() && node.scalar_type() != source::ScalarType::text)
        return wrong_type(node, "text or a mapping");
    if (!node.is_scalar()) {
        read_record(node, out);
        require(node, {"source", "target"});
        return;
    }
    if (!is_text(node)) return wrong_type(node, "text or a mapping");
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
            expect_type(entry.value, "required", {source::ScalarType::boolean}, "true or false");
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
            if (entry.value.is_null()) return;
            read(entry.value, endpoint);
            for (const char* key : {"priority", "gw_priority"})
                expect_type(entry.value, key, {source::ScalarType::integer, source::ScalarType::floating},
                            "a number without quotes");
        });
}

void Decoder::read(const Node& node, std::map<std::string, std::optional<ServiceModel>>& out) {
    if (node.is_sequence()) {
        for (const std::string& name : read_texts(node)) out[name];
        return;
    }
    if (!node.is_mapping()) return wrong_type(node, "a list of models or a mapping");
    for (const MappingEntry& entry : node.entries())
        at_key(entry.key, [&] {
            std::optional<ServiceModel>& settings = out[entry.key];
            if (!entry.value.is_null()) read_record(entry.value, settings.emplace());
        });
}

void Decoder::read(const Node& node, PreStartHook& out) {
    read_record(node, out);
    if (out.per_replica)
        problem(*node.find("per_replica"),
                describe_value(path_) + " has 'per_replica', which is not supported",
                "remove it, or set it to false");
}

void Decoder::read(const Node& node, WatchRule& out) {
    read_record(node, out);
    expect_type(node, "initial_sync", {source::ScalarType::boolean}, "true or false");
    require(node, {"path", "action"});
    if (const Node* path = node.find("path")) out.path = paths_.resolve(path->span(), out.path);
}

void Decoder::read(const Node& node, Provider& out) {
    read_record(node, out);
    require(node, {"type"});
}

void Decoder::read(const Node& node, Model& out) {
    read_record(node, out);
    expect_type(node, "context_size", {source::ScalarType::integer, source::ScalarType::floating},
                "a whole number");
    require(node, {"model"}, "name the model to serve, such as 'model: ai/smollm2'");
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
    const Node* file = node.find("file");
    if (file == nullptr) return;
    if (out.file.empty()) {
        out.file = ".";
        problems_.warning(file->span(), describe_value(path_) +
                                            " has an empty 'file': it stands for the project directory");
    }
    out.file = paths_.resolve(file->span(), out.file);
}

} // namespace muster::compose::load
