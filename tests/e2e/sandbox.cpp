#include "sandbox.hpp"

#include "engine_under_test.hpp"

#include "base/digest.hpp"
#include "engine-client/connection.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <regex>

namespace muster::e2e {

namespace {

constexpr std::size_t name_digits = 8;

std::string make_directory(const std::string& project) {
    const auto path = std::filesystem::temp_directory_path() / project;
    std::filesystem::create_directories(path);
    return path.string();
}

/// "/var/run/docker.sock" of "unix:///var/run/docker.sock".
std::string socket_path(const std::string& host) { return host.substr(std::string_view("unix://").size()); }

/// UNIX seconds with a fraction, as the engine takes them.
std::string time_after(std::chrono::seconds delay) {
    using namespace std::chrono;
    const auto time = duration_cast<nanoseconds>((system_clock::now() + delay).time_since_epoch()).count();
    const std::string fraction = std::to_string(time % 1'000'000'000);
    return std::to_string(time / 1'000'000'000) + "." + std::string(9 - fraction.size(), '0') + fraction;
}

} // namespace

Sandbox::Sandbox(const std::string& compose)
    : project_("mustertest" + random_hex(name_digits)), started_(time_after({})) {
    directory_ = make_directory(project_);
    const std::string& host = engine_under_test().host;
    proxy_ = std::make_unique<CountingProxy>(socket_path(host), path("engine.sock"));
    // On request, for it makes every scenario longer.
    if (std::getenv("MUSTER_TEST_SECOND_RUN")) second_run_ = std::make_unique<SecondRun>(*proxy_);
    engine_ = engine::connect({.host = host, .api_version = ""});
    write_compose(compose);
}

Sandbox::~Sandbox() {
    if (std::uncaught_exceptions() == 0) check_second_run();
    try {
        clean_up();
    } catch (const std::exception& error) {
        MESSAGE("left behind by " << project_ << ": " << error.what());
    }
    engine_.reset();
    proxy_.reset();
    std::filesystem::remove_all(directory_);
}

void Sandbox::check_second_run() {
    if (!second_run_) return;
    try {
        for (const std::string& breach : second_run_->find_breaches(*engine_))
            FAIL_CHECK("a second 'up' had something to do: " << breach);
    } catch (const std::exception& error) {
        FAIL_CHECK("a second 'up' could not be tried: " << error.what());
    }
}

void Sandbox::expect_work_again(const std::string& why) {
    MESSAGE("a second 'up' is not tried: " << why);
    second_run_.reset();
}

ProgramResult Sandbox::run(const ProgramCall& call) const {
    const ProgramResult result = run_program(call);
    if (second_run_) second_run_->note(call, result);
    return result;
}

// Without the program under test: it may be what is broken.
void Sandbox::remove_project(const std::string& project) {
    const std::vector<std::string> labels{"com.docker.compose.project=" + project};
    for (const auto& container : engine_->list_containers(labels))
        engine_->remove_container(container.id, engine::Engine::RemoveVolumes::anonymous);
    for (const auto& network : engine_->list_networks(labels)) engine_->remove_network(network.id);
    for (const auto& volume : engine_->list_volumes(labels)) engine_->remove_volume(volume.name);
}

void Sandbox::clean_up() {
    for (const std::string& project : other_projects_) remove_project(project);
    remove_project(project_);
    for (const std::string& network : networks_) engine_->remove_network(network);
    for (const std::string& volume : volumes_) engine_->remove_volume(volume);
    for (const std::string& image : images_)
        if (engine_->find_image(image)) engine_->remove_image(image);
}

std::string Sandbox::make_network(const std::string& suffix) {
    engine::NetworkSpec spec;
    spec.name = project_ + suffix;
    spec.driver = "bridge";
    engine_->create_network(spec);
    networks_.push_back(spec.name);
    return spec.name;
}

std::string Sandbox::make_volume(const std::string& suffix) {
    engine_->create_volume({.name = project_ + suffix, .driver = "local", .options = {}, .labels = {}});
    volumes_.push_back(project_ + suffix);
    return volumes_.back();
}

std::string Sandbox::image(const std::string& suffix) {
    images_.push_back(project_ + suffix);
    return images_.back();
}

std::string Sandbox::other_project(const std::string& suffix) {
    other_projects_.push_back(project_ + suffix);
    return other_projects_.back();
}

void Sandbox::write(const std::string& name, const std::string& text) const {
    if (second_run_) second_run_->forget();
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name)) << std::regex_replace(text, std::regex("IMAGE"), test_image);
}

ProgramCall Sandbox::call(std::vector<std::string> arguments) const {
    return {.arguments = std::move(arguments),
            .directory = directory_,
            .environment = {{"DOCKER_HOST", "unix://" + path("engine.sock")},
                            {"PWD", directory_},
                            {"XDG_RUNTIME_DIR", directory_}}};
}

engine::ContainerDetails Sandbox::container(const std::string& service, int number) {
    const auto found = engine_->find_container(project_ + "-" + service + "-" + std::to_string(number));
    REQUIRE_MESSAGE(found.has_value(), "no container of service " << service);
    return *found;
}

std::vector<std::string> Sandbox::container_states() {
    std::vector<std::string> lines;
    for (const auto& container : engine_->list_containers({"com.docker.compose.project=" + project_}))
        lines.push_back(container.name + " " + container.id + " " + to_string(container.state));
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::vector<std::string> Sandbox::container_names() {
    std::vector<std::string> names;
    for (const std::string& line : container_states()) names.push_back(line.substr(0, line.find(' ')));
    return names;
}

std::vector<std::string> Sandbox::network_names() {
    std::vector<std::string> names;
    for (const auto& network : engine_->list_networks({"com.docker.compose.project=" + project_}))
        names.push_back(network.name);
    return names;
}

std::vector<std::string> Sandbox::volume_names() {
    std::vector<std::string> names;
    for (const auto& volume : engine_->list_volumes({"com.docker.compose.project=" + project_}))
        names.push_back(volume.name);
    return names;
}

std::int64_t Sandbox::event_time(const std::string& service, const std::string& action) {
    std::int64_t time = 0;
    visit_events(service, action, {}, [&](const engine::Event& event) {
        if (time == 0) time = event.time;
        return Visit::next;
    });
    REQUIRE_MESSAGE(time != 0, "no event " << action << " of service " << service);
    return time;
}

void Sandbox::await_event(const std::string& service, const std::string& action) {
    bool has_come = false;
    visit_events(service, action, std::chrono::minutes(1), [&](const engine::Event&) {
        has_come = true;
        return Visit::stop;
    });
    REQUIRE_MESSAGE(has_come, "no event " << action << " of service " << service);
}

void Sandbox::visit_events(const std::string& service, const std::string& action, std::chrono::seconds time,
                           const std::function<Visit(const engine::Event&)>& visit) {
    std::stop_source done;
    const auto on_event = [&](const engine::Event& event) {
        const auto label = event.attributes.find("com.docker.compose.service");
        const bool is_of_service = label != event.attributes.end() && label->second == service;
        if (is_of_service && event.action == action && visit(event) == Visit::stop) done.request_stop();
    };
    const engine::EventQuery query{
        .since = started_, .until = time_after(time), .labels = {"com.docker.compose.project=" + project_}};
    engine_->watch_events(
        query, [] {}, on_event, done.get_token());
}

} // namespace muster::e2e
