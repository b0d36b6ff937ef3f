#include "base/digest.hpp"
#include "cmd/execution.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/feasible.hpp"
#include "cmd/main_process.hpp"
#include "cmd/one_off_service.hpp"
#include "cmd/orphans.hpp"
#include "cmd/plan_text.hpp"
#include "cmd/provision.hpp"
#include "cmd/up_options.hpp"
#include "compose/execute/observe.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace muster::cmd {

namespace reconcile = compose::reconcile;
namespace translate = compose::translate;

namespace {

/// The container as --name, --rm and --use-aliases have it.
reconcile::OneOffContainer one_off_container(const compose::Project& project, const Flags& flags) {
    constexpr std::size_t shown_digits = 12;
    reconcile::OneOffContainer container;
    container.service = flags.arguments().front();
    container.details.slug = random_hex(64);
    container.name = flags.text("name");
    if (container.name.empty())
        container.name =
            project.name + "-" + container.service + "-run-" + container.details.slug.substr(0, shown_digits);
    if (flags.is_on("rm")) container.details.after_exit = translate::AfterExit::remove;
    if (flags.is_on("use-aliases")) container.details.aliases = translate::Aliases::of_service;
    return container;
}

/// `run` carries out a plan like any other verb: the last thing in it is the start of the one container, and
/// just before that the user is attached to the command.
class OneOffRun {
  public:
    OneOffRun(Session& session, const Undertaking& undertaking, const reconcile::OneOffContainer& container,
              const Flags& flags)
        : session_(session), container_(container), is_detached_(flags.is_on("detach")),
          has_input_(flags.is_on("interactive")), execution_(session, undertaking) {
        execution_.runner().set_before_start([this](const std::string& name, const std::string& id) {
            if (name == container_.name) attach(id);
        });
    }

    int run() {
        const int code = bring_up();
        if (code != exit_code::success) {
            clean_up();
            return code;
        }
        session_.unlock_project();
        if (process_) return process_->run();
        session_.out().write(id_ + "\n");
        return exit_code::success;
    }

  private:
    int bring_up() {
        const SignalWatch::Scope scope(session_.signals(), [this](int count) {
            if (count > 1) std::_Exit(exit_code::interrupted);
            execution_.runner().interrupt();
        });
        return execution_.run();
    }

    void attach(const std::string& id) {
        id_ = id;
        if (!is_detached_)
            process_.emplace(
                session_,
                MainProcess{.container = id, .has_input = has_input_, .detach_keys = session_.detach_keys()});
    }

    /// What was made for one command that never ran is of no use to anybody.
    void clean_up() {
        process_.reset();
        if (id_.empty()) return;
        try {
            session_.engine().remove_container(id_, engine::Engine::RemoveVolumes::anonymous);
        } catch (const Error& error) {
            session_.warn(error);
        }
    }

    Session& session_;
    const reconcile::OneOffContainer& container_;
    const bool is_detached_;
    const bool has_input_;
    Execution execution_;
    std::string id_; ///< once it has been created
    std::optional<AttachedProcess> process_;
};

reconcile::UpOptions run_options(Session& session, const Flags& flags) {
    reconcile::UpOptions options;
    options.services = {flags.arguments().front()};
    if (flags.is_on("build")) options.building = reconcile::Building::always;
    options.pull_policy = pull_policy(flags);
    options.orphans =
        removes_orphans(session, flags) ? reconcile::Orphans::remove : reconcile::Orphans::ignore;
    return options;
}

int run_run(Session& session, const Flags& flags) {
    if (flags.is_on("quiet")) session.quieten();
    const std::string service = flags.arguments().front();
    reconcile::UpOptions options = run_options(session, flags);
    compose::load::LoadedProject loaded = session.load(std::vector{service});
    require_services(loaded.project, {service});
    if (flags.is_on("no-deps")) drop_dependencies(loaded.project, {service});
    const reconcile::OneOffContainer container = one_off_container(loaded.project, flags);
    apply_one_off_flags(session, loaded.project, flags, container.name);
    options.one_off = container;
    require_feasible(session, loaded);
    session.lock_project(loaded.project.name, "run");
    if (const auto code = provide(session, loaded)) return *code;
    const auto seen =
        compose::execute::observe(session.engine(), loaded.project, compose::execute::ObserveDepth::changes);
    const auto plan = reconcile::plan_up(loaded.project, seen, options);
    print_warnings(session, plan);
    if (session.is_dry_run()) {
        session.out().write(plan_text(loaded.project.name, plan, locate_in(loaded, session.sources())));
        return exit_code::success;
    }
    const Undertaking undertaking{"run", loaded.project, seen, plan, std::nullopt, &loaded, muted_by(flags)};
    return OneOffRun(session, undertaking, container, flags).run();
}

} // namespace

Command run_command() {
    using enum FlagKind;
    std::vector<FlagSpec> flags = one_off_flags();
    flags.insert(flags.end(),
                 {{"build", '\0', toggle, "Build the image first", "", ""},
                  {"detach", 'd', toggle, "Leave the command running, and print its container's id", "", ""},
                  {"name", '\0', text, "Name of the container", "NAME", ""},
                  {"no-deps", '\0', toggle, "Leave dependencies alone", "", ""},
                  {"pull",
                   '\0',
                   text,
                   "When to pull images: always, missing, never or build",
                   "POLICY",
                   "",
                   false,
                   {"always", "missing", "never", "build"}},
                  {"quiet", 'q', toggle, "Show nothing but what the command prints", "", ""},
                  {"quiet-build", '\0', toggle, "Do not show how builds get on", "", ""},
                  {"quiet-pull", '\0', toggle, "Do not show how pulls get on", "", ""},
                  remove_orphans_flag(),
                  {"rm", '\0', toggle, "Remove the container when the command has ended", "", ""},
                  {"use-aliases", '\0', toggle, "Give it the service's aliases in its networks", "", ""}});
    std::sort(flags.begin(), flags.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return {"run", "Run a single command in a new container of a service",
            Positionals::service_and_own_command, std::move(flags), run_run};
}

} // namespace muster::cmd
