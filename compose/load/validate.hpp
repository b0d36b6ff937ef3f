#pragma once

#include "base/error.hpp"
#include "compose/load/load_context.hpp"
#include "compose/load/subject.hpp"
#include "compose/model/project.hpp"
#include "compose/source/node.hpp"

#include <string>
#include <vector>

namespace muster::compose::load {

/// Reports problems at the place where the value concerned was written.
class Findings {
  public:
    Findings(const source::Node& document, Diagnostics& problems)
        : document_(document), problems_(problems) {}

    /// "'restart' of service 'web' MESSAGE".
    Error& add(const KeyPath& path, const std::string& message);
    /// "'dns' of service 'web' MESSAGE", at the entry of that list.
    Error& add_entry(const KeyPath& list, const std::string& entry, const std::string& message);
    /// An error whose message does not start with the attribute's name.
    Error& add_plain(const KeyPath& path, const std::string& message);
    void warn(const KeyPath& path, const std::string& message);
    Span place(const KeyPath& path) const;
    /// Whether there are so few problems yet that looking for near names is worth its time.
    bool wants_hints() const { return !problems_.is_full(); }
    /// The node at a path of mappings, or nullptr.
    const source::Node* find(const KeyPath& path) const;

    /// Unless `value` is empty or one of `allowed`.
    void expect_one_of(const KeyPath& path, const std::string& value,
                       const std::vector<std::string>& allowed);

  private:
    const source::Node& document_;
    Diagnostics& problems_;
};

/// Checks what the form of single values does not tell: allowed words, ranges, addresses, attributes that
/// exclude each other, names that must exist, dependencies in a circle. Reports everything that is wrong.
void validate(const Project& project, const KnownTrouble& trouble, Findings& findings);

/// The parts of it.
void validate_service(const Service& service, Findings& findings);
void validate_mounts(const Service& service, Findings& findings);
void validate_networking(const Service& service, Findings& findings);
void validate_deploy(const Service& service, Findings& findings);
void validate_resources(const Project& project, Findings& findings);
void validate_references(const Project& project, Findings& findings);
void report_dependency_cycle(const Project& project, Findings& findings);

} // namespace muster::compose::load
