#include "tests/fakes/engine_refusal.hpp"
#include "tests/fakes/engine_state.hpp"

#include <array>

namespace muster::fakes {

using engine::ContainerState;
using engine::Health;

namespace {

struct FatalSignal {
    std::string_view name;
    int number;
};

constexpr std::array fatal_signals{FatalSignal{"HUP", 1}, FatalSignal{"INT", 2}, FatalSignal{"QUIT", 3},
                                   FatalSignal{"KILL", 9}, FatalSignal{"TERM", 15}};

/// The number of a signal that ends the fake's processes, by "SIGTERM", "TERM" or "15"; 0 for others.
int fatal_number(std::string_view signal) {
    if (signal.empty()) return 9;
    if (signal.starts_with("SIG")) signal.remove_prefix(3);
    for (const FatalSignal& known : fatal_signals)
        if (signal == known.name || signal == std::to_string(known.number)) return known.number;
    return 0;
}

bool has_healthcheck(const FakeContainer& container) {
    const auto& own = container.spec.healthcheck;
    const auto& check = own && !own->test.empty() ? own : container.image.healthcheck;
    return check && !check->test.empty() && check->test.front() != "NONE";
}

bool restarts_after(const FakeContainer& container, std::int64_t code) {
    const engine::RestartSpec& policy = container.spec.host.restart;
    if (policy.name == "always" || policy.name == "unless-stopped") return true;
    if (policy.name != "on-failure" || code == 0) return false;
    return policy.maximum_retry_count == 0 || container.restart_count < policy.maximum_retry_count;
}

} // namespace

void EngineState::start(FakeContainer& container) {
    if (container.state == ContainerState::paused)
        throw conflict("cannot start a paused container, try unpause instead");
    if (container.state == ContainerState::removing || container.state == ContainerState::dead)
        throw conflict("container is marked for removal and cannot be started");
    if (container.is_alive()) return;
    begin_run(container);
}

void EngineState::begin_run(FakeContainer& container) {
    try {
        check_shared_network(container);
        join_networks(container);
        publish_ports(container);
    } catch (const Error& error) {
        leave_networks(container);
        container.error = error.message;
        container.exit_code = 128;
        throw;
    }
    container.state = ContainerState::running;
    container.health = has_healthcheck(container) ? Health::starting : Health::none;
    container.probes.clear();
    container.error.clear();
    container.exit_code = 0;
    report_container(container, "start");
    container.started = now_;
}

void EngineState::end_run(FakeContainer& container, std::int64_t code) {
    container.state = ContainerState::exited;
    container.exit_code = code;
    container.finished = now_;
    ++container.exits;
    // The engine calls it unhealthy from the moment nothing probes it any more.
    if (container.health != Health::none) container.health = Health::unhealthy;
    report_container(container, "die", {{"exitCode", std::to_string(code)}});
    leave_networks(container);
}

void EngineState::stop(const Container& container) {
    if (!container->is_alive()) return;
    report_container(*container, "kill", {{"signal", "15"}});
    end_run(*container, 143);
    report_container(*container, "stop");
    if (container->spec.host.auto_remove) destroy(container, engine::Engine::RemoveVolumes::anonymous);
}

void EngineState::restart(FakeContainer& container) {
    if (container.is_alive()) {
        report_container(container, "kill", {{"signal", "15"}});
        end_run(container, 143);
        report_container(container, "stop");
    }
    begin_run(container);
    report_container(container, "restart");
}

void EngineState::kill(const Container& container, const std::string& signal) {
    if (!container->is_alive())
        throw conflict("Cannot kill container: " + container->name + ": Container " + container->id +
                       " is not running");
    const int number = fatal_number(signal);
    report_container(*container, "kill", {{"signal", number == 0 ? signal : std::to_string(number)}});
    if (number == 0) return;
    end_run(*container, 128 + number);
    if (container->spec.host.auto_remove) destroy(container, engine::Engine::RemoveVolumes::anonymous);
}

void EngineState::pause(FakeContainer& container) {
    if (container.state == ContainerState::paused)
        throw refused("Container " + container.id + " is already paused");
    if (container.state == ContainerState::restarting)
        throw conflict("Container " + container.id + " is restarting, wait until the container is running");
    if (!container.is_alive()) throw conflict("Container " + container.id + " is not running");
    container.state = ContainerState::paused;
    report_container(container, "pause");
}

void EngineState::unpause(FakeContainer& container) {
    if (container.state != ContainerState::paused)
        throw refused("Container " + container.id + " is not paused");
    container.state = ContainerState::running;
    report_container(container, "unpause");
}

void EngineState::exit(const Container& container, std::int64_t code) {
    if (!container->is_alive()) throw conflict("Container " + container->id + " is not running");
    end_run(*container, code);
    if (restarts_after(*container, code)) {
        ++container->restart_count;
        begin_run(*container);
    } else if (container->spec.host.auto_remove) {
        destroy(container, engine::Engine::RemoveVolumes::anonymous);
    }
}

void EngineState::set_health(FakeContainer& container, Health health, const std::string& probe_output) {
    container.health = health;
    container.probes.push_back({health == Health::unhealthy ? 1 : 0, probe_output});
    report_container(container, "health_status: " + engine::to_string(health));
}

} // namespace muster::fakes
