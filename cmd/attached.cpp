#include "cmd/attached.hpp"

#include "base/text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/log_printer.hpp"
#include "compose/execute/log_follower.hpp"
#include "compose/execute/observe.hpp"
#include "compose/reconcile/planners.hpp"
#include "compose/translate/names.hpp"

#include <atomic>

namespace muster::cmd {

namespace reconcile = compose::reconcile;
using compose::execute::ContainerEnd;
using compose::execute::LogFollower;

namespace {

/// The services whose containers the plan touches or leaves running: those that a Ctrl-C stops.
std::set<std::string> service_names(const compose::Project& project) {
    std::set<std::string> names;
    for (const auto& [name, service] : project.services) names.insert(name);
    return names;
}

class AttachedUp {
  public:
    AttachedUp(Session& session, const Undertaking& undertaking, const AttachOptions& options)
        : session_(session), undertaking_(undertaking), options_(options), execution_(session, undertaking),
          printer_(session.out(), session.err(),
                   {.color = options.color && session.has_color(session.out()), .prefix = options.prefix},
                   [this](const auto& print) { execution_.view().print_aside(print); }),
          follower_(session.engine(),
                    {.on_output = [this](const std::string& name, engine::OutputStream stream,
                                         std::string_view bytes) { printer_.feed(name, stream, bytes); },
                     .on_end = [this](const ContainerEnd& end) { announce_end(end); },
                     .on_error = [this](const std::string&, const Error& error) { warn(error); }}) {}

    int run() {
        const SignalWatch::Scope scope(session_.signals(), [this](int count) { on_interrupt(count); });
        announce_sources();
        execution_.runner().set_before_start([this](const std::string& name, const std::string& id) {
            if (is_attached(name)) follower_.attach_before_start(short_name(name), id);
        });
        follow_running();
        const int code = execution_.run();
        if (code == exit_code::success)
            follower_.wait();
        else
            follower_.stop();
        return interrupts_ > 0 ? stop_containers() : code;
    }

  private:
    std::string short_name(const std::string& container) const {
        return compose::translate::short_name(undertaking_.project.name, container);
    }

    const compose::Service* service_of(const std::string& container) const {
        for (const auto& step : undertaking_.plan.steps)
            if (step.subject == "Container " + container) return find_service(step.service);
        for (const auto& seen : undertaking_.seen.containers)
            if (seen.summary.name == container) return find_service(seen.service);
        return nullptr;
    }

    const compose::Service* find_service(const std::string& name) const {
        const auto found = undertaking_.project.services.find(name);
        return found == undertaking_.project.services.end() ? nullptr : &found->second;
    }

    bool is_attached(const std::string& container) const {
        const compose::Service* service = service_of(container);
        return service && service->attach.value_or(true);
    }

    /// Names first, so that the prefix column has its width before the first line.
    void announce_sources() {
        std::set<std::string> names;
        for (const auto& step : undertaking_.plan.steps)
            if (const auto* start = std::get_if<reconcile::StartContainer>(&step.action))
                names.insert(start->container.name);
        for (const auto& container : kept_running()) names.insert(container->summary.name);
        std::vector<std::string> shown;
        for (const std::string& name : names)
            if (is_attached(name)) shown.push_back(short_name(name));
        for (const std::string& name : shown) printer_.add_source(name);
        if (!shown.empty()) session_.err().write("Attaching to " + join(shown, ", ") + "\n");
    }

    std::vector<const reconcile::ObservedContainer*> kept_running() const {
        std::vector<const reconcile::ObservedContainer*> kept;
        for (const auto& unchanged : undertaking_.plan.unchanged)
            for (const auto& container : undertaking_.seen.containers)
                if (unchanged.subject == "Container " + container.summary.name && is_running(container))
                    kept.push_back(&container);
        return kept;
    }

    void follow_running() {
        engine::LogOptions from_now;
        from_now.tail = "0";
        for (const auto* container : kept_running())
            if (is_attached(container->summary.name))
                follower_.follow_running(short_name(container->summary.name), container->summary.id,
                                         from_now);
    }

    void warn(const Error& error) {
        execution_.view().print_aside([&] { session_.warn(error); });
    }

    void announce_end(const ContainerEnd& end) {
        printer_.end_source(end.name);
        printer_.announce(end.name + " exited with code " + std::to_string(end.exit_code) +
                          (end.restarts ? " (restarting)" : ""));
    }

    void on_interrupt(int count) {
        interrupts_ = count;
        if (count == 1) {
            execution_.view().print_aside(
                [this] { session_.err().write("\nGracefully stopping... press Ctrl+C again to force\n"); });
            execution_.runner().interrupt();
            follower_.stop();
        } else if (count == 2) {
            kill_containers();
        } else {
            std::_Exit(exit_code::interrupted);
        }
    }

    int stop_containers() {
        const auto seen = compose::execute::observe(session_.engine(), undertaking_.project,
                                                    compose::execute::ObserveDepth::containers);
        const reconcile::LifecycleOptions options{.services = service_names(undertaking_.project),
                                                  .timeout = options_.timeout};
        const reconcile::Plan plan = reconcile::plan_stop(undertaking_.project, seen, options);
        const Undertaking stopping{"stop", undertaking_.project, seen, plan, std::nullopt};
        Execution(session_, stopping).run();
        return exit_code::interrupted;
    }

    /// Runs beside a stop that takes too long for the user; the stop then finds its containers gone.
    void kill_containers() {
        for (const auto& container :
             compose::execute::observe_containers(session_.engine(), undertaking_.project.name)) {
            if (!reconcile::is_running(container)) continue;
            try {
                session_.engine().kill_container(container.summary.id, "SIGKILL");
            } catch (const Error& error) {
                session_.warn(error);
            }
        }
    }

    Session& session_;
    const Undertaking& undertaking_;
    const AttachOptions& options_;
    Execution execution_;
    LogPrinter printer_;
    LogFollower follower_;
    std::atomic<int> interrupts_ = 0;
};

} // namespace

std::vector<FlagSpec> attach_flags() {
    using enum FlagKind;
    return {{"no-color", '\0', toggle, "Print the containers' output without colours", "", ""},
            {"no-log-prefix", '\0', toggle, "Print the containers' output without their names", "", ""}};
}

AttachOptions attach_options(const Flags& flags) {
    return {.color = !flags.is_on("no-color"),
            .prefix = !flags.is_on("no-log-prefix"),
            .timeout = flags.number("timeout")};
}

int run_attached(Session& session, const Undertaking& undertaking, const AttachOptions& options) {
    print_warnings(session, undertaking.plan);
    return AttachedUp(session, undertaking, options).run();
}

} // namespace muster::cmd
