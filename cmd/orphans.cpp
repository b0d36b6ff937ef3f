#include "cmd/orphans.hpp"

#include "base/text.hpp"

namespace muster::cmd {

bool is_on_in_environment(const Session& session, const char* variable) {
    const auto found = session.environment().find(variable);
    if (found == session.environment().end()) return false;
    const std::string value = to_lower(found->second);
    return value == "1" || value == "t" || value == "true";
}

bool removes_orphans(const Session& session, const Flags& flags) {
    return flags.is_given("remove-orphans") ? flags.is_on("remove-orphans")
                                            : is_on_in_environment(session, "COMPOSE_REMOVE_ORPHANS");
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
