#include "compose/execute/observe.hpp"
#include "compose/reconcile/planners.hpp"
#include "compose/translate/labels.hpp"
#include "compose/translate/names.hpp"
#include "tests/compose/execute/simulated_runner.hpp"
#include "tests/fakes/compose/loaded_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <thread>

/// Projects live through random histories of failing, interrupted and killed runs with changing compose
/// files. Whatever happened, one run without trouble brings everything into order, and a second one finds
/// nothing to do.
namespace muster::compose::execute {

using engine::ContainerState;
using engine::Health;
using reconcile::UpOptions;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr std::uint64_t few_histories = 300; // the sanitizers look at memory, not at more histories
#else
constexpr std::uint64_t few_histories = 2000;
#endif

/// MUSTER_HISTORIES, or as many as a unit test has time for.
std::uint64_t history_count() {
    const char* wanted = std::getenv("MUSTER_HISTORIES");
    return wanted != nullptr ? std::stoull(wanted) : few_histories;
}

/// The versions of one project that its histories switch between.
using Versions = std::vector<Project>;

Versions versions_of(const std::vector<std::string>& texts) {
    Versions versions;
    for (const std::string& text : texts) versions.push_back(fakes::load_text(text));
    return versions;
}

std::vector<Versions> all_projects() {
    const std::string health = "healthcheck: {test: [CMD, x]}";
    const auto chain = [&](const std::string& db, const std::string& app, const std::string& web) {
        return R"(
services:
  db: {image: 'db:1', volumes: ['data:/data', /anonymous], )" +
               health + db + R"(}
  app: {image: 'app:1', depends_on: {db: {condition: service_healthy, restart: true}}, )" +
               health + app + R"(}
  web: {image: 'web:1', ports: ['80:80'], depends_on: {app: {condition: service_healthy}})" +
               web + R"(}
volumes: {data: {}}
)";
    };
    const auto jobs = [&](const std::string& job, const std::string& web) {
        return R"(
services:
  db: {image: 'db:1', )" +
               health + R"(}
  job: {image: 'db:1', depends_on: {db: {condition: service_healthy}})" +
               job + R"(}
  web: {image: 'web:1', depends_on: {job: {condition: service_completed_successfully}})" +
               web + "}\n";
    };
    const std::string built = "build: 'https://example.org/app.git', ";
    return {
        versions_of({chain("", "", ""), chain(", environment: {A: b}", "", ""),
                     chain("", ", labels: {a: b}", ", scale: 0"), chain("", "", ", command: [serve]")}),
        versions_of({jobs("", ""), jobs(", command: [other]", ""), jobs("", ", environment: {A: b}"),
                     jobs(", command: [other]", ", scale: 3")}),
        versions_of({"services: {a: {image: 'app:1', ports: ['80:80']}, b: {image: 'web:1', scale: 3}}",
                     "services: {a: {image: 'app:1'}, b: {image: 'web:1', ports: ['80:80']}}",
                     "services: {b: {image: 'web:1', scale: 2, labels: {a: b}}}"}),
        versions_of(
            {"services: {a: {" + built + health +
                 "}, b: {image: 'web:1', depends_on: {a: {condition: service_healthy, restart: true}}}}",
             "services: {a: {" + built + health +
                 ", environment: {A: b}}, b: {image: 'web:1', network_mode: 'service:a'}}",
             "services: {a: {build: {context: 'https://example.org/app.git', args: {A: b}}, " + health +
                 "}, b: {image: 'web:1', network_mode: 'service:a'}}"}),
        versions_of({"services: {a: {image: 'app:1', networks: [n]}, b: {image: 'web:1', networks: [n, m]}}\n"
                     "networks: {n: {}, m: {}}",
                     "services: {a: {image: 'app:1', networks: [n]}, b: {image: 'web:1', networks: [n, m]}}\n"
                     "networks: {n: {labels: {a: b}}, m: {}}",
                     "services: {a: {image: 'app:1', networks: [n], post_start: [{command: hi}]},\n"
                     "           b: {image: 'web:1', networks: [m], configs: [c]}}\n"
                     "networks: {n: {labels: {a: b}}, m: {driver_opts: {x: y}}}\n"
                     "configs: {c: {content: text}}"}),
    };
}

