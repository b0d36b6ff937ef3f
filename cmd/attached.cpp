#include "cmd/attached.hpp"

#include "base/text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/log_printer.hpp"
#include "cmd/moment.hpp"
#include "compose/execute/life_watch.hpp"
#include "compose/execute/log_follower.hpp"
#include "compose/execute/observe.hpp"
#include "compose/reconcile/planners.hpp"
#include "compose/translate/names.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace muster::cmd {

namespace reconcile = compose::reconcile;
using compose::execute::ContainerEnd;
using compose::execute::LifeWatch;
using compose::execute::LogFollower;
using reconcile::ObservedContainer;

namespace {

LogStyle log_style(const Session& session, const Stream& out, const AttachOptions& options) {
    return {.color = options.color && session.has_color(out),
            .prefix = options.prefix,
            .stamp = options.timestamps ? current_moment : nullptr};
}

/// Why nobody needs to wait any longer.
enum class Verdict { none, interrupted, aborted, engine_lost };

class AttachedUp {
  public:
    AttachedUp(Session& session, const Undertaking& undertaking, const AttachOptions& options)
        : session_(session), undertaking_(undertaking), options_(options), execution_(session, undertaking),
          view_(&execution_.view()),
          printer_(session.out(), session.err(), log_style(session, session.out(), options),
                   [this](const auto& print) { view_.load()->print_aside(print); }),
          follower_(session.engine(),
                    {.on_output = [this](const std::string& name, engine::OutputStream stream,
                                         std::string_view bytes) { printer_.feed(name, stream, bytes); },
                     .on_end = [this](const ContainerEnd& end) { printer_.announce_end(end); },
                     .on_error = [this](const std::string&, const Error& error) { warn(error); }}) {}

    int run() {
        const SignalWatch::Scope scope(session_.signals(), [this](int count) { on_interrupt(count); });
        announce_sources();
        const LifeWatch lives(
            session_.engine(), undertaking_.project.name,
            {.on_start = [this](const auto& container) { on_start(container); },
             .on_end = [this](const auto& container, const ContainerEnd& end) { on_end(container, end); },
             .on_lost = [this](const Error& error) { on_lost(error); }});
        execution_.runner().set_before_start(
            [this](const std::string& name, const std::string& id) { before_start(name, id); });
        print_hooks_of(execution_);
        follow_running();
        const int code = execution_.run();
        const Verdict verdict = code == exit_code::success ? wait_for_end() : current_verdict();
        switch (verdict) {
        case Verdict::none: return code == exit_code::success ? last_words(code) : silence(code);
        case Verdict::interrupted: return stop_containers(), last_words(exit_code::interrupted);
        case Verdict::aborted: return abort();
        case Verdict::engine_lost: return silence(exit_code::failure);
        }
        return code;
    }

  private:
    std::string short_name(const std::string& container) const {
        return compose::translate::short_name(undertaking_.project.name, container);
    }

    /// The service of a container that the plan touches or leaves as it is; "" when there is none.
    std::string service_of(const std::string& container) const {
        for (const auto& step : undertaking_.plan.steps)
            if (step.subject == "Container " + container) return step.service;
        for (const auto& seen : undertaking_.seen.containers)
            if (seen.summary.name == container) return seen.service;
        return {};
    }

    /// What hooks print stands among the lines of their containers: "web-1 -> | ready".
    void print_hooks_of(Execution& execution) {
        execution.set_hook_output([this](const std::string& container, const std::string& line) {
            if (is_shown(service_of(container)))
                printer_.feed(short_name(container) + " ->", engine::OutputStream::standard_output,
                              line + "\n");
        });
    }

    bool is_shown(const std::string& service) const { return options_.shown.contains(service); }
    bool is_watched(const std::string& service) const { return options_.watched.contains(service); }

    /// Names first, so that the prefix column has its width before the first line.
    void announce_sources() {
        std::set<std::string> names;
        for (const auto& step : undertaking_.plan.steps)
            if (const auto* start = std::get_if<reconcile::StartContainer>(&step.action))
                names.insert(start->container.name);
        for (const auto* container : kept_running()) names.insert(container->summary.name);
        std::vector<std::string> shown;
        for (const std::string& name : names)
            if (is_shown(service_of(name))) shown.push_back(short_name(name));
        for (const std::string& name : shown) printer_.add_source(name);
        if (!shown.empty()) session_.err().write("Attaching to " + join(shown, ", ") + "\n");
    }

