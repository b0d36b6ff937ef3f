#include "steps.hpp"

#include <csignal>
#include <doctest/doctest.h>

namespace muster::e2e {

namespace {

std::string with_database(const std::string& terms) {
    return "services:\n" +
           running("db", "healthcheck: {test: 'test -e /ready || { touch /ready; false; }', interval: 300ms, "
                         "retries: 10}") +
           job("app", "echo ran", "depends_on: {db: " + terms + "}\nports: ['127.0.0.1::80']") +
           running("other");
}

void remove(Sandbox& box, const std::string& name) {
    box.engine().remove_container(name, engine::Engine::RemoveVolumes::anonymous);
}

} // namespace

TEST_CASE("run starts what the service depends on, waits for its health, and leaves it running") {
    Sandbox box(with_database("{condition: service_healthy}"));
    CHECK(succeed(box, {"run", "--rm", "-T", "app"}).out == "ran\n");
    CHECK(box.container_names() == names_of(box, {"db-1"}));
    CHECK(box.container("db").health == engine::Health::healthy);
}

TEST_CASE("run --no-deps starts nothing else") {
    Sandbox box(with_database("{condition: service_healthy}"));
    CHECK(succeed(box, {"run", "--rm", "-T", "--no-deps", "app"}).out == "ran\n");
    CHECK(box.container_names().empty());
}

TEST_CASE("run does not run when a dependency fails, and leaves no container of its own") {
    Sandbox box("services:\n" + job("seed", "echo bad seed; exit 3") +
                job("app", "echo ran", "depends_on: {seed: {condition: service_completed_successfully}}"));
    const auto failed = box.muster({"run", "-T", "app"});
    CHECK(failed.exit_code == 1);
    CHECK(failed.out.empty());
    CHECK(failed.err == containing("exited with code 3"));
    CHECK(failed.err == containing("bad seed"));
    CHECK(box.container_names() == names_of(box, {"seed-1"}));
}

TEST_CASE("run uses the service's own command unless another one is given") {
    Sandbox box("services:\n" + job("app", "echo own"));
    CHECK(succeed(box, {"run", "--rm", "-T", "app"}).out == "own\n");
    CHECK(succeed(box, {"run", "--rm", "-T", "app", "echo", "--given", "-x"}).out == "--given -x\n");
}

TEST_CASE("run without --rm leaves its container, which ps and up take no notice of") {
    Sandbox box("services:\n" + job("app", "exit 3"));
    CHECK(box.muster({"run", "-T", "app"}).exit_code == 3);
    const auto names = box.container_names();
    REQUIRE(names.size() == 1);
    CHECK(names[0].starts_with(box.project() + "-app-run-"));
    CHECK(succeed(box, {"ps", "-q"}).out.empty());
    CHECK(lines_of(succeed(box, {"ps", "-aq"}).out) == 1);
    succeed(box, {"up", "-d"});
    CHECK(box.container_names().size() == 2);
    succeed(box, {"down", "--remove-orphans"});
    CHECK(box.container_names().empty());
}

TEST_CASE("run --publish publishes a port of its own") {
    Sandbox box("services:\n" + running("app", "ports: ['127.0.0.1::80']"));
    const std::string name = box.project() + "-once";
    succeed(box, {"run", "-d", "--name", name, "-p", "127.0.0.1::81", "app"});
    const auto bindings = box.engine().find_container(name)->spec.host.port_bindings;
    CHECK(bindings.contains("81/tcp"));
    CHECK_FALSE(bindings.contains("80/tcp"));
    remove(box, name);
}

TEST_CASE("run --volume and --label add to what the service has") {
    Sandbox box("services:\n" + running("app", "volumes: ['data:/data']\nlabels: {team: blue}") +
                "volumes: {data: }\n");
    box.write("notes/one", "first");
    const std::string name = box.project() + "-once";
    succeed(box, {"run", "-d", "--name", name, "-v", "./notes:/notes:ro", "-l", "run=yes", "app"});
    const auto container = box.engine().find_container(name);
    REQUIRE(container);
    CHECK(container->mounts.size() == 2);
    CHECK(container->spec.labels.at("team") == "blue");
    CHECK(container->spec.labels.at("run") == "yes");
    remove(box, name);
}

TEST_CASE("run -e takes a variable's value from the host when it has none of its own") {
    Sandbox box("services:\n" + job("app", "echo $A $B $C", "environment: {A: service, B: service}"));
    CHECK(succeed_with(box, {{"C", "host"}}, {"run", "--rm", "-T", "-e", "B=flag", "-e", "C", "app"}).out ==
          "service flag host\n");
}

TEST_CASE("run's container answers to the service's name only with --use-aliases") {
    Sandbox box("services:\n" + running("app", "networks: {default: {aliases: [shop]}}") + running("client"));
    succeed(box, {"up", "-d", "client"});
    const auto ping = [&] { return inside(box, "client", "ping -c 1 -W 2 shop 2>&1; true"); };
    const std::string name = box.project() + "-once";
    succeed(box, {"run", "-d", "--name", name, "app"});
    CHECK(ping() != containing("1 packets received"));
    remove(box, name);
    succeed(box, {"run", "-d", "--name", name, "--use-aliases", "app"});
    CHECK(ping() == containing("1 packets received"));
    remove(box, name);
}

TEST_CASE("run --cap-add and --cap-drop change what the process may do") {
    Sandbox box("services:\n" + job("app", "grep CapEff /proc/self/status | cut -f 2"));
    const std::string plain = succeed(box, {"run", "--rm", "-T", "app"}).out;
    const std::string more = succeed(box, {"run", "--rm", "-T", "--cap-add", "NET_ADMIN", "app"}).out;
    const std::string none = succeed(box, {"run", "--rm", "-T", "--cap-drop", "ALL", "app"}).out;
    CHECK(std::stoull(more, nullptr, 16) == (std::stoull(plain, nullptr, 16) | 1ULL << 12));
    CHECK(std::stoull(none, nullptr, 16) == 0);
}

TEST_CASE("run of a command that does not exist fails, and leaves nothing") {
    Sandbox box("services:\n" + running("app"));
    const auto failed = box.muster({"run", "--rm", "-T", "app", "no-such-command"});
    CHECK(failed.exit_code != 0);
    CHECK(failed.err == containing("no-such-command"));
    CHECK(box.container_names().empty());
}

TEST_CASE("run of a service that does not exist is refused") {
    Sandbox box("services:\n" + running("app"));
    const auto refused = box.muster({"run", "--rm", "ap"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("'ap'"));
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("two runs of one service do not get in each other's way") {
    Sandbox box("services:\n" + job("app", "read line; echo got $line"));
    succeed(box, {"run", "-d", "--name", box.project() + "-waiting", "app"});
    const auto second = muster_with_input(box, "two\n", {"run", "--rm", "-T", "app"});
    CHECK_MESSAGE(second.out == "got two\n", second.err);
    CHECK(box.container_names() == std::vector{box.project() + "-waiting"});
}

TEST_CASE("run passes a signal on to its process, and ends with its exit code") {
    Sandbox box("services:\n" + job("app", "trap 'echo bye; exit 9' INT; read line; echo up; "
                                           "while :; do sleep 0.1; done"));
    // Once its input has come through, the command has been handed over.
    ProgramCall call = box.call({"run", "--rm", "-T", "app"});
    call.input = "go\n";
    RunningProgram run(call);
    box.await_event("app", "start");
    const auto containers = box.engine().list_containers({"com.docker.compose.project=" + box.project()});
    REQUIRE(containers.size() == 1);
    std::stop_source ready;
    engine::LogOptions follow;
    follow.follow = true;
    box.engine().read_logs(
        containers[0].id, follow, false,
        [&](engine::OutputStream, std::string_view) { ready.request_stop(); }, ready.get_token());
    run.send_signal(SIGINT);
    const auto ended = run.wait();
    CHECK(ended.exit_code == 9);
    CHECK(ended.out == "up\nbye\n");
}

} // namespace muster::e2e
