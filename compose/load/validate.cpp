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

bool is_one_of(const std::string& value, const std::vector<std::string>& allowed) {
    return std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

/// "'a', 'b' or 'c'".
std::string alternatives(const std::vector<std::string>& values) {
    std::string words;
    for (std::size_t i = 0; i < values.size(); ++i)
        words += (i == 0 ? "" : i + 1 == values.size() ? " or " : ", ") + quoted(values[i]);
    return words;
}

std::string must_be_one_of(const std::vector<std::string>& allowed, const std::string& value) {
    return "must be " + alternatives(allowed) + ", not " + quoted(value);
}

void suggest_near(Error& error, const std::string& value, const std::vector<std::string>& allowed) {
    if (const auto near = nearest(value, allowed)) error.suggest("did you mean " + quoted(*near) + "?");
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
    const KeyPath path{"services", service.name};
    if (!service.image.empty() || service.build || service.provider) return;
    if (!findings.may_miss(path, {"image", "build"})) return;
    if (findings.find({"services", service.name, "image"}) != nullptr) {
        findings.add({"services", service.name, "image"}, "is empty");
        return;
    }
    Error& error =
        findings.add_plain(path, "service " + quoted(service.name) + " has neither an 'image' nor a 'build'");
    error.suggest("add 'image: NAME' to run an image, or 'build: DIRECTORY' to build one");
    for (const char* removed : {"image", "build"})
        if (const Span where = findings.removal(joined(path, {removed})); where.is_known())
            error.note(quoted(removed) + " is taken away here", where);
}

void validate_values(const Service& service, Findings& findings) {
    validate_service(service, findings);
    validate_mounts(service, findings);
    validate_networking(service, findings);
    validate_deploy(service, findings);
}

} // namespace

void validate_disabled(const Project& project, Findings& findings) {
    for (const auto& [name, service] : project.disabled_services) validate_values(service, findings);
}

Error& Findings::add(const KeyPath& path, const std::string& message) {
    return add_plain(path, describe_value(path) + " " + message);
}

Error& Findings::add_plain(const KeyPath& path, const std::string& message) {
    if (path.size() > 2 && trouble_.is_spoiled(path)) return dropped_ = Error(dropped_.kind, message);
    trouble_.subjects.emplace(problems_.errors().size(), path);
    // Finding a place in a long list takes time, which an error that is not shown is not worth.
    if (problems_.is_full()) return problems_.error(Span(), message);
    Error& error = problems_.error(place(path), message);
    const source::Node* value = find(path);
    if (value != nullptr && value->has_variables()) error.note(variables_note(value->text()));
    return error;
}

bool Findings::may_miss(const KeyPath& mapping, std::initializer_list<const char*> keys) const {
    const source::Node* node = find(mapping);
    if (trouble_.mappings.contains(mapping) || trouble_.is_spoiled(mapping)) return false;
    if (node != nullptr && node->is_partial()) return false;
    return std::none_of(keys.begin(), keys.end(), [&](const char* key) {
        const KeyPath member = joined(mapping, {key});
        const source::Node* value = find(member);
        return (value != nullptr && value->is_partial()) || trouble_.is_spoiled(member) ||
               trouble_.has_spoiled_part(member);
    });
}

bool Findings::knows_all(const std::string& section) const {
    const source::Node* node = find({section});
    return !trouble_.top_level && !document_.is_partial() && !trouble_.is_spoiled({section}) &&
           (node == nullptr || !node->is_partial());
}

Error& Findings::refuse(const KeyPath& path, const std::string& message) {
    return refuse_plain(path, describe_value(path) + " " + message);
}

Error& Findings::refuse_entry(const KeyPath& list, const std::string& entry, const std::string& message) {
    return refuse_plain(joined(list, {entry}), describe_value(list) + " " + message);
}

Error& Findings::refuse_plain(const KeyPath& path, const std::string& message) {
    return refusals_.emplace_back(Error(ErrorKind::compose_file, message).at(place(path)));
}

void Findings::warn(const KeyPath& path, const std::string& message) {
    problems_.warning(place(path), describe_value(path) + " " + message);
}

Error& Findings::add_entry(const KeyPath& list, const std::string& entry, const std::string& message) {
    return add_plain(joined(list, {entry}), describe_value(list) + " " + message);
}

Span Findings::place(const KeyPath& path) const { return locate_scalar(document_, path); }

Span Findings::removal(const KeyPath& path) const {
    const auto removed = trouble_.removed.find(path);
    return removed == trouble_.removed.end() ? Span{} : removed->second;
}

const source::Node* Findings::find(const KeyPath& path) const {
    const source::Node* node = &document_;
    for (const std::string& key : path) node = node == nullptr ? nullptr : node->find(key);
    return node;
}

void Findings::expect_one_of(const KeyPath& path, const std::string& value,
                             const std::vector<std::string>& allowed) {
    if (value.empty() || is_one_of(value, allowed)) return;
    suggest_near(add(path, must_be_one_of(allowed, value)), value, allowed);
}

void Findings::advise_one_of(const KeyPath& path, const std::string& value,
                             const std::vector<std::string>& allowed) {
    if (value.empty() || is_one_of(value, allowed)) return;
    warn(path,
         "is " + quoted(value) + ", which is none of the values it is defined for: " + alternatives(allowed));
}

void Findings::refuse_unless_one_of(const KeyPath& path, const std::string& value,
                                    const std::vector<std::string>& allowed) {
    if (value.empty() || is_one_of(value, allowed)) return;
    suggest_near(refuse(path, must_be_one_of(allowed, value)), value, allowed);
}

void validate(const Project& project, const KnownTrouble& trouble, Findings& findings) {
    for (const auto& [name, service] : project.services) {
        if (findings.wants_consistency() && !trouble.services.contains(name))
            check_has_image(service, findings);
        validate_values(service, findings);
    }
    validate_repeats(project, findings);
    validate_resources(project, findings);
    if (!findings.wants_consistency()) return;
    check_container_names(project, findings);
    validate_references(project, findings);
    report_dependency_cycle(project, findings);
}

} // namespace muster::compose::load
