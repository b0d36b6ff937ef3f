#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/reconcile/planners.hpp"
#include "compose/translate/names.hpp"

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
            .only_if = std::nullopt};
}

} // namespace

Plan plan_build(const Project& project, const BuildOptions& options) {
    Plan plan;
    for (const auto& [name, service] : project.services) {
        if (!is_selected(options.services, name)) continue;
        if (service.build)
            plan.steps.push_back(
                image_step(BuildImage{name}, translate::image_name(project, service), service));
        else if (!options.services.empty())
            throw Error(ErrorKind::usage, "service " + quoted(name) + " has no build section");
    }
    if (plan.empty()) plan.warnings.push_back("no service of the project has a build section");
    return plan;
}

Plan plan_pull(const Project& project, const PullOptions& options) {
    Plan plan;
    std::set<std::string> references;
    for (const auto& [name, service] : project.services) {
        if (!is_selected(options.services, name) || service.build || service.pull_policy == "never") continue;
        if (references.insert(service.image).second)
            plan.steps.push_back(
                image_step(PullImage{service.image, service.platform}, service.image, service));
    }
    return plan;
}

} // namespace muster::compose::reconcile