    std::vector<const ObservedContainer*> kept_running() const {
        std::vector<const ObservedContainer*> kept;
        for (const auto& unchanged : undertaking_.plan.unchanged)
            for (const auto& container : undertaking_.seen.containers)
                if (unchanged.subject == "Container " + container.summary.name && is_running(container))
                    kept.push_back(&container);
        return kept;
    }

    /// Only what still runs, now that no end can be missed any more.
    void follow_running() {
        const auto kept = kept_running();
        if (kept.empty()) return;
        std::set<std::string> running;
        for (const auto& container :
             compose::execute::observe_containers(session_.engine(), undertaking_.project.name))
            if (is_running(container)) running.insert(container.summary.id);
        for (const auto* container : kept)
            if (running.contains(container->summary.id)) follow(*container);
    }

    void follow(const ObservedContainer& container) {
        engine::LogOptions from_now;
        from_now.tail = "0";
        if (is_watched(container.service)) note_alive(container.summary.id);
        if (is_shown(container.service))
            follower_.follow_running(short_name(container.summary.name), container.summary.id, from_now);
    }

    void note_alive(const std::string& id) {
        const std::lock_guard lock(mutex_);
        alive_.insert(id);
    }

    void before_start(const std::string& name, const std::string& id) {
        const std::string service = service_of(name);
        if (is_watched(service)) note_alive(id);
        if (!is_shown(service)) return;
        {
            const std::lock_guard lock(mutex_);
            expected_.insert(id);
        }
        follower_.attach_before_start(short_name(name), id);
    }

    // What the engine tells of the project's containers, whoever starts and stops them

    void on_start(const ObservedContainer& container) {
        const std::string& id = container.summary.id;
        if (container.kind == reconcile::ContainerKind::one_off) return;
        if (is_watched(container.service)) note_alive(id);
        {
            const std::lock_guard lock(mutex_);
            if (expected_.erase(id) > 0) return;
        }
        if (is_shown(container.service)) join_in(container);
    }

    /// Somebody else has started it: another `up --scale`, `start`, `restart`.
    void join_in(const ObservedContainer& container) {
        const auto details = session_.engine().find_container(container.summary.id);
        const std::string name = short_name(container.summary.name);
        printer_.add_source(name);
        follower_.follow_running(name, container.summary.id, {},
                                 details ? compose::execute::end_of_previous_run(*details) : 0);
    }

    void on_end(const ObservedContainer& container, const ContainerEnd& end) {
        const std::lock_guard lock(mutex_);
        if (!alive_.contains(container.summary.id)) return;
        if (!end.restarts) alive_.erase(container.summary.id);
        if (is_abortion(end) && verdict_ == Verdict::none) {
            verdict_ = Verdict::aborted;
            first_code_ = static_cast<int>(end.exit_code);
            execution_.runner().interrupt();
        }
        changed_.notify_all();
    }

    bool is_abortion(const ContainerEnd& end) const {
        switch (options_.end) {
        case SessionEnd::all_ended: return false;
        case SessionEnd::first_end: return true;
        case SessionEnd::first_failure: return end.exit_code != 0;
        }
        return false;
    }

    void on_lost(const Error& error) {
        warn(error);
        decide(Verdict::engine_lost);
    }

    void decide(Verdict verdict) {
        const std::lock_guard lock(mutex_);
        if (verdict_ == Verdict::none) verdict_ = verdict;
        changed_.notify_all();
    }

    Verdict current_verdict() {
        const std::lock_guard lock(mutex_);
        return verdict_;
    }

    /// Others may change the project meanwhile, unless it is over already.
    Verdict wait_for_end() {
        std::unique_lock lock(mutex_);
        if (verdict_ == Verdict::none) session_.unlock_project();
        changed_.wait(lock, [this] { return verdict_ != Verdict::none || alive_.empty(); });
        return verdict_;
    }

