#include "cmd/orphans.hpp"

namespace muster::cmd {

bool removes_orphans(const Session& session, const Flags& flags) {
    return flags.is_given("remove-orphans") ? flags.is_on("remove-orphans")
                                            : is_on_in(session.environment(), "COMPOSE_REMOVE_ORPHANS");
}

FlagSpec remove_orphans_flag() {
    return {"remove-orphans",
            '\0',
            FlagKind::toggle,
            "Remove containers of services that are no longer declared",
            "",
            ""};
}

} // namespace muster::cmd
