#include "sandbox.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>

namespace muster::e2e {

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// `web` waits until open_gate() was called.
const std::string gated =
    "services:\n"
    "  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n    environment: {V: \"1\"}\n"
    "    healthcheck: {test: test -e /tmp/open, interval: 200ms, retries: 3000}\n"
    "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n    environment: {V: \"1\"}\n"
    "    depends_on: {db: {condition: service_healthy}}\n";

const std::string plain =
    "services:\n"
    "  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n    environment: {V: \"1\"}\n"
    "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n    environment: {V: \"1\"}\n"
    "    depends_on: [db]\n";

std::string with_value(std::string compose, const std::string& value) {
    for (std::size_t at = 0; (at = compose.find("\"1\"", at)) != std::string::npos; at += 3)
        compose.replace(at + 1, 1, value);
    return compose;
}

void open_gate(Sandbox& box) {
    REQUIRE(box.muster({"exec", "-T", "db", "touch", "/tmp/open"}).exit_code == 0);
}

bool has_value(Sandbox& box, const std::string& service, const std::string& value) {
    const auto environment = box.container(service).spec.environment;
    return std::find(environment.begin(), environment.end(), "V=" + value) != environment.end();
}

void check_running(Sandbox& box) {
    CHECK(box.container_names() == std::vector{box.project() + "-db-1", box.project() + "-web-1"});
    CHECK(box.container("db").state == engine::ContainerState::running);
    CHECK(box.container("web").state == engine::ContainerState::running);
    CHECK(box.network_names().size() == 1);
}

std::size_t count(const std::vector<std::string>& requests, const std::string& request) {
    return static_cast<std::size_t>(std::count(requests.begin(), requests.end(), request));
}

/// `up -d` in the middle of its work: `db` runs, `web` waits for it.
class WaitingUp {
  public:
    explicit WaitingUp(Sandbox& box) : up_(box.call({"up", "-d"})) { box.await_event("db", "start"); }
    RunningProgram& program() { return up_; }

  private:
    RunningProgram up_;
};

} // namespace

TEST_CASE("two ups at the same time end as one after the other: one creates, the other finds all done") {
    Sandbox box(plain);
    RunningProgram first(box.call({"up", "-d"}));
    RunningProgram second(box.call({"up", "-d"}));
    CHECK(first.wait().exit_code == 0);
    CHECK(second.wait().exit_code == 0);
    check_running(box);
    CHECK(count(box.proxy().mutations(), "POST /containers/create") == 2);
    CHECK(count(box.proxy().mutations(), "POST /networks/create") == 1);
}

TEST_CASE("two ups of a changed project at the same time recreate each container once") {
    Sandbox box(plain);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    box.write_compose(with_value(plain, "2"));
    box.proxy().forget();
    RunningProgram first(box.call({"up", "-d"}));
    RunningProgram second(box.call({"up", "-d"}));
    CHECK(first.wait().exit_code == 0);
    CHECK(second.wait().exit_code == 0);
    check_running(box);
    CHECK(has_value(box, "db", "2"));
    CHECK(has_value(box, "web", "2"));
    CHECK(count(box.proxy().mutations(), "POST /containers/create") == 2);
    CHECK(box.muster({"plan"}).exit_code == 0);
}

TEST_CASE("two runs that want different numbers of replicas end as the later one wants it") {
    Sandbox box(plain);
    RunningProgram one(box.call({"up", "-d"}));
    RunningProgram three(box.call({"up", "-d", "--scale", "web=3"}));
    CHECK(one.wait().exit_code == 0);
    CHECK(three.wait().exit_code == 0);
    const std::size_t webs = box.container_names().size() - 1;
    CHECK((webs == 1 || webs == 3));
    for (const std::string& state : box.container_states()) CHECK(state.ends_with(" running"));
}

TEST_CASE("up and down at the same time leave all or nothing") {
    Sandbox box(plain);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    box.write_compose(with_value(plain, "2"));
    RunningProgram up(box.call({"up", "-d"}));
    RunningProgram down(box.call({"down", "-t", "0"}));
    CHECK(up.wait().exit_code == 0);
    CHECK(down.wait().exit_code == 0);
    if (box.container_names().empty())
        CHECK(box.network_names().empty());
    else
        check_running(box);
}

