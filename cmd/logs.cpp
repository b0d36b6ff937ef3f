#include "base/text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/log_reader.hpp"
#include "cmd/moment.hpp"

#include <chrono>

namespace muster::cmd {

using engine::LogOptions;

namespace {

LogChoice choose(const compose::Project& project, const Flags& flags) {
    const std::vector<std::string>& named = flags.arguments();
    require_services(project, named);
    LogChoice choice{.services = {named.begin(), named.end()}, .number = flags.number("index")};
    if (choice.number && named.size() != 1)
        throw Error(ErrorKind::usage, "--index requires one service to be selected");
    if (!named.empty()) return choice;
    for (const auto& [name, service] : project.services)
        if (service.attach.value_or(true)) choice.services.insert(name);
    return choice;
}

std::string checked_tail(const std::string& text) {
    const std::size_t sign = text.starts_with('-') ? 1 : 0;
    const bool is_number =
        text.size() > sign && text.find_first_not_of("0123456789", sign) == std::string::npos;
    if (text != "all" && !is_number)
        throw Error(ErrorKind::usage,
                    "invalid value " + quoted(text) + " for --tail: expected a number of lines or 'all'");
    return sign == 1 ? "all" : text;
}

LogOptions log_options(const Flags& flags) {
    using namespace std::chrono;
    const std::int64_t now = duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
    LogOptions options;
    options.timestamps = flags.is_on("timestamps");
    options.since = read_moment("since", flags.text("since"), now);
    options.until = read_moment("until", flags.text("until"), now);
    options.tail = checked_tail(flags.text("tail"));
    return options;
}

LogStyle log_style(Session& session, const Flags& flags) {
    return {.color = !flags.is_on("no-color") && session.has_color(session.out()),
            .prefix = !flags.is_on("no-log-prefix")};
}

int run_logs(Session& session, const Flags& flags) {
    const LogOptions options = log_options(flags);
    const compose::Project project = session.load_or_observe();
    const LogChoice choice = choose(project, flags);
    LogReader reader(session, project.name, choice, options, log_style(session, flags));
    if (flags.is_on("follow"))
        reader.follow();
    else
        reader.print_history();
    return exit_code::success;
}

} // namespace

Command logs_command() {
    using enum FlagKind;
    return {
        "logs",
        "Print what the containers have written",
        Positionals::services,
        {{"follow", 'f', toggle, "Go on with what they write until all have stopped", "", ""},
         {"index", '\0', number, "Only this replica of the service", "NUMBER", ""},
         {"no-color", '\0', toggle, "Without colours", "", ""},
         {"no-log-prefix", '\0', toggle, "Without the containers' names", "", ""},
         {"since", '\0', text, "Only what is not older than this (an age such as 10m, or a time)", "TIME",
          ""},
         {"tail", 'n', text, "Only so many of each container's last lines", "LINES", "all", false, {"all"}},
         {"timestamps", 't', toggle, "With the time of each line", "", ""},
         {"until", '\0', text, "Only what is older than this (an age such as 10m, or a time)", "TIME", ""}},
        run_logs};
}

} // namespace muster::cmd
