#pragma once

#include "base/error.hpp"
#include "compose/load/load_context.hpp"
#include "compose/load/subject.hpp"
#include "compose/model/project.hpp"
#include "compose/source/node.hpp"

#include <initializer_list>
#include <string>
#include <vector>

namespace muster::compose::load {

/// Reports problems at the place where the value concerned was written. What only follows from a problem that
/// was reported before is dropped.
class Findings {
  public:
    /// Whether it is of interest that parts of the project do not go together.
    enum class Consistency { checked, ignored };

    Findings(const source::Node& document, LoadContext& context,
             Consistency consistency = Consistency::checked)
        : document_(document), problems_(context.problems), trouble_(context.trouble),
          consistency_(consistency) {}

    bool wants_consistency() const { return consistency_ == Consistency::checked; }

    /// "'restart' of service 'web' MESSAGE".
    Error& add(const KeyPath& path, const std::string& message);
    /// "'dns' of service 'web' MESSAGE", at the entry of that list.
    Error& add_entry(const KeyPath& list, const std::string& entry, const std::string& message);
    /// An error whose message does not start with the attribute's name.
    Error& add_plain(const KeyPath& path, const std::string& message);
    /// The same for what Docker Compose lets pass and the engine would refuse: it does not spoil the project.
    Error& refuse(const KeyPath& path, const std::string& message);
    Error& refuse_entry(const KeyPath& list, const std::string& entry, const std::string& message);
    Error& refuse_plain(const KeyPath& path, const std::string& message);
    std::vector<Error> take_refusals() { return std::move(refusals_); }
    /// An error at a place that is known already.
    Error& add_at(Span where, const std::string& message) { return problems_.error(where, message); }
    void warn(const KeyPath& path, const std::string& message);
    Span place(const KeyPath& path) const;
    /// Whether there are so few problems yet that looking for near names is worth its time.
    bool wants_hints() const { return !problems_.is_full(); }
    /// Whether it is of use to say that a mapping lacks one of these keys: not when they could not be read,
    /// and not when it has an unknown key in their place.
    bool may_miss(const KeyPath& mapping, std::initializer_list<const char*> keys) const;
    /// Whether all that a section was meant to have is known.
    bool knows_all(const std::string& section) const;
    /// Where `!reset` has taken away what was at a path; unknown when it has not.
    Span removal(const KeyPath& path) const;
    /// The node at a path of mappings, or nullptr.
    const source::Node* find(const KeyPath& path) const;

    /// Unless `value` is empty or one of `allowed`.
    void expect_one_of(const KeyPath& path, const std::string& value,
                       const std::vector<std::string>& allowed);
    /// The same for an attribute that only Swarm heeds: it warns.
    void advise_one_of(const KeyPath& path, const std::string& value,
                       const std::vector<std::string>& allowed);
    void refuse_unless_one_of(const KeyPath& path, const std::string& value,
                              const std::vector<std::string>& allowed);

  private:
    const source::Node& document_;
    Diagnostics& problems_;
    KnownTrouble& trouble_;
    Consistency consistency_;
    std::vector<Error> refusals_;
    Error dropped_{ErrorKind::compose_file, {}};
};

/// Checks what the form of single values does not tell: allowed words, ranges, addresses, attributes that
/// exclude each other, names that must exist, dependencies in a circle. Reports everything that is wrong.
void validate(const Project& project, const KnownTrouble& trouble, Findings& findings);

/// Services that no profile enables must be well-formed all the same.
/// REQUIRES: the findings ignore consistency.
void validate_disabled(const Project& project, Findings& findings);

/// The parts of it.
void validate_service(const Service& service, Findings& findings);
void validate_mounts(const Service& service, Findings& findings);
void validate_networking(const Service& service, Findings& findings);
void validate_deploy(const Service& service, Findings& findings);
void validate_repeats(const Project& project, Findings& findings);
void validate_resources(const Project& project, Findings& findings);
void validate_references(const Project& project, Findings& findings);
void report_dependency_cycle(const Project& project, Findings& findings);

} // namespace muster::compose::load
