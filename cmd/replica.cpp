#include "cmd/replica.hpp"

#include "base/text.hpp"
#include "compose/execute/observe.hpp"

#include <algorithm>
#include <tuple>

namespace muster::cmd {

using compose::reconcile::ContainerKind;
using compose::reconcile::ObservedContainer;

namespace {

using State = ReplicaChoice::State;

Error not_there(const compose::Project& project, const ReplicaChoice& choice) {
    require_services(project, {choice.service});
    const std::string service = "service " + quoted(choice.service);
    const std::string running = choice.state == State::running ? "running " : "";
    if (choice.index.value_or(0) > 0)
        return Error(ErrorKind::not_found,
                     service + " has no " + running + "container #" + std::to_string(*choice.index));
    const std::string what = choice.state == State::running ? " is not running" : " has no container";
    return Error(ErrorKind::not_found, service + what)
        .suggest("'muster up --detach " + choice.service + "' starts it");
}

bool is_meant(const ObservedContainer& container, const ReplicaChoice& choice) {
    const bool is_one_off = container.kind == ContainerKind::one_off;
    if (container.service != choice.service) return false;
    if (is_one_off && choice.one_off == ReplicaChoice::OneOff::none) return false;
    if (choice.state == State::running && !compose::reconcile::is_running(container)) return false;
    return choice.index.value_or(0) == 0 || (!is_one_off && container.number == *choice.index);
}

auto rank(const ObservedContainer& container) {
    return std::tuple(!compose::reconcile::is_running(container), container.kind == ContainerKind::one_off,
                      container.number);
}

} // namespace

std::vector<ObservedContainer> get_replicas(Session& session, const compose::Project& project,
                                            const ReplicaChoice& choice) {
    auto containers = compose::execute::observe_containers(session.engine(), project.name);
    std::erase_if(containers, [&](const auto& container) { return !is_meant(container, choice); });
    if (containers.empty()) throw not_there(project, choice);
    std::stable_sort(containers.begin(), containers.end(),
                     [](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return containers;
}

ObservedContainer get_replica(Session& session, const compose::Project& project,
                              const ReplicaChoice& choice) {
    return get_replicas(session, project, choice).front();
}

std::optional<ObservedContainer> choose_replica(Session& session, const Flags& flags,
                                                const std::string& action) {
    const compose::Project project = session.load_or_observe();
    ObservedContainer container = get_replica(
        session, project,
        {.service = flags.arguments().front(), .index = flags.number("index"), .state = State::any});
    if (!session.is_dry_run()) return container;
    session.err().write("would " + action + " " + container.summary.name + "\n");
    return std::nullopt;
}

} // namespace muster::cmd
