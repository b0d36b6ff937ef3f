#include "cmd/completion_scripts.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/session.hpp"

namespace muster::cmd {

namespace {

int run_completion(Session& session, const Flags& flags) {
    session.out().write(completion_script(flags.arguments().front()));
    return exit_code::success;
}

} // namespace

Command completion_command() {
    return {"completion",
            "Print what a shell needs to complete command lines, to be read by it at its start",
            Positionals::one_shell,
            {},
            run_completion};
}

} // namespace muster::cmd
