#include "compose/load/validate.hpp"

#include "base/text.hpp"
#include "compose/load/known_keys.hpp"
#include "compose/load/references.hpp"

#include <unordered_set>

namespace muster::compose::load {

namespace {

template <class T>
std::vector<std::string> names_of(const std::map<std::string, T>& entries) {
    std::vector<std::string> names;
    for (const auto& [name, entry] : entries) names.push_back(name);
    return names;
}

/// The names in a list, or the keys of a mapping.
std::unordered_set<std::string> names_in(const source::Node* node) {
    std::unordered_set<std::string> names;
    if (node != nullptr && node->is_sequence()) {
        for (const source::Node& item : node->items())
            if (item.is_scalar()) names.insert(item.text());
    } else if (node != nullptr && node->is_mapping()) {
        for (const source::MappingEntry& entry : node->entries()) names.insert(entry.key);
    }
    return names;
}

class ReferenceCheck {
  public:
    ReferenceCheck(const Project& project, const Service& service, Findings& findings)
        : project_(project), service_(service), findings_(findings),
          written_(names_in(findings.find({"services", service.name, "depends_on"}))) {}

    void run() {
        for (const ServiceReference& reference : service_references(service_))
            if (!is_implied(reference)) check_service(reference);
        for (const auto& [name, endpoint] : service_.networks)
            expect_known({"networks", name}, project_.networks, "network");
        for (const Mount& mount : service_.volumes)
            if (mount.type == "volume" && !mount.source.empty())
                expect_known({"volumes", mount.source}, project_.volumes, "volume");
        for (const FileReference& secret : service_.secrets)
            expect_known({"secrets", secret.source}, project_.secrets, "secret");
        for (const FileReference& config : service_.configs)
            expect_known({"configs", config.source}, project_.configs, "config");
        for (const auto& [name, settings] : service_.models)
            expect_known({"models", name}, project_.models, "model");
        if (service_.build) check_build(*service_.build);
    }

  private:
    KeyPath below_service(const KeyPath& keys) const { return joined({"services", service_.name}, keys); }

    /// Whether a dependency was not written but follows from another attribute, which is checked itself.
    bool is_implied(const ServiceReference& reference) const {
        return reference.where.front() == "depends_on" && !written_.contains(reference.service);
    }

    Error& report(const ServiceReference& reference, const std::string& message) {
        return findings_.add_plain(below_service(reference.where),
                                   "service " + quoted(service_.name) + " depends on " + message);
    }

    void check_service(const ServiceReference& reference) {
        if (reference.service == service_.name) {
            report(reference, "itself");
        } else if (const auto disabled = project_.disabled_services.find(reference.service);
                   disabled != project_.disabled_services.end()) {
            check_disabled(reference, disabled->second);
        } else if (!project_.services.contains(reference.service) && findings_.knows_all("services")) {
            report(reference, "the undefined service " + quoted(reference.service))
                .suggest(hint_for(reference.service, project_.services, "services"));
        }
    }

    void check_disabled(const ServiceReference& reference, const Service& disabled) {
        const auto dependency = service_.depends_on.find(reference.service);
        const bool is_required = dependency == service_.depends_on.end() || dependency->second.required;
        if (!is_required || disabled.profiles.empty()) return;
        report(reference, "service " + quoted(disabled.name) + ", which no active profile enables")
            .suggest("enable it with --profile " + disabled.profiles.front());
    }

    /// The last key of `where` is the name that must be known.
    template <class T>
    void expect_known(const KeyPath& where, const std::map<std::string, T>& known, const std::string& noun) {
        const std::string& name = where.back();
        if (known.contains(name) || !findings_.knows_all(noun + "s")) return;
        findings_
            .add_plain(below_service(where), "service " + quoted(service_.name) +
                                                 " refers to the undefined " + noun + " " + quoted(name))
            .suggest(hint_for(name, known, noun + "s"));
    }

    template <class T>
    std::string hint_for(const std::string& name, const std::map<std::string, T>& known,
                         const std::string& section) const {
        if (!findings_.wants_hints()) return {};
        std::vector<std::string> names = names_of(known);
        if constexpr (std::is_same_v<T, Service>) std::erase(names, service_.name);
        const std::string hint = hint_for_name(name, names);
        if (!hint.starts_with("known") && !hint.empty()) return hint;
        const std::string declare = "declare it below " + quoted(section) + " at the top level";
        return section == "volumes" ? declare + ", or write './" + name + "' to mount a folder"
                                    : (hint.empty() ? declare : hint);
    }

    void check_build(const Build& build) {
        for (const FileReference& secret : build.secrets)
            expect_known({"build", "secrets", secret.source}, project_.secrets, "secret");
        for (const auto& [name, context] : build.additional_contexts.entries) {
            const std::string source = service_of_namespace(context);
            if (!source.empty()) check_context({"build", "additional_contexts", name}, source);
        }
    }

    void check_context(const KeyPath& where, const std::string& source) {
        const auto found = project_.services.find(source);
        const bool is_defined = found != project_.services.end();
        if (is_defined ? found->second.build.has_value() : !findings_.knows_all("services")) return;
        findings_.add_plain(below_service(where),
                            "the build context " + quoted(where.back()) + " needs service " + quoted(source) +
                                (is_defined ? ", which has no 'build'" : ", which is not defined"));
    }

    const Project& project_;
    const Service& service_;
    Findings& findings_;
    std::unordered_set<std::string> written_; ///< in depends_on
};

} // namespace

void validate_references(const Project& project, Findings& findings) {
    for (const auto& [name, service] : project.services) ReferenceCheck(project, service, findings).run();
}

} // namespace muster::compose::load