    void warn(const Error& error) {
        view_.load()->print_aside([&] { session_.warn(error); });
    }

    void say(const std::string& text) {
        view_.load()->print_aside([&] { session_.err().write(text + "\n"); });
    }

    void on_interrupt(int count) {
        if (count == 1) {
            // In 'up | tee log', Ctrl-C ends the reader too. The stop is the last of the work: it never ends
            // here.
            session_.out().begin_work();
            session_.err().begin_work();
            say("\nGracefully stopping... press Ctrl+C again to force");
            decide(Verdict::interrupted);
            execution_.runner().interrupt();
        } else if (count == 2) {
            say("Killing the containers...");
            // On a thread of its own: the third Ctrl-C is heard even when the engine hangs.
            killer_ = std::jthread([this] { kill_containers(); });
        } else {
            std::_Exit(exit_code::interrupted);
        }
    }

    int abort() {
        say("Aborting on container exit...");
        stop_containers();
        const int code =
            options_.exit_code_from.empty() ? first_code_ : exit_code_of(options_.exit_code_from);
        return last_words(code);
    }

    int exit_code_of(const std::string& service) {
        for (const auto& container :
             compose::execute::observe_containers(session_.engine(), undertaking_.project.name))
            if (container.service == service && container.kind == reconcile::ContainerKind::replica)
                if (const auto details = session_.engine().find_container(container.summary.id))
                    return static_cast<int>(details->exit_code);
        return first_code_;
    }

    /// Prints what the watched containers still have to say; they have ended. Others may go on.
    int last_words(int code) {
        const bool are_all_over = std::includes(options_.watched.begin(), options_.watched.end(),
                                                options_.shown.begin(), options_.shown.end());
        if (are_all_over) follower_.wait();
        return silence(code);
    }

    int silence(int code) {
        follower_.stop();
        return code;
    }

    void stop_containers() {
        session_.lock_project(undertaking_.project.name, "up", forced_.get_token());
        const auto seen = compose::execute::observe(session_.engine(), undertaking_.project,
                                                    compose::execute::ObserveDepth::containers);
        const reconcile::LifecycleOptions options{.services = options_.watched, .timeout = options_.timeout};
        const reconcile::Plan plan = reconcile::plan_stop(undertaking_.project, seen, options);
        const Undertaking stopping{"stop", undertaking_.project, seen, plan, std::nullopt};
        Execution execution(session_, stopping);
        print_hooks_of(execution);
        view_ = &execution.view();
        execution.run();
        view_ = &execution_.view();
    }

    /// Runs beside a stop that takes too long for the user; the stop then finds its containers gone.
    void kill_containers() {
        try {
            for (const auto& container :
                 compose::execute::observe_containers(session_.engine(), undertaking_.project.name))
                if (reconcile::is_running(container) && is_watched(container.service)) kill(container);
        } catch (const Error& error) {
            warn(error);
        }
        forced_.request_stop();
    }

    void kill(const ObservedContainer& container) {
        try {
            session_.engine().kill_container(container.summary.id, "SIGKILL");
        } catch (const Error& error) {
            warn(error);
        }
    }

    Session& session_;
    const Undertaking& undertaking_;
    const AttachOptions& options_;
    Execution execution_;
    std::atomic<ProgressView*> view_; ///< what is drawn on the screen at the moment
    std::stop_source forced_;         ///< the user will not wait for anything any more
    std::mutex mutex_;                ///< guards the next five
    std::condition_variable changed_;
    std::set<std::string> alive_;    ///< ids of watched containers that run, or are about to
    std::set<std::string> expected_; ///< ids of attached containers whose start was not told yet
    Verdict verdict_ = Verdict::none;
    int first_code_ = 0; ///< of the container whose end aborted the session
    LogPrinter printer_;
    LogFollower follower_;
    std::jthread killer_; // last, so that it ends before what it uses
};

} // namespace

int run_attached(Session& session, const Undertaking& undertaking, const AttachOptions& options) {
    print_warnings(session, undertaking.plan);
    return AttachedUp(session, undertaking, options).run();
}

} // namespace muster::cmd
