#include "base/error.hpp"
#include "compose/execute/observe.hpp"
#include "compose/reconcile/planners.hpp"
#include "compose/translate/names.hpp"
#include "tests/compose/execute/simulated_runner.hpp"
#include "tests/fakes/compose/golden_case.hpp"

#include <doctest/doctest.h>

/// Every project of tests/golden/peer is brought up on a fake engine; then there must be nothing to do.
namespace muster::compose::execute {

namespace {

/// The projects that cannot be brought up there, and the end of what they are told.
const std::map<std::string, std::string> exceptions{
    {"build/platforms", "wanted linux/arm64, actual: linux/amd64"},
    {"config/no-consistency", "service 'web' refers to the undefined network 'missing'"},
    {"config/no-path-resolution-more", "Duplicate mount point: /c"},
    {"config/raw-forms", "expected [SOURCE:]TARGET[:OPTIONS]"}, // a document only
    {"config/raw-paths", "expected [SOURCE:]TARGET[:OPTIONS]"}, // a document only
    {"configs/external", "the engine keeps such configs for swarm services only"},
    {"configs/sources", "the engine keeps such configs for swarm services only"},
    {"depends-on/conditions", "has no healthcheck configured"},
    {"depends-on/implied-volumes-from", "No such container: other"}, // of another project
    {"depends-on/long", "has no healthcheck configured"},
    {"extends/files", "port is already allocated"}, // by the service it extends
    {"extends/merge-rules", "has no healthcheck configured"},
    {"extends/same-file", "port is already allocated"}, // by the service it extends
    {"interpolation/integers", "port is already allocated"},
    {"interpolation/types", "port is already allocated"},
    {"lenient/container-name-unanchored", "only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"},
    {"lenient/image-empty", "with '.', '_', '__' or '-' between them"},
    {"lenient/include-no-path", "an entry of 'include' lacks 'path'"},
    {"lenient/integer-fraction", "must be a whole number, not '1.5'"},
    {"lenient/negative", "must not be negative"},
    {"lenient/network-address", "only when connecting to networks with user configured subnets"},
    {"lenient/port-words", "invalid port specification: \"abc\""},
    {"lenient/secret-external-file", "the engine keeps such secrets for swarm services only"},
    {"lenient/unknown-extends-key", "unknown key 'path' in 'extends' of service 'web'"},
    {"lenient/unknown-include-key", "unknown key 'file' in an entry of 'include'"},
    {"merge/depends-on", "has no healthcheck configured"},
    {"merge/lists-append", "No such container: a"}, // of another project
    {"merge/networks", "only when connecting to networks with user configured subnets"},
    {"merge/ports", "port is already allocated"},
    {"merge/two-files", "has no healthcheck configured"},
    {"paths/windows", "invalid volume specification: 'C:\\a:/a:rw'"},
    {"ports/long-published", "port is already allocated"},
    {"secrets/environment", "secret 'missing' comes from environment variable 'NOT_SET', which is not set"},
    {"secrets/external", "the engine keeps such secrets for swarm services only"},
    {"secrets/external-name", "the engine keeps such secrets for swarm services only"},
    {"service/links-explicit", "has no healthcheck configured"},
    {"service/network-mode", "No such container: other"},            // of another project
    {"service/network-mode-container", "No such container: abc"},    // of another project
    {"service/network-mode-others", "network my-network not found"}, // of another project
    {"service/platform", "wanted linux/arm/v7, actual: linux/amd64"},
    {"service/platform-forms", "wanted darwin, actual: linux/amd64"},
    {"service/pull-policy", "the build context '/muster-golden/service/pull-policy' does not exist"},
    {"volumes/short-windows", "invalid volume specification: 'C:\\data:/data:rw'"},
    {"volumes/volumes-from", "No such container: other"}, // of another project
};

class Silence final : public Listener {
  public:
    void on_status(StepId, StepStatus, const StepState&) override {}
    void on_progress(StepId, const std::string&) override {}
};

/// A network or volume with nothing but a name.
template <class Spec>
Spec named(const std::string& name) {
    Spec spec;
    spec.name = name;
    return spec;
}

/// What the project takes for granted: its images, and what it declares as external.
void prepare(fakes::FakeEngine& engine, const Project& project) {
    for (const auto& [name, service] : project.services) {
        const std::string image = translate::image_name(project, service);
        if (!engine.find_image(image)) engine.add_image(image);
    }
    for (const auto& [key, network] : project.networks)
        if (network.external && !engine.find_network(network.name))
            engine.create_network(named<engine::NetworkSpec>(network.name));
    for (const auto& [key, volume] : project.volumes)
        if (volume.external) engine.create_volume(named<engine::VolumeSpec>(volume.name));
}

std::string run_twice(fakes::FakeEngine& engine, const Project& project) {
    prepare(engine, project);
    const auto before = observe(engine, project, ObserveDepth::changes);
    const Plan plan = reconcile::plan_up(project, before, {});
    std::mt19937_64 chance(1);
    SimulatedRunner runner(plan, project, before, engine, chance);
    Silence silence;
    const ExecutionResult result = execute(plan, runner, silence);
    for (const StepId id : result.failures()) return result.states[id].error->message;
    return dump(reconcile::plan_up(project, observe(engine, project, ObserveDepth::changes), {}));
}

/// Empty when a second run has nothing to do.
std::string outcome(const fakes::GoldenCase& golden) {
    fakes::FakeEngine engine;
    try {
        return run_twice(engine, golden.load());
    } catch (const std::exception& error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("a golden project that has just been brought up has nothing left to do") {
    const auto projects = fakes::golden_cases("peer");
    REQUIRE(projects.size() > 100);
    for (const auto& golden : projects) {
        if (golden.has("expected.error")) continue;
        CAPTURE(golden.name);
        const std::string problem = outcome(golden);
        const auto exception = exceptions.find(golden.name);
        if (exception == exceptions.end())
            CHECK(problem == "");
        else
            CHECK_MESSAGE(problem.ends_with(exception->second), problem);
    }
}

} // namespace muster::compose::execute
