#include "compose/reconcile/resource_steps.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/translate/hash.hpp"
#include "compose/translate/labels.hpp"
#include "compose/translate/names.hpp"

namespace muster::compose::reconcile {

using translate::find_label;
namespace label = translate::label;

namespace {

template <class Summary>
bool is_of_project(const Summary& summary, const Project& project) {
    return find_label(summary.labels, label::project) == project.name;
}

/// A resource without a recorded hash was made by something else and is left as it is.
template <class Declared, class Summary>
bool has_diverged(const Declared& declared, const Summary& summary) {
    const std::string recorded = find_label(summary.labels, label::config_hash);
    return !recorded.empty() && recorded != translate::config_hash(declared);
}

[[noreturn]] void fail_missing_external(const char* kind, const std::string& name, const std::string& key) {
    throw Error(ErrorKind::not_found,
                std::string(kind) + " " + quoted(name) + " is declared as external, but does not exist")
        .suggest("create it with 'docker " + std::string(kind) + " create " + name +
                 "', or remove 'external' from " + kind + "s." + key);
}

enum class Fetch { none, pull, build };

bool is_missing(const ObservedState& seen, const std::string& reference) {
    return !seen.images.contains(reference);
}

Fetch fetch_of_built(const Service& service, bool missing, const UpOptions& options) {
    const std::string& policy = options.pull_policy.empty() ? service.pull_policy : options.pull_policy;
    if (options.building == Building::always) return Fetch::build;
    if (options.building == Building::never) return missing ? Fetch::pull : Fetch::none;
    return policy == "build" || missing ? Fetch::build : Fetch::none;
}

/// Source: Compose spec, services.pull_policy. A service with a build section is built rather than pulled
/// when nothing is there: what the user wrote down is how it is made.
Fetch fetch_of(const Service& service, bool missing, const UpOptions& options) {
    if (service.build) return fetch_of_built(service, missing, options);
    const std::string& policy = options.pull_policy.empty() ? service.pull_policy : options.pull_policy;
    if (policy == "always") return Fetch::pull;
    if (!missing) return Fetch::none;
    if (policy == "never" || policy == "build")
        throw Error(ErrorKind::not_found, "image " + quoted(service.image) + " of service " +
                                              quoted(service.name) +
                                              " is not present, and its pull policy is " + quoted(policy));
    return Fetch::pull;
}

Reason image_reason(bool missing, const char* otherwise) {
    return {missing ? "the image is not present" : otherwise, {}};
}

class ImagePlanner {
  public:
    ImagePlanner(PlanBuilder& plan, const Project& project) : plan_(plan), project_(project) {}

    StepId pull(const Service& service, bool missing) {
        const PullImage action{translate::image_name(project_, service), service.platform};
        const auto known = pulls_.find(action.reference);
        if (known != pulls_.end()) return known->second;
        const StepId id = plan_.add({.action = action,
                                     .subject = "Image " + action.reference,
                                     .service = service.name,
                                     .after = {},
                                     .reasons = {image_reason(missing, "pull policy 'always'")},
                                     .only_if = std::nullopt});
        return pulls_.emplace(action.reference, id).first->second;
    }

    StepId build(const Service& service, bool missing) {
        return plan_.add({.action = BuildImage{service.name},
                          .subject = "Image " + translate::image_name(project_, service),
                          .service = service.name,
                          .after = {},
                          .reasons = {image_reason(missing, "a build was asked for")},
                          .only_if = std::nullopt});
    }

  private:
    PlanBuilder& plan_;
    const Project& project_;
    std::map<std::string, StepId> pulls_;
};

void add_volume(PlanBuilder& plan, ResourceSteps& steps, const Volume& volume, const std::string& key) {
    steps.volumes[key] = plan.add({.action = CreateVolume{key},
                                   .subject = "Volume " + volume.name,
                                   .service = "",
                                   .after = {},
                                   .reasons = {{"it does not exist", {"volumes", key}}},
                                   .only_if = std::nullopt});
}

void check_volume(PlanBuilder& plan, const Project& project, const std::string& key,
                  const engine::VolumeSummary& summary) {
    const Volume& volume = project.volumes.at(key);
    if (!is_of_project(summary, project))
        plan.warn(
            "volume " + quoted(volume.name) +
            " already exists but was not created for this project; use 'external: true' to say that it is "
            "meant");
    else if (has_diverged(volume, summary))
        plan.warn(
            "volume " + quoted(volume.name) +
            " is not as the compose file declares it; it is kept, because recreating it would lose its data");
}

} // namespace

std::set<std::string> diverged_networks(const Project& project, const ObservedState& seen) {
    std::set<std::string> diverged;
    for (const auto& [key, network] : project.networks) {
        const auto summary = seen.networks.find(key);
        if (network.external || summary == seen.networks.end()) continue;
        if (is_of_project(summary->second, project) && has_diverged(network, summary->second))
            diverged.insert(key);
    }
    return diverged;
}

void check_externals(const Project& project, const ObservedState& seen) {
    for (const auto& [key, network] : project.networks)
        if (network.external && !seen.networks.contains(key))
            fail_missing_external("network", network.name, key);
    for (const auto& [key, volume] : project.volumes)
        if (volume.external && !seen.volumes.contains(key)) fail_missing_external("volume", volume.name, key);
}

void add_volumes(PlanBuilder& plan, ResourceSteps& steps, const Project& project, const ObservedState& seen) {
    for (const auto& [key, volume] : project.volumes) {
        if (volume.external) continue;
        const auto summary = seen.volumes.find(key);
        if (summary == seen.volumes.end())
            add_volume(plan, steps, volume, key);
        else
            check_volume(plan, project, key, summary->second);
    }
}

void add_images(PlanBuilder& plan, ResourceSteps& steps, const Project& project, const ObservedState& seen,
                const UpOptions& options) {
    ImagePlanner images(plan, project);
    for (const auto& [name, service] : project.services) {
        if (replica_count(service) == 0) continue;
        const bool missing = is_missing(seen, translate::image_name(project, service));
        const Fetch fetch = fetch_of(service, missing, options);
        if (fetch == Fetch::pull) steps.images[name] = images.pull(service, missing);
        if (fetch == Fetch::build) steps.images[name] = images.build(service, missing);
    }
}

void add_networks(PlanBuilder& plan, ResourceSteps& steps, const Project& project, const ObservedState& seen,
                  const std::map<std::string, StepId>& removed) {
    for (const auto& [key, network] : project.networks) {
        if (network.external) continue;
        const auto summary = seen.networks.find(key);
        const auto removal = removed.find(key);
        const bool exists = summary != seen.networks.end();
        if (exists && !is_of_project(summary->second, project))
            plan.warn("a network with name " + quoted(network.name) +
                      " exists but was not created for this project; set 'external: true' to use an existing "
                      "network");
        if (exists && removal == removed.end()) continue;
        steps.networks[key] =
            plan.add({.action = CreateNetwork{key},
                      .subject = "Network " + network.name,
                      .service = "",
                      .after = exists ? std::vector<StepId>{removal->second} : std::vector<StepId>{},
                      .reasons = {{exists ? "its settings changed" : "it does not exist", {"networks", key}}},
                      .only_if = std::nullopt});
    }
}

} // namespace muster::compose::reconcile
