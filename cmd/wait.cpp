#include "base/go_json.hpp"
#include "base/text.hpp"
#include "cmd/down.hpp"
#include "cmd/exit_code.hpp"
#include "compose/execute/observe.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace muster::cmd {

using compose::reconcile::ObservedContainer;

namespace {

/// Until when to wait.
enum class Until { first_exit, last_exit };

/// Waits for several containers at once and tells of each that ends.
class ExitWatch {
  public:
    ExitWatch(Session& session, std::vector<std::string> containers, Until until)
        : session_(session), containers_(std::move(containers)), until_(until) {}

    /// The code of the container that ended last. Throws what a wait has thrown.
    int run() {
        const SignalWatch::Scope scope(session_.signals(), [this](int) {
            is_interrupted_ = true;
            stop_.request_stop();
        });
        {
            std::vector<std::jthread> waits;
            for (const std::string& container : containers_)
                waits.emplace_back([this, &container] { wait_for(container); });
        }
        if (failure_) std::rethrow_exception(failure_);
        return is_interrupted_ ? exit_code::interrupted : code_;
    }

  private:
    void wait_for(const std::string& container) {
        try {
            const std::int64_t code = session_.engine().wait_container(container, stop_.get_token(),
                                                                       engine::Engine::WaitFor::not_running);
            if (!stop_.stop_requested()) announce(container, code);
        } catch (...) {
            const std::lock_guard lock(mutex_);
            failure_ = std::current_exception();
            stop_.request_stop();
        }
    }

    void announce(const std::string& container, std::int64_t code) {
        const std::lock_guard lock(mutex_);
        if (stop_.stop_requested()) return;
        session_.out().write("container " + to_go_json(Value(container)) + " exited with status code " +
                             std::to_string(code) + "\n");
        code_ = static_cast<int>(code);
        if (until_ == Until::first_exit) stop_.request_stop();
    }

    Session& session_;
    const std::vector<std::string> containers_; ///< ids
    const Until until_;
    std::stop_source stop_;
    std::mutex mutex_;
    int code_ = exit_code::success; ///< guarded by mutex_
    std::exception_ptr failure_;    ///< guarded by mutex_
    std::atomic<bool> is_interrupted_ = false;
};

std::vector<std::string> running_containers(Session& session, const std::string& project,
                                            const std::vector<std::string>& services) {
    std::vector<std::string> ids;
    for (const ObservedContainer& container :
         compose::execute::observe_containers(session.engine(), project)) {
        const bool is_named =
            std::find(services.begin(), services.end(), container.service) != services.end();
        if (is_named && compose::reconcile::is_running(container)) ids.push_back(container.summary.id);
    }
    return ids;
}

int run_wait(Session& session, const Flags& flags) {
    const compose::Project project = session.load_or_observe();
    require_services(project, flags.arguments());
    std::vector<std::string> containers = running_containers(session, project.name, flags.arguments());
    if (containers.empty())
        throw Error(ErrorKind::not_found, "no containers for project " + quoted(project.name) +
                                              ": none of the services is running");
    const bool takes_down = flags.is_on("down-project");
    const int code =
        ExitWatch(session, std::move(containers), takes_down ? Until::first_exit : Until::last_exit).run();
    if (!takes_down || code == exit_code::interrupted) return code;
    compose::reconcile::DownOptions options;
    options.orphans = compose::reconcile::Orphans::remove;
    const int down_code = take_down(session, project, options);
    return down_code == exit_code::success ? code : down_code;
}

} // namespace

Command wait_command() {
    return {"wait",
            "Wait until the services' containers have ended, and exit as the last of them did",
            Positionals::some_services,
            {{"down-project", '\0', FlagKind::toggle,
              "Take the project down when the first of them has ended", "", ""}},
            run_wait};
}

} // namespace muster::cmd
