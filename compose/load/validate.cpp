#include "compose/load/validate.hpp"

#include "base/text.hpp"
#include "compose/load/locate.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace muster::compose::load {

namespace {

bool stands_before(const Span& a, const Span& b) {
    return std::tuple(a.file, a.line, a.column) < std::tuple(b.file, b.line, b.column);
}

/// Two containers cannot have the same name.
void check_container_names(const Project& project, Findings& findings) {
    const auto path_of = [](const std::string& name) { return KeyPath{"services", name, "container_name"}; };
    std::map<std::string, std::string> owners;
    for (const auto& [name, service] : project.services) {
        if (service.container_name.empty()) continue;
        const auto [owner, is_new] = owners.emplace(service.container_name, name);
        if (is_new) continue;
        std::string first = owner->second;
        std::string second = name;
        if (stands_before(findings.place(path_of(second)), findings.place(path_of(first))))
            first.swap(second);
        findings
            .add(path_of(second),
                 "is " + quoted(service.container_name) + ", which service " + quoted(first) + " has too")
            .note("first used here", findings.place(path_of(first)));
    }
}

void check_has_image(const Service& service, Findings& findings) {
    if (!service.image.empty() || service.build) return;
    findings
        .add_plain({"services", service.name},
                   "service " + quoted(service.name) + " has neither an 'image' nor a 'build'")
        .suggest("add 'image: NAME' to run an image, or 'build: DIRECTORY' to build one");
}

} // namespace

Error& Findings::add(const KeyPath& path, const std::string& message) {
    return add_plain(path, describe_value(path) + " " + message);
}

Error& Findings::add_plain(const KeyPath& path, const std::string& message) {
    // Finding a place in a long list takes time, which an error that is not shown is not worth.
    return problems_.error(problems_.is_full() ? Span() : place(path), message);
}

void Findings::warn(const KeyPath& path, const std::string& message) {
    problems_.warning(place(path), describe_value(path) + " " + message);
}

Error& Findings::add_entry(const KeyPath& list, const std::string& entry, const std::string& message) {
    return add_plain(joined(list, {entry}), describe_value(list) + " " + message);
}

Span Findings::place(const KeyPath& path) const { return locate_scalar(document_, path); }

const source::Node* Findings::find(const KeyPath& path) const {
    const source::Node* node = &document_;
    for (const std::string& key : path) node = node == nullptr ? nullptr : node->find(key);
    return node;
}

void Findings::expect_one_of(const KeyPath& path, const std::string& value,
                             const std::vector<std::string>& allowed) {
    if (value.empty() || std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return;
    std::string words;
    for (std::size_t i = 0; i < allowed.size(); ++i)
        words += (i == 0 ? "" : i + 1 == allowed.size() ? " or " : ", ") + quoted(allowed[i]);
    Error& error = add(path, "must be " + words + ", not " + quoted(value));
    if (const auto near = nearest(value, allowed)) error.suggest("did you mean " + quoted(*near) + "?");
}

void validate(const Project& project, const KnownTrouble& trouble, Findings& findings) {
    for (const auto& [name, service] : project.services) {
        if (!trouble.services.contains(name)) check_has_image(service, findings);
        validate_service(service, findings);
        validate_mounts(service, findings);
        validate_networking(service, findings);
        validate_deploy(service, findings);
    }
    check_container_names(project, findings);
    validate_resources(project, findings);
    if (!trouble.top_level) validate_references(project, findings);
    report_dependency_cycle(project, findings);
}

} // namespace muster::compose::load
