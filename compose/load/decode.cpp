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
Node with_plain_external(const Node& resource, Decoder& decoder) {
    const Node* external = resource.find("external");
    if (external == nullptr || !external->is_mapping()) return resource;
    Node out = resource;
    const Span span = external->span();
    const std::string& section = decoder.path().front();
    if (section == "networks" || section == "volumes")
        for (const MappingEntry& entry : external->entries())
            if (entry.key != "name")
                decoder.at_key("external",
                               [&] { decoder.check_other_key(entry, {"name"}, OtherKeys::extensions); });
    const MappingEntry* name = external->entries().find_entry("name");
    if (name != nullptr && out.find("name") == nullptr)
        out.entries().set("name", name->key_span, name->value);
    out.entries().set("external", span, Node::scalar("true", span));
    return out;
}

class ProjectReader {
  public:
    ProjectReader(const Node& document, const PathResolver& paths, LoadContext& context)
        : document_(document), decoder_(paths, context), problems_(context.problems),
          trouble_(context.trouble) {}

    Project read() {
        if (is_kubernetes_manifest())
            reject_kubernetes_manifest();
        else
            for (const MappingEntry& entry : document_.entries()) read_entry(entry);
        return std::move(project_);
    }

  private:
    bool is_kubernetes_manifest() const {
        return document_.find("apiVersion") != nullptr && document_.find("kind") != nullptr;
    }

    void reject_kubernetes_manifest() {
        problems_
            .error(document_.entries().find_entry("apiVersion")->key_span,
                   "this is a manifest of Kubernetes, not a compose file")
            .suggest("'kubectl apply -f' takes it");
    }

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
            read_resources(entry, project_.models);
        else if (entry.key.starts_with("x-"))
            project_.extensions.entries.emplace_back(entry.key, source::to_value(entry.value));
        else if (entry.key == "name")
            decoder_.at_key(entry.key, [&] { decoder_.read(entry.value, project_.name); });
        else if (!top_level_names().contains(entry.key))
            reject_key(entry);
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
            Service& service = project_.services[entry.key];
            service.name = entry.key;
            if (!entry.value.is_null() || entry.value.is_partial())
                decoder_.read(entry.value, service);
            else if (!has_misread_indentation(section))
                decoder_.nothing_given(entry);
        });
    }

    /// Whether a non-breaking space has made a service's attribute look like a service beside it.
    static bool has_misread_indentation(const Node& services) {
        return std::any_of(services.entries().begin(), services.entries().end(),
                           [](const MappingEntry& entry) { return !hint_for_blank(entry.key).empty(); });
    }

    template <class T>
    void read_resources(const MappingEntry& section, std::map<std::string, T>& out) {
        read_section(section.key.c_str(), section.value, [&](const MappingEntry& entry) {
            T& resource = out[entry.key];
            const bool may_be_empty = section.key == "networks" || section.key == "volumes";
            if (may_be_empty && entry.value.is_null()) return;
            check_external_name(entry.value);
            decoder_.read(with_plain_external(entry.value, decoder_), resource);
        });
    }

    /// `external: {name: X}` was once the way to name what exists already.
    void check_external_name(const Node& resource) {
        const Node* external = resource.find("external");
        const Node* old = external == nullptr ? nullptr : external->find("name");
        if (old == nullptr || !old->is_scalar()) return;
        const std::string subject = describe_value(joined(decoder_.path(), {"external", "name"}));
        problems_.warning(old->span(), subject + " is deprecated, write 'name' beside 'external: true'");
        const Node* name = resource.find("name");
        if (name == nullptr || !name->is_scalar() || name->text() == old->text()) return;
        problems_.error(old->span(), subject + " is " + quoted(old->text()) + ", and 'name' is another one")
            .note("the other name is here", name->span())
            .suggest("keep one of them, as 'name' beside 'external: true'");
    }

    template <class ReadMember>
    void read_section(const char* name, const Node& section, ReadMember read_member) {
        decoder_.at_key(name, [&] {
            if (section.is_null()) return; // reported where the documents are put together
            if (!section.is_mapping()) return decoder_.wrong_type(section, "a mapping");
            for (const MappingEntry& entry : section.entries())
                decoder_.at_key(entry.key, [&] {
                    if (check_name(entry)) read_member(entry);
                });
        });
    }

    bool check_name(const MappingEntry& entry) {
        const std::string& section = decoder_.path().front();
        if (is_plain_name(entry.key) || section == "networks" || section == "models") return true;
        trouble_.values.insert({section});
        problems_
            .error(entry.key_span, "the name of " + describe_value(decoder_.path()) +
                                       " may only have letters, digits, '.', '_' and '-'")
            .suggest(hint_for_blank(entry.key));
        return false;
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
