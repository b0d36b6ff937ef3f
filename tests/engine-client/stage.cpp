#include "tests/engine-client/stage.hpp"

#include "base/digest.hpp"
#include "base/error.hpp"
#include "engine-client/engine_choice.hpp"
#include "tests/fakes/fake_engine.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <doctest/doctest.h>

namespace muster::engine {

namespace {

const std::string test_image = "muster-test/busybox:1";

class FakeStage final : public Stage {
  public:
    explicit FakeStage(fakes::FakeEngine& fake) : Stage(fake, "fake-"), fake_(fake) {
        fake_.add_image(test_image);
    }

    ContainerSpec brief(const std::string& name) override {
        fake_.after("start_container " + name, [this, name] {
            do {
                fake_.print(name, OutputStream::standard_output, "hello\n");
                fake_.exit(name, 3);
            } while (is_running(name));
        });
        return lasting();
    }

    ContainerSpec healthy(const std::string& name) override {
        fake_.after("start_container " + name, [this, name] { fake_.set_health(name, Health::healthy); });
        ContainerSpec spec = lasting();
        spec.healthcheck = HealthcheckSpec{.test = {"CMD", "true"}};
        return spec;
    }

    ExecSpec noisy_exec(const std::string& name) override {
        fake_.script_exec(name, {"out\n", "err\n", 5});
        ExecSpec spec;
        spec.command = {"true"};
        return spec;
    }

  private:
    bool is_running(const std::string& name) {
        const auto container = fake_.find_container(name);
        return container && container->state == ContainerState::running;
    }

    fakes::FakeEngine& fake_;
};

class RealStage final : public Stage {
  public:
    explicit RealStage(Engine& real) : Stage(real, "muster-test-" + random_hex(8) + "-") {}

    ~RealStage() override {
        try {
            remove_all();
        } catch (const Error& error) {
            MESSAGE("not everything was removed: " << error.message);
        }
    }

    ContainerSpec brief(const std::string&) override {
        ContainerSpec spec = lasting();
        spec.command = {"sh", "-c", "echo hello; exit 3"};
        return spec;
    }

    ContainerSpec healthy(const std::string&) override {
        ContainerSpec spec = lasting();
        spec.healthcheck = HealthcheckSpec{.test = {"CMD", "true"}, .interval = 100'000'000};
        return spec;
    }

    ExecSpec noisy_exec(const std::string&) override {
        ExecSpec spec;
        spec.command = {"sh", "-c", "echo out; sleep 0.2; echo err >&2; exit 5"};
        return spec;
    }

  private:
    void remove_all() {
        for (const ContainerSummary& container : engine.list_containers({label()}))
            engine.remove_container(container.id, Engine::RemoveVolumes::anonymous);
        for (const NetworkSummary& network : engine.list_networks({}))
            if (network.name.starts_with(name(""))) engine.remove_network(network.id);
        for (const VolumeSummary& volume : engine.list_volumes({}))
            if (volume.name.starts_with(name(""))) engine.remove_volume(volume.name);
    }
};

std::map<std::string, std::string> environment() {
    std::map<std::string, std::string> variables;
    for (const char* name : {"DOCKER_HOST", "DOCKER_API_VERSION"})
        if (const char* value = std::getenv(name)) variables[name] = value;
    return variables;
}

/// Why the real engine cannot be used; empty when it can.
std::string obstacle(Engine& real) {
    try {
        if (!real.find_image(test_image)) return "it has no image '" + test_image + "'";
    } catch (const Error& error) {
        return error.message;
    }
    return "";
}

void on_real_engine(const std::function<void(Stage&)>& scenario) {
    const auto real = connect(connection_from(environment()));
    const std::string reason = obstacle(*real);
    if (!reason.empty()) {
        MESSAGE("SKIPPED on a real engine: " << reason);
        return;
    }
    RealStage stage(*real);
    scenario(stage);
}

} // namespace

ContainerSpec Stage::lasting() const {
    ContainerSpec spec;
    spec.image = test_image;
    spec.command = {"sleep", "1000"};
    spec.labels = {{"muster.test", prefix_}};
    spec.host.init = true;
    return spec;
}

void on_each_engine(const std::function<void(Stage&)>& scenario) {
    SUBCASE("in memory") {
        fakes::FakeEngine fake;
        FakeStage stage(fake);
        scenario(stage);
    }
    SUBCASE("real") { on_real_engine(scenario); }
}

std::string start(Stage& stage, const std::string& name, const ContainerSpec& spec) {
    const std::string id = stage.engine.create_container(name, spec);
    stage.engine.start_container(name);
    return id;
}

ContainerSummary summary_of(Stage& stage, const std::string& name) {
    for (const ContainerSummary& container : stage.engine.list_containers({stage.label()}))
        if (container.name == name) return container;
    throw Error(ErrorKind::internal, name + " is not listed");
}

std::string without_ids(std::string text) {
    constexpr std::size_t id_length = 64;
    const auto is_hex = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
    for (auto from = text.begin(); text.end() - from >= static_cast<std::ptrdiff_t>(id_length); ++from) {
        if (!std::all_of(from, from + id_length, is_hex)) continue;
        from = text.erase(from, from + id_length);
        from = text.insert(from, 'I');
    }
    return text;
}

std::string problem_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        const std::string who = "the engine says: ";
        const std::string words =
            error.message.starts_with(who) ? error.message.substr(who.size()) : error.message;
        switch (error.kind) {
        case ErrorKind::not_found: return "not found: " + words;
        case ErrorKind::conflict: return "conflict: " + words;
        case ErrorKind::engine: return "engine: " + words;
        default: return "another kind: " + words;
        }
    }
    return "none";
}

} // namespace muster::engine
