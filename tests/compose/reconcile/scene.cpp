#include "tests/compose/reconcile/scene.hpp"

#include "base/render_error.hpp"
#include "tests/fakes/compose/loaded_text.hpp"
#include "tests/fakes/compose/plan_text_state.hpp"

namespace muster::compose::reconcile {

namespace {

struct Loaded {
    Project project;
    ObservedState seen;
};

Loaded load(const Scene& scene, const std::set<std::string>& services = {}) {
    load::LoadRequest request;
    request.services = {services.begin(), services.end()};
    const Project made_from = fakes::load_text(scene.before.empty() ? scene.compose : scene.before);
    return {fakes::load_text(scene.compose, request), fakes::observed_state(scene.seen, made_from)};
}

/// The dump, or the error that the planner threw.
template <class Planner>
std::string dumped(Planner planner) {
    try {
        return "\n" + dump(planner());
    } catch (const Error& error) {
        return "\n" + render_error(error, SourceMap{});
    }
}

} // namespace

Plan plan_up_of(const Scene& scene, const UpOptions& options) {
    const Loaded loaded = load(scene, options.services);
    return plan_up(loaded.project, loaded.seen, options);
}

std::string up(const Scene& scene, const UpOptions& options) {
    return dumped([&] { return plan_up_of(scene, options); });
}

std::string down(const Scene& scene, const DownOptions& options) {
    const Loaded loaded = load(scene);
    return dumped([&] { return plan_down(loaded.project, loaded.seen, options); });
}

std::string start(const Scene& scene, const LifecycleOptions& options) {
    const Loaded loaded = load(scene);
    return dumped([&] { return plan_start(loaded.project, loaded.seen, options); });
}

std::string stop(const Scene& scene, const LifecycleOptions& options) {
    const Loaded loaded = load(scene);
    return dumped([&] { return plan_stop(loaded.project, loaded.seen, options); });
}

std::string restart(const Scene& scene, const LifecycleOptions& options) {
    const Loaded loaded = load(scene);
    return dumped([&] { return plan_restart(loaded.project, loaded.seen, options); });
}

std::string kill(const Scene& scene, const KillOptions& options) {
    const Loaded loaded = load(scene);
    return dumped([&] { return plan_kill(loaded.project, loaded.seen, options); });
}

std::string pause(const Scene& scene, const LifecycleOptions& options) {
    const Loaded loaded = load(scene);
    return dumped([&] { return plan_pause(loaded.project, loaded.seen, options); });
}

std::string unpause(const Scene& scene, const LifecycleOptions& options) {
    const Loaded loaded = load(scene);
    return dumped([&] { return plan_unpause(loaded.project, loaded.seen, options); });
}

std::string remove(const Scene& scene, const RemoveOptions& options) {
    const Loaded loaded = load(scene);
    return dumped([&] { return plan_remove(loaded.project, loaded.seen, options); });
}

std::string build(const std::string& compose, const BuildOptions& options) {
    return dumped([&] { return plan_build(fakes::load_text(compose), options); });
}

std::string pull(const std::string& compose, const PullOptions& options) {
    return dumped([&] { return plan_pull(fakes::load_text(compose), options); });
}

} // namespace muster::compose::reconcile
