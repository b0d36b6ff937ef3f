#pragma once

#include "cmd/session.hpp"
#include "compose/reconcile/planners.hpp"

#include <optional>

namespace muster::cmd {

/// The flags that decide how containers are made, shared by `create`, `up` and `plan`.
std::vector<FlagSpec> creation_flags();

/// The flags that decide what `up` does, shared by `up` and `plan`: those of creation and its own.
std::vector<FlagSpec> up_planning_flags();

/// What they say. Throws Error (usage) for combinations that contradict each other.
compose::reconcile::UpOptions creation_options(const Session& session, const Flags& flags);
compose::reconcile::UpOptions up_options(const Session& session, const Flags& flags);

/// Asks whether each volume that is not as declared may be made anew, and lose its data; --yes answers that
/// it may. Nothing is asked in a dry run.
void ask_about_volumes(Session& session, const Flags& flags, const compose::Project& project,
                       const compose::reconcile::ObservedState& seen, compose::reconcile::UpOptions& options);

/// The project as `create` is to bring it about: the named services, --scale applied.
compose::load::LoadedProject load_for_create(Session& session, const Flags& flags);
/// The same for `up`: --no-deps applied too.
compose::load::LoadedProject load_for_up(Session& session, const Flags& flags);

/// What --pull says, in the words of compose files; empty when it is not given. Throws Error (usage).
std::string pull_policy(const Flags& flags);

/// How many containers a service is to have.
struct Scale {
    std::string service;
    std::int64_t count = 0;
};

/// Reads "web=3"; nothing when it is not of that form.
std::optional<Scale> parse_scale(const std::string& text);

/// Throws Error (usage, not_found) when the service cannot be scaled so.
void set_scale(compose::Project& project, const Scale& scale);

/// Leaves nothing but these services; nothing depends on the others any more.
void drop_dependencies(compose::Project& project, const std::vector<std::string>& services);

} // namespace muster::cmd
