#include "base/text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/process_text.hpp"
#include "cmd/session.hpp"
#include "cmd/wanted_services.hpp"
#include "compose/execute/observe.hpp"

namespace muster::cmd {

namespace {

/// Nothing when the container has stopped meanwhile.
std::optional<engine::ProcessTable> find_processes(engine::Engine& engine, const std::string& container) {
    try {
        return engine.list_processes(container);
    } catch (const Error& error) {
        if (error.kind != ErrorKind::conflict && error.kind != ErrorKind::not_found) throw;
        return std::nullopt;
    }
}

int run_top(Session& session, const Flags& flags) {
    const compose::Project project = session.load_or_observe();
    const WantedServices wanted(session, project, flags.arguments());
    std::vector<ContainerProcesses> found;
    for (const auto& container : compose::execute::observe_containers(session.engine(), project.name)) {
        if (!wanted.has(container) || !compose::reconcile::is_running(container)) continue;
        if (auto table = find_processes(session.engine(), container.summary.id))
            found.push_back({container.service, container.number, std::move(*table)});
    }
    session.out().write(process_text(found));
    return exit_code::success;
}

} // namespace

Command top_command() {
    return {"top", "Print the processes in the running containers", Positionals::services, {}, run_top};
}

} // namespace muster::cmd
