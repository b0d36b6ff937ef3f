#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/reconcile/planners.hpp"
#include "compose/translate/names.hpp"

#include <map>

namespace muster::compose::reconcile {

namespace {

bool is_selected(const std::set<std::string>& named, const std::string& service) {
    return named.empty() || named.contains(service);
}

Step image_step(Action action, const std::string& reference, const Service& service) {
    return {.action = std::move(action),
            .subject = "Image " + reference,
            .service = service.name,
            .after = {},
            .reasons = {},
            .only_if = {}};
}

bool is_pulled(const Service& service, const PullOptions& options) {
    const std::string policy = options.policy.empty() ? service.pull_policy : options.policy;
    if (service.image.empty() || policy == "never" || policy == "build") return false;
    if (service.build && options.buildable == PullOptions::Buildable::leave) return false;
    const bool may_be_there = policy == "missing" || policy == "if_not_present";
    return !may_be_there || !options.present.contains(service.image);
}

} // namespace

Plan plan_build(const Project& project, const BuildOptions& options) {
    Plan plan;
    std::map<std::string, std::pair<StepId, const Service*>> last_builds; // by reference
    for (const auto& [name, service] : project.services) {
        if (!is_selected(options.services, name)) continue;
        if (!service.build) {
            if (options.services.empty()) continue;
            throw Error(ErrorKind::usage, "service " + quoted(name) + " has no build section");
        }
        const std::string reference = translate::image_name(project, service);
        const auto last = last_builds.find(reference);
        if (last != last_builds.end() && last->second.second->build == service.build) continue;
        Step step = image_step(BuildImage{name}, reference, service);
        if (last != last_builds.end()) step.after = {last->second.first};
        last_builds[reference] = {plan.steps.size(), &service};
        plan.steps.push_back(std::move(step));
    }
    if (plan.empty()) plan.warnings.push_back("no service of the project has a build section");
    return plan;
}

Plan plan_pull(const Project& project, const PullOptions& options) {
    Plan plan;
    std::set<std::string> references;
    for (const auto& [name, service] : project.services) {
        if (!is_selected(options.services, name) || !is_pulled(service, options)) continue;
        if (references.insert(service.image).second)
            plan.steps.push_back(
                image_step(PullImage{service.image, service.platform}, service.image, service));
    }
    return plan;
}

} // namespace muster::compose::reconcile
