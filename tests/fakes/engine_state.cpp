#include "tests/fakes/engine_state.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "tests/fakes/engine_refusal.hpp"

namespace muster::fakes {

namespace {

constexpr std::int64_t first_moment = 1'700'000'000'000'000'000;
constexpr std::int64_t millisecond = 1'000'000;

} // namespace

EngineState::EngineState() : now_(first_moment) {
    info = {.api = {1, 41}, .engine_api = {1, 41}, .has_buildkit = false};
    for (const char* name : {"bridge", "host", "none"}) {
        FakeNetwork& network = add_network(name);
        network.spec.driver = name == std::string("none") ? "null" : name;
    }
}

std::string EngineState::new_id(const std::string& kind) {
    return sha256_hex(kind + " " + std::to_string(++made_));
}

void EngineState::report(const std::string& type, const std::string& action, const std::string& actor,
                         std::map<std::string, std::string> attributes) {
    now_ += millisecond;
    events.push_back({type, action, actor, std::move(attributes), now_});
}

void EngineState::report_container(const FakeContainer& container, const std::string& action,
                                   const std::map<std::string, std::string>& details) {
    std::map<std::string, std::string> attributes = details;
    attributes.insert(container.labels.begin(), container.labels.end());
    attributes["name"] = container.name;
    attributes["image"] = container.spec.image;
    report("container", action, container.id, std::move(attributes));
}

void EngineState::print(FakeContainer& container, engine::OutputStream stream, const std::string& text) {
    now_ += millisecond;
    container.output.push_back({stream, text, now_});
}

std::string EngineState::create_exec(const FakeContainer& container, const engine::ExecSpec& spec) {
    if (container.state == engine::ContainerState::paused)
        throw conflict("Container " + container.id + " is paused, unpause the container before exec");
    if (!container.is_alive()) throw conflict("Container " + container.id + " is not running");
    const std::string id = new_id("exec");
    execs_[id] = {.id = id, .container_id = container.id, .spec = spec, .exit_code = std::nullopt};
    report_container(container, "exec_create: " + join(spec.command, " "), {{"execID", id}});
    return id;
}

FakeExec& EngineState::get_exec(const std::string& exec) {
    const auto found = execs_.find(exec);
    if (found == execs_.end()) throw no_such("No such exec instance: " + exec);
    return found->second;
}

const std::string* EngineState::find_exec_container(const std::string& exec) const {
    const auto found = execs_.find(exec);
    if (found == execs_.end()) return nullptr;
    const Container container = find_container(found->second.container_id);
    return container ? &container->name : nullptr;
}

const ExecScript& EngineState::run_exec(FakeExec& exec) {
    const FakeContainer& container = *get_container(exec.container_id);
    if (exec.exit_code) throw conflict("Error: Exec command " + exec.id + " has already run");
    if (!container.is_alive()) throw conflict("Container " + container.id + " is not running");
    exec.exit_code = container.exec_script.exit_code;
    report_container(container, "exec_start: " + join(exec.spec.command, " "), {{"execID", exec.id}});
    report_container(container, "exec_die",
                     {{"execID", exec.id}, {"exitCode", std::to_string(*exec.exit_code)}});
    return container.exec_script;
}

bool has_labels(const engine::Labels& labels, const std::vector<std::string>& filters) {
    for (const std::string& filter : filters) {
        const std::size_t equals = filter.find('=');
        const auto found = labels.find(filter.substr(0, equals));
        if (found == labels.end()) return false;
        if (equals != std::string::npos && found->second != filter.substr(equals + 1)) return false;
    }
    return true;
}

} // namespace muster::fakes