class Silence final : public Listener {
  public:
    void on_status(StepId, StepStatus, const StepState&) override {}
    void on_progress(StepId, const std::string&) override {}
};

/// One project's life on one engine.
class History {
  public:
    History(const Versions& versions, std::uint64_t seed)
        : versions_(versions), chance_(seed), current_(&versions.front()) {
        for (const char* image : {"db:1", "app:1", "web:1"}) engine_.add_remote_image(image);
    }

    void live_through_trouble() {
        for (std::size_t runs = 1 + pick(4); runs > 0; --runs) {
            current_ = &versions_[pick(versions_.size())];
            if (pick(4) == 0) engine_.add_remote_image("web:1");
            troubled_run();
            if (pick(3) == 0) crash_something();
        }
    }

    /// "" when a run without trouble succeeds and a second one has nothing to do.
    std::string recover() {
        heal();
        const auto seen = observe();
        UpOptions options = final_options();
        if (pick(2) == 0) options.building = reconcile::Building::always;
        const Plan plan = reconcile::plan_up(*current_, seen, options);
        SimulatedRunner runner(plan, *current_, seen, engine_, chance_);
        runner.set_trouble({.doubled = 100});
        const ExecutionResult result = execute(plan, runner, silence_, 1 + pick(8));
        while (runner.live()) {
        }
        if (!result.succeeded()) return "it does not recover:\n" + account(plan, result);
        if (!runner.violations().empty()) return runner.violations().front() + "\n" + dump(plan);
        const Plan second = reconcile::plan_up(*current_, observe(), final_options());
        if (!second.empty()) return "the second run has work:\n" + dump(second) + "after\n" + dump(plan);
        const std::string wrong = wrong_containers();
        if (!wrong.empty()) return wrong + "\nafter\n" + dump(plan);
        return volumes_lost();
    }

    const std::vector<std::string>& violations() const { return violations_; }

  private:
    std::size_t pick(std::size_t count) { return static_cast<std::size_t>(chance_()) % count; }

    reconcile::ObservedState observe() { return execute::observe(engine_, *current_, ObserveDepth::changes); }

    static UpOptions final_options() { return {.orphans = reconcile::Orphans::remove}; }

    UpOptions random_options() {
        UpOptions options;
        if (pick(4) == 0) options.recreate = reconcile::Recreate::always;
        if (pick(3) == 0) options.building = reconcile::Building::always;
        if (pick(4) == 0) options.pull_policy = "always";
        if (pick(2) == 0) options.orphans = reconcile::Orphans::remove;
        if (pick(6) == 0) options.starting = reconcile::Starting::create_only;
        options.wait = pick(3) == 0;
        return options;
    }

    Plan random_plan(const reconcile::ObservedState& seen) {
        if (pick(6) == 0) return reconcile::plan_down(*current_, seen, {});
        if (pick(8) == 0) return reconcile::plan_restart(*current_, seen, {});
        return reconcile::plan_up(*current_, seen, random_options());
    }

    void troubled_run() {
        const auto seen = observe();
        const Plan plan = random_plan(seen);
        SimulatedRunner runner(plan, *current_, seen, engine_, chance_);
        if (pick(4) != 0)
            runner.set_trouble(
                {.failing = 30, .interrupt = 8, .kill = 15, .losing = 3, .sickness = 40, .doubled = 200});
        try {
            execute(plan, runner, silence_, 1 + pick(8));
        } catch (const Killed&) {
        }
        violations_.insert(violations_.end(), runner.violations().begin(), runner.violations().end());
    }

    void crash_something() {
        const auto containers = engine_.list_containers({});
        if (containers.empty()) return;
        const auto& victim = containers[pick(containers.size())];
        if (victim.state == ContainerState::running) engine_.exit(victim.id, 137);
    }

