#include "cmd/provision.hpp"

#include "base/text.hpp"
#include "cmd/execution.hpp"
#include "cmd/exit_code.hpp"
#include "compose/reconcile/plan_providers.hpp"

#include <cstdlib>

namespace muster::cmd {

namespace {

using Variables = std::map<std::string, std::string>;

void give_variables(Session& session, compose::Service& service, const std::string& provider,
                    const Variables& variables) {
    for (const auto& [name, value] : variables) {
        const auto [entry, is_new] = service.environment.entries.insert_or_assign(name, value);
        if (!is_new)
            session.warn("variable " + quoted(name) + " of service " + quoted(service.name) +
                         " is what the provider of " + quoted(provider) + " says, not what stands in the " +
                         "compose file");
    }
}

void warn_of_unknown(Session& session, const compose::Project& project,
                     const compose::reconcile::Plan& plan) {
    for (const auto& step : plan.steps)
        for (const auto& [name, service] : project.services)
            if (service.depends_on.contains(step.service))
                session.warn("what the provider of " + quoted(step.service) + " would tell service " +
                             quoted(name) + " is not known before it is run");
}

} // namespace

std::optional<int> provide(Session& session, compose::load::LoadedProject& loaded) {
    const auto plan = compose::reconcile::plan_providers(loaded.project);
    if (plan.empty()) return std::nullopt;
    if (session.is_dry_run()) {
        warn_of_unknown(session, loaded.project, plan);
        return std::nullopt;
    }
    const compose::reconcile::ObservedState nothing_seen;
    const Undertaking undertaking{"provide", loaded.project, nothing_seen, plan, std::nullopt, &loaded};
    Execution execution(session, undertaking);
    const SignalWatch::Scope scope(session.signals(), [&](int count) {
        if (count > 1) std::_Exit(exit_code::interrupted);
        execution.runner().interrupt();
    });
    const int code = execution.run();
    if (code != exit_code::success) return code;
    for (const auto& [provider, variables] : execution.runner().outcomes().variables())
        for (auto& [name, service] : loaded.project.services)
            if (service.depends_on.contains(provider)) give_variables(session, service, provider, variables);
    return std::nullopt;
}

} // namespace muster::cmd