TEST_CASE("down says for whom it waits, and takes down what the other has brought up meanwhile") {
    Sandbox box(gated);
    WaitingUp up(box);
    RunningProgram down(box.call({"down", "-t", "0"}));
    down.await_err("Waiting for 'muster up' (process ");
    CHECK(box.container_names().size() >= 1);
    open_gate(box);
    CHECK(up.program().wait().exit_code == 0);
    const auto result = down.wait();
    CHECK(result.exit_code == 0);
    CHECK(has(result.err, ") to finish with project '" + box.project() + "'\n"));
    CHECK(box.container_names().empty());
    CHECK(box.network_names().empty());
}

TEST_CASE("a project known by its name only is looked at after the wait") {
    Sandbox box(gated);
    WaitingUp up(box);
    ProgramCall call = box.call({"-p", box.project(), "stop", "-t", "0"});
    call.directory = "/";
    call.environment["PWD"] = "/";
    RunningProgram stop(call);
    stop.await_err("Waiting for 'muster up'");
    open_gate(box);
    CHECK(up.program().wait().exit_code == 0);
    CHECK(stop.wait().exit_code == 0);
    CHECK(box.container("db").state == engine::ContainerState::exited);
    CHECK(box.container("web").state == engine::ContainerState::exited);
}

TEST_CASE("Ctrl-C ends the wait for another run, which goes on") {
    Sandbox box(gated);
    WaitingUp up(box);
    RunningProgram down(box.call({"down"}));
    down.await_err("Waiting for 'muster up'");
    down.send_signal(SIGINT);
    CHECK(down.wait().exit_code == 130);
    open_gate(box);
    CHECK(up.program().wait().exit_code == 0);
    check_running(box);
}

TEST_CASE("a run that is killed outright holds up nobody") {
    Sandbox box(gated);
    {
        WaitingUp up(box);
        RunningProgram second(box.call({"up", "-d"}));
        second.await_err("Waiting for 'muster up'");
        up.program().send_signal(SIGKILL);
        CHECK(up.program().wait().exit_code == 137);
        open_gate(box);
        CHECK(second.wait().exit_code == 0);
    }
    check_running(box);
}

TEST_CASE("looking, planning and signals do not wait for a run that changes the project") {
    Sandbox box(gated);
    WaitingUp up(box);
    CHECK(has(box.muster({"ps"}).out, box.project() + "-db-1"));
    CHECK(box.muster({"plan"}).exit_code == 2);
    CHECK(box.muster({"--dry-run", "down"}).exit_code == 0);
    CHECK(box.muster({"pause", "db"}).exit_code == 0);
    CHECK(box.muster({"unpause", "db"}).exit_code == 0);
    CHECK(box.muster({"kill", "db"}).exit_code == 0);
    CHECK(up.program().wait().exit_code == 1);
}

TEST_CASE("an attached up leaves the project to others once all is started") {
    Sandbox box(plain);
    RunningProgram up(box.call({"up"}));
    box.await_event("web", "start");
    const auto scaled = box.muster({"scale", "web=2"});
    CHECK(scaled.exit_code == 0);
    const auto down = box.muster({"down", "-t", "0"});
    CHECK(down.exit_code == 0);
    CHECK(up.wait().exit_code == 0);
    CHECK(box.container_names().empty());
}

TEST_CASE("run leaves the project to others while its command runs") {
    Sandbox box(plain);
    RunningProgram run(box.call({"run", "--rm", "-T", "web", "sh", "-c", "echo ready; sleep 600"}));
    run.await_out("ready");
    CHECK(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.muster({"down", "-t", "0", "--remove-orphans"}).exit_code == 0);
    run.send_signal(SIGKILL);
}

TEST_CASE("Ctrl-C in an attached up waits for another run, a second one does not") {
    Sandbox box(gated);
    RunningProgram attached(box.call({"up"}));
    box.await_event("db", "start");
    open_gate(box);
    box.await_event("web", "start");
    box.write_compose(with_value(gated, "2"));
    RunningProgram other(box.call({"up", "-d", "--force-recreate"}));
    other.await_err("-db-1  Waiting");
    attached.send_signal(SIGINT);
    attached.await_err("Waiting for 'muster up'");
    attached.send_signal(SIGINT);
    CHECK(attached.wait().exit_code == 130);
    CHECK(other.wait().exit_code != 0);
}

TEST_CASE("projects of different names do not wait for each other") {
    Sandbox one(gated);
    Sandbox two(plain);
    WaitingUp up(one);
    ProgramCall call = two.call({"up", "-d"});
    call.environment["XDG_RUNTIME_DIR"] = one.path("");
    const auto result = run_program(call);
    CHECK(result.exit_code == 0);
    CHECK_FALSE(has(result.err, "Waiting for 'muster"));
    open_gate(one);
    CHECK(up.program().wait().exit_code == 0);
}

} // namespace muster::e2e
