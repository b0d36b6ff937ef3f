#include "compose/reconcile/plan_providers.hpp"

#include "compose/graph/order.hpp"

#include <map>

namespace muster::compose::reconcile {

Step provider_step(const std::string& service, ProviderVerb verb, std::vector<StepId> after) {
    return {.action = RunProvider{service, verb},
            .subject = "Service " + service,
            .service = service,
            .after = std::move(after),
            .reasons = {},
            .only_if = {}};
}

Plan plan_providers(const Project& project) {
    Plan plan;
    std::map<std::string, StepId> steps;
    for (const std::string& name : graph::dependency_order(project)) {
        if (!project.services.at(name).provider) continue;
        std::vector<StepId> after;
        for (const auto& [dependency, terms] : project.services.at(name).depends_on)
            if (const auto step = steps.find(dependency); step != steps.end()) after.push_back(step->second);
        steps[name] = plan.steps.size();
        plan.steps.push_back(provider_step(name, ProviderVerb::up, std::move(after)));
    }
    return plan;
}

} // namespace muster::compose::reconcile
