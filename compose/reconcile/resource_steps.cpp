#include "compose/reconcile/resource_steps.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/translate/hash.hpp"
#include "compose/translate/labels.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>

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

[[noreturn]] void fail_missing_image(const Project& project, const Service& service, const char* why) {
    throw Error(ErrorKind::not_found, "image " + quoted(translate::image_name(project, service)) +
                                          " of service " + quoted(service.name) + " is not present, and " +
                                          why);
}

/// Decides what is done about each image, and plans it once however many services use the image.
class ImagePlanner {
  public:
    ImagePlanner(PlanBuilder& plan, const Project& project, const ObservedState& seen,
                 const UpOptions& options)
        : plan_(plan), project_(project), seen_(seen), options_(options) {}

    std::map<std::string, StepId> run() {
        for (const auto& [name, service] : project_.services)
            if (service.build && fetch_of(service) == Fetch::build) build(service);
        for (const auto& [name, service] : project_.services)
            if (!steps_.contains(image_of(service)) && fetch_of(service) == Fetch::pull) pull(service);
        return std::move(steps_);
    }

  private:
    std::string image_of(const Service& service) const { return translate::image_name(project_, service); }
    bool is_missing(const Service& service) const { return !seen_.images.contains(image_of(service)); }

    const std::string& policy_of(const Service& service) const {
        return options_.pull_policy.empty() ? service.pull_policy : options_.pull_policy;
    }

    /// Source: Compose spec, services.pull_policy. A service with a build section is built rather than
    /// pulled when nothing is there: what the user wrote down is how it is made.
    Fetch fetch_of(const Service& service) const {
        if (replica_count(service) == 0) return Fetch::none;
        if (service.build) return fetch_of_built(service);
        const std::string& policy = policy_of(service);
        if (policy == "always") return Fetch::pull;
        if (!is_missing(service) || is_built_by_another(service)) return Fetch::none;
        if (policy == "never" || policy == "build")
            fail_missing_image(project_, service, ("its pull policy is " + quoted(policy)).c_str());
        return Fetch::pull;
    }

    Fetch fetch_of_built(const Service& service) const {
        if (options_.building == Building::always) return Fetch::build;
        if (options_.building == Building::when_missing)
            return policy_of(service) == "build" || is_missing(service) ? Fetch::build : Fetch::none;
        if (!is_missing(service)) return Fetch::none;
        // Under the name that Compose makes up, a registry would have somebody else's image.
        if (service.image.empty()) fail_missing_image(project_, service, "building is switched off");
        if (policy_of(service) == "never")
            fail_missing_image(project_, service, "may neither be built nor pulled");
        return Fetch::pull;
    }

    bool is_built_by_another(const Service& service) const { return steps_.contains(image_of(service)); }

    void pull(const Service& service) {
        const std::string reference = image_of(service);
        add(PullImage{reference, service.platform}, service, {}, "pull policy 'always'");
    }

    /// Services that build the same image in the same way share the build; others build one after the other.
    void build(const Service& service) {
        const std::string reference = image_of(service);
        std::vector<StepId> after;
        append(after, find_step(reference));
        std::vector<const Service*>& builders = builders_[reference];
        const bool is_known = std::any_of(builders.begin(), builders.end(), [&](const Service* other) {
            return other->build == service.build;
        });
        if (is_known) return;
        builders.push_back(&service);
        add(BuildImage{service.name}, service, std::move(after), "a build was asked for");
    }

    std::optional<StepId> find_step(const std::string& reference) const {
        const auto known = steps_.find(reference);
        return known == steps_.end() ? std::nullopt : std::optional(known->second);
    }

    void add(Action action, const Service& service, std::vector<StepId> after, const char* reason) {
        const std::string reference = image_of(service);
        steps_[reference] =
            plan_.add({.action = std::move(action),
                       .subject = "Image " + reference,
                       .service = service.name,
                       .after = std::move(after),
                       .reasons = {{is_missing(service) ? "the image is not present" : reason, {}}},
                       .only_if = {}});
    }

    PlanBuilder& plan_;
    const Project& project_;
    const ObservedState& seen_;
    const UpOptions& options_;
    std::map<std::string, StepId> steps_; ///< by reference
    std::map<std::string, std::vector<const Service*>> builders_;
};

void add_volume(PlanBuilder& plan, ResourceSteps& steps, const Volume& volume, const std::string& key) {
    steps.volumes[key] = plan.add({.action = CreateVolume{key},
                                   .subject = "Volume " + volume.name,
                                   .service = "",
                                   .after = {},
                                   .reasons = {{"it does not exist", {"volumes", key}}},
                                   .only_if = {}});
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

void remove_surplus(PlanBuilder& plan, ResourceSteps& steps, const ObservedState& seen,
                    const std::string& key) {
    const auto [begin, end] = seen.surplus_networks.equal_range(key);
    for (auto surplus = begin; surplus != end; ++surplus)
        steps.networks[key] =
            plan.add({.action = RemoveNetwork{surplus->second.id},
                      .subject = "Network " + surplus->second.name,
                      .service = "",
                      .after = {},
                      .reasons = {{"an interrupted run left a second one of that name", {}}},
                      .only_if = {}});
}

} // namespace

std::optional<StepId> ResourceSteps::image_of(const Project& project, const std::string& service) const {
    const auto declared = project.services.find(service);
    if (declared == project.services.end()) return std::nullopt;
    const auto image = images.find(translate::image_name(project, declared->second));
    return image == images.end() ? std::nullopt : std::optional(image->second);
}

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

std::set<std::string> diverged_volumes(const Project& project, const ObservedState& seen) {
    std::set<std::string> diverged;
    for (const auto& [key, volume] : project.volumes) {
        const auto summary = seen.volumes.find(key);
        if (volume.external || summary == seen.volumes.end()) continue;
        if (is_of_project(summary->second, project) && has_diverged(volume, summary->second))
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
        if (volume.external || steps.volumes.contains(key)) continue;
        const auto summary = seen.volumes.find(key);
        if (summary == seen.volumes.end())
            add_volume(plan, steps, volume, key);
        else
            check_volume(plan, project, key, summary->second);
    }
}

void add_images(PlanBuilder& plan, ResourceSteps& steps, const Project& project, const ObservedState& seen,
                const UpOptions& options) {
    steps.images = ImagePlanner(plan, project, seen, options).run();
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
        remove_surplus(plan, steps, seen, key);
        if (exists && removal == removed.end()) continue;
        steps.networks[key] =
            plan.add({.action = CreateNetwork{key},
                      .subject = "Network " + network.name,
                      .service = "",
                      .after = exists ? std::vector<StepId>{removal->second} : std::vector<StepId>{},
                      .reasons = {{exists ? "its settings changed" : "it does not exist", {"networks", key}}},
                      .only_if = {}});
    }
}

} // namespace muster::compose::reconcile