    /// What made containers unhealthy is over.
    void heal() {
        for (const auto& container : engine_.list_containers({}))
            if (container.state == ContainerState::running && container.health == Health::unhealthy)
                engine_.set_health(container.id, Health::healthy);
    }

    static std::string account(const Plan& plan, const ExecutionResult& result) {
        std::string text;
        for (const StepId id : result.failures())
            text += std::to_string(id) + ": " + result.states[id].error->message + "\n";
        return text + dump(plan);
    }

    /// What is not as the project declares it, found without asking any planner.
    std::string wrong_containers() {
        std::map<std::string, std::int64_t> counts;
        for (const auto& container : engine_.list_containers({})) {
            const std::string name = translate::find_label(container.labels, translate::label::service);
            const auto service = current_->services.find(name);
            if (service == current_->services.end()) return container.name + " is an orphan";
            if (!container.name.starts_with("demo-")) return container.name + " is a temporary name";
            if (!is_settled(container, name == "job")) return container.name + " is not ready";
            const auto image = engine_.find_image(translate::image_name(*current_, service->second));
            if (!image || image->id != container.image_id) return container.name + " has an old image";
            ++counts[name];
        }
        for (const auto& [name, service] : current_->services)
            if (counts[name] != replica_count(service)) return name + " has a wrong number of containers";
        return {};
    }

    static bool is_settled(const engine::ContainerSummary& container, bool is_job) {
        if (is_job) return container.state == ContainerState::exited && container.exit_code == 0;
        return container.state == ContainerState::running &&
               (container.health == Health::none || container.health == Health::healthy);
    }

    std::string volumes_lost() {
        for (const std::string& call : engine_.mutating_calls())
            if (call.starts_with("remove_volume")) return "a named volume was removed: " + call;
        return {};
    }

    const Versions& versions_;
    std::mt19937_64 chance_;
    const Project* current_;
    fakes::FakeEngine engine_;
    Silence silence_;
    std::vector<std::string> violations_;
};

std::string outcome(const Versions& versions, std::uint64_t seed) {
    History history(versions, seed);
    try {
        history.live_through_trouble();
        if (!history.violations().empty()) return history.violations().front();
        return history.recover();
    } catch (const std::exception& error) {
        return error.what();
    }
}

/// Lives through the histories of the first seeds, on all cores.
class Survey {
  public:
    Survey(const std::vector<Versions>& projects, std::uint64_t count) : projects_(projects), count_(count) {
        std::vector<std::jthread> threads;
        for (unsigned i = std::max(1u, std::thread::hardware_concurrency()); i > 0; --i)
            threads.emplace_back([this] { work(); });
    }

    /// "seed 7: ...", of the first few histories that went wrong; empty when all went well.
    const std::vector<std::string>& problems() const { return problems_; }

  private:
    static constexpr std::size_t enough_problems = 5;

    void work() {
        for (std::uint64_t seed = next_++; seed < count_; seed = next_++) {
            const std::string problem = outcome(projects_[seed % projects_.size()], seed);
            if (!problem.empty()) report("seed " + std::to_string(seed) + ": " + problem);
        }
    }

    void report(const std::string& problem) {
        const std::lock_guard lock(mutex_);
        problems_.push_back(problem);
        if (problems_.size() == enough_problems) next_ = count_;
    }

    const std::vector<Versions>& projects_;
    const std::uint64_t count_;
    std::atomic<std::uint64_t> next_ = 0;
    std::mutex mutex_;
    std::vector<std::string> problems_;
};

} // namespace

TEST_CASE("whatever happened before, one run converges and a second one has nothing to do") {
    const std::uint64_t count = history_count();
    const auto begin = std::chrono::steady_clock::now();
    const auto projects = all_projects();
    const Survey survey(projects, count);
    for (const std::string& problem : survey.problems()) FAIL_CHECK(problem);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    MESSAGE(count << " histories, " << static_cast<double>(count) / time.count() << " a second");
}

} // namespace muster::compose::execute
