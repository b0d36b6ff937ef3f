#include "base/error.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/interaction.hpp"
#include "cmd/main_process.hpp"
#include "cmd/replica.hpp"

namespace muster::cmd {

namespace {

int run_attach(Session& session, const Flags& flags) {
    if (session.is_dry_run()) throw Error(ErrorKind::usage, "--dry-run cannot show what 'attach' would do");
    const std::string detach_keys =
        flags.is_given("detach-keys") ? flags.text("detach-keys") : session.detach_keys();
    parse_detach_keys(detach_keys);
    const compose::Project project = session.load_or_observe();
    const auto container = get_replica(session, project, {flags.arguments()[0], flags.number("index")});
    const MainProcess process{.container = container.summary.id,
                              .has_input = !flags.is_on("no-stdin"),
                              .detach_keys = detach_keys,
                              .signals = flags.is_on("sig-proxy") ? MainProcess::Signals::pass_on
                                                                  : MainProcess::Signals::keep};
    return AttachedProcess(session, process).run();
}

} // namespace

Command attach_command() {
    using enum FlagKind;
    return {
        "attach",
        "Attach this terminal to the main process of a service's container",
        Positionals::one_service,
        {{"detach-keys", '\0', text, "The keys that leave the process alone", "KEYS", default_detach_keys},
         {"index", '\0', number, "Of this replica of the service", "NUMBER", ""},
         {"no-stdin", '\0', toggle, "Do not pass standard input on", "", ""},
         {"sig-proxy", '\0', toggle, "Pass signals on to the process", "", "true"}},
        run_attach};
}

} // namespace muster::cmd
