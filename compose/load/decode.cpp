#include "compose/load/decode.hpp"

#include "compose/load/decoder.hpp"

#include "base/text.hpp"
#include "compose/source/scalar.hpp"

#include <algorithm>

namespace muster::compose::load {

namespace {

bool is_plain_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-';
    });
}

/// The old way to name an external resource, `external: {name: X}`, in the form of today.
Node with_plain_external(const Node& resource) {
    const Node* external = resource.find("external");
    if (external == nullptr || !external->is_mapping()) return resource;
    Node out = resource;
    const Span span = external->span();
    const MappingEntry* name = external->entries().find_entry("name");
    if (name != nullptr && out.find("name") == nullptr)
        out.entries().set("name", name->key_span, name->value);
    out.entries().set("external", span, Node::scalar("true", span));
    return out;
}

class ProjectReader {
  public:
    ProjectReader(const Node& document, const PathResolver& paths, LoadContext& context)
        : document_(document), decoder_(paths, context.problems), problems_(context.problems),
          trouble_(context.trouble) {}

    Project read() {
        for (const MappingEntry& entry : document_.entries()) read_entry(entry);
        return std::move(project_);
    }

  private:
    void read_entry(const MappingEntry& entry) {
        if (entry.key == "services")
            read_services(entry.value);
        else if (entry.key == "networks")
            read_resources(entry, project_.networks);
        else if (entry.key == "volumes")
            read_resources(entry, project_.volumes);
        else if (entry.key == "secrets")
            read_resources(entry, project_.secrets);
        else if (entry.key == "configs")
            read_resources(entry, project_.configs);
        else if (entry.key == "models")
            reject_models(entry);
        else if (entry.key.starts_with("x-"))
            project_.extensions.entries.emplace_back(entry.key, source::to_value(entry.value));
        else if (entry.key == "name" && !entry.value.is_scalar() && !entry.value.is_null())
            decoder_.at_key(entry.key, [&] { decoder_.wrong_type(entry.value, "text"); });
        else if (!top_level_names().contains(entry.key))
            reject_key(entry);
    }

    void reject_models(const MappingEntry& entry) {
        problems_.error(Error(ErrorKind::unsupported, "'models' is not supported yet").at(entry.key_span));
    }

    void reject_key(const MappingEntry& entry) {
        trouble_.top_level = true;
        Error& error =
            problems_.error(entry.key_span, "unknown key " + quoted(entry.key) + " at the top level");
        if (problems_.is_full()) return;
        const bool is_service = entry.value.find("image") != nullptr || entry.value.find("build") != nullptr;
        error.suggest(is_service ? "a service belongs below 'services'"
                                 : hint_for_key(entry.key, top_level_names()));
    }

    void read_services(const Node& section) {
        read_section("services", section, [&](const MappingEntry& entry) {
            const std::size_t problems_before = problems_.error_count();
            Service& service = project_.services[entry.key];
            service.name = entry.key;
            decoder_.read(entry.value, service);
            if (problems_.error_count() > problems_before) trouble_.services.insert(entry.key);
        });
    }

    template <class T>
    void read_resources(const MappingEntry& section, std::map<std::string, T>& out) {
        read_section(section.key.c_str(), section.value, [&](const MappingEntry& entry) {
            T& resource = out[entry.key];
            if (!entry.value.is_null()) decoder_.read(with_plain_external(entry.value), resource);
        });
    }

    template <class ReadMember>
    void read_section(const char* name, const Node& section, ReadMember read_member) {
        if (section.is_null()) return;
        decoder_.at_key(name, [&] {
            if (!section.is_mapping()) return decoder_.wrong_type(section, "a mapping");
            for (const MappingEntry& entry : section.entries())
                decoder_.at_key(entry.key, [&] {
                    check_name(entry);
                    read_member(entry);
                });
        });
    }

    void check_name(const MappingEntry& entry) {
        if (is_plain_name(entry.key) || decoder_.path().front() == "networks") return;
        problems_.error(entry.key_span, "the name of " + describe_value(decoder_.path()) +
                                            " may only have letters, digits, '.', '_' and '-'");
    }

    const Node& document_;
    Decoder decoder_;
    Diagnostics& problems_;
    KnownTrouble& trouble_;
    Project project_;
};

} // namespace

Project decode_project(const source::Node& document, const PathResolver& paths, LoadContext& context) {
    return ProjectReader(document, paths, context).read();
}

} // namespace muster::compose::load
