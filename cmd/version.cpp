#include "base/text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/session.hpp"

namespace muster::cmd {

namespace {

int run_version(Session& session, const Flags& flags) {
    const std::string format = flags.text("format");
    if (flags.is_on("short"))
        session.out().write(MUSTER_VERSION "\n");
    else if (format == "json")
        session.out().write("{\"version\":\"" MUSTER_VERSION "\"}\n");
    else if (format == "pretty")
        session.out().write("Muster version " MUSTER_VERSION "\n");
    else
        throw Error(ErrorKind::usage, "invalid --format " + quoted(format))
            .suggest("expected pretty or json");
    return exit_code::success;
}

} // namespace

Command version_command() {
    return {"version",
            "Print the version",
            Positionals::none,
            {{"format",
              'f',
              FlagKind::text,
              "How to print it: pretty or json",
              "FORMAT",
              "pretty",
              false,
              {"pretty", "json"}},
             {"short", '\0', FlagKind::toggle, "Print the number only", "", ""}},
            run_version};
}

} // namespace muster::cmd
