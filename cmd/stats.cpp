#include "base/text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/row_format.hpp"
#include "cmd/session.hpp"
#include "cmd/stats_board.hpp"
#include "cmd/stats_row.hpp"
#include "cmd/wanted_services.hpp"

#include <chrono>
#include <condition_variable>

namespace muster::cmd {

namespace {

/// In a terminal as often as Docker's tools draw, elsewhere as often as the engine has news.
constexpr std::chrono::milliseconds drawing_pause{500};
constexpr std::chrono::milliseconds printing_pause{1000};

constexpr char to_top[] = "\x1b[H";
constexpr char clear_screen[] = "\x1b[2J";
constexpr char clear_line[] = "\x1b[K";
constexpr char clear_below[] = "\x1b[J";

std::string text_of(const std::vector<StatsEntry>& entries, const RowFormat& format, Truncate truncate) {
    std::vector<TemplateData> rows;
    for (const StatsEntry& entry : entries)
        rows.push_back({stats_row(entry.container, entry.stats ? &*entry.stats : nullptr, truncate)});
    return format.render(rows);
}

/// The same text drawn over what the screen shows from its top on.
std::string drawn_over(const std::string& text) {
    std::string out = to_top;
    for (const char c : text) out += c == '\n' ? clear_line + std::string("\n") : std::string(1, c);
    return out + clear_below;
}

/// Shows the board again and again until the user has had enough.
void show(Session& session, const StatsBoard& board, const std::function<std::string()>& text,
          const std::stop_token& stop) {
    const bool draws = session.out().is_terminal();
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    if (draws) session.out().write(clear_screen);
    while (!stop.stop_requested()) {
        if (const std::string shown = text(); !shown.empty())
            session.out().write(draws ? drawn_over(shown) : shown);
        never.wait_for(lock, stop, draws ? drawing_pause : printing_pause, [] { return false; });
    }
    board.entries(); // says why, if the watch has failed
}

int run_stats(Session& session, const Flags& flags) {
    const RowFormat format(flags.text("format"), stats_layout(), session.sources());
    const Truncate truncate = flags.is_on("no-trunc") ? Truncate::no : Truncate::yes;
    const compose::Project project = session.load_or_observe();
    const WantedServices wanted(session, project, flags.arguments());
    const bool all = flags.is_on("all");
    const StatsChoice choice = [&wanted, all](const auto& container) {
        return wanted.has(container) && (all || compose::reconcile::is_running(container));
    };
    engine::Engine& engine = session.engine();
    if (flags.is_on("no-stream")) {
        session.out().write(text_of(sample_once(engine, project.name, choice), format, truncate));
        return exit_code::success;
    }
    std::stop_source stop;
    const SignalWatch::Scope scope(session.signals(), [&](int) { stop.request_stop(); });
    const StatsBoard board(engine, project.name, choice);
    show(
        session, board, [&] { return text_of(board.entries(), format, truncate); }, stop.get_token());
    return exit_code::interrupted;
}

} // namespace

Command stats_command() {
    using enum FlagKind;
    return {"stats",
            "Show what the containers use: processors, memory, networks, devices",
            Positionals::at_most_one_service,
            {{"all", 'a', toggle, "Stopped containers too", "", ""},
             row_format_flag(),
             {"no-stream", '\0', toggle, "Once, not again and again", "", ""},
             {"no-trunc", '\0', toggle, "Do not shorten anything", "", ""}},
            run_stats};
}

} // namespace muster::cmd
