#include "cmd/event_text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/moment.hpp"
#include "cmd/session.hpp"
#include "compose/translate/labels.hpp"

#include <chrono>
#include <set>

namespace muster::cmd {

namespace translate = compose::translate;

namespace {

engine::EventQuery query_of(const Flags& flags) {
    using namespace std::chrono;
    const std::int64_t now = duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
    return {.since = read_moment("since", flags.text("since"), now),
            .until = read_moment("until", flags.text("until"), now)};
}

/// Which events to show: those of containers of the named services, or of all; not those of one-off
/// containers.
class EventChoice {
  public:
    explicit EventChoice(const std::vector<std::string>& services)
        : services_(services.begin(), services.end()) {}

    bool has(const engine::Event& event) const {
        if (event.type != "container") return false;
        if (translate::find_label(event.attributes, translate::label::oneoff) == "True") return false;
        const std::string service = translate::find_label(event.attributes, translate::label::service);
        return services_.empty() ? !service.empty() : services_.contains(service);
    }

  private:
    std::set<std::string> services_;
};

int run_events(Session& session, const Flags& flags) {
    engine::EventQuery query = query_of(flags);
    const compose::Project project = session.load_or_observe();
    require_services(project, flags.arguments());
    query.labels = {translate::label_filter(translate::label::project, project.name)};
    const EventChoice choice(flags.arguments());
    const bool as_json = flags.is_on("json");
    const auto print = [&](const engine::Event& event) {
        if (choice.has(event)) session.out().write(as_json ? event_json(event) : event_text(event));
    };
    std::stop_source stop;
    engine::Engine& engine = session.engine();
    const SignalWatch::Scope scope(session.signals(), [&](int) { stop.request_stop(); });
    engine.watch_events(query, nullptr, print, stop.get_token());
    return stop.stop_requested() ? exit_code::interrupted : exit_code::success;
}

} // namespace

Command events_command() {
    using enum FlagKind;
    return {"events",
            "Print what happens to the project's containers as it happens",
            Positionals::services,
            {{"json", '\0', toggle, "Each event as one line of JSON", "", ""},
             {"since", '\0', text, "Begin with what has happened since (an age such as 10m, or a time)",
              "TIME", ""},
             {"until", '\0', text, "End at this moment (an age such as 10m, or a time)", "TIME", ""}},
            run_events};
}

} // namespace muster::cmd
