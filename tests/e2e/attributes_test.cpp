#include "steps.hpp"

#include <doctest/doctest.h>

#include <algorithm>

// What a service asks for, as its container sees it.

namespace muster::e2e {

namespace {

/// Brings up a service with these attributes, and gives what the shell command prints in it.
std::string seen_with(const std::string& attributes, const std::string& command) {
    Sandbox box("services:\n" + running("web", attributes));
    succeed(box, {"up", "-d"});
    std::string seen = inside(box, "web", command);
    box.proxy().forget();
    succeed(box, {"up", "-d"});
    CHECK(box.proxy().mutations().empty());
    return seen;
}

std::string capabilities(const std::string& attributes) {
    return seen_with(attributes, "grep CapEff /proc/1/status | cut -f 2");
}

std::uint64_t bits(const std::string& hexadecimal) { return std::stoull(hexadecimal, nullptr, 16); }

constexpr std::uint64_t net_admin = 1ULL << 12, chown = 1ULL << 0;

} // namespace

TEST_CASE("ulimits are the process's") {
    // Those of the first process: what exec starts has limits of the engine's own choice.
    CHECK(seen_with("ulimits: {nofile: {soft: 1234, hard: 2345}, nproc: 4321}",
                    "awk '/open files/ {print $4, $5} /processes/ {print $3, $4}' /proc/1/limits") ==
          "4321 4321\n1234 2345\n");
}

TEST_CASE("sysctls are set, as a list or a map") {
    CHECK(seen_with("sysctls: {net.core.somaxconn: 321}", "cat /proc/sys/net/core/somaxconn") == "321\n");
    CHECK(seen_with("sysctls: [net.ipv4.ip_unprivileged_port_start=99]",
                    "cat /proc/sys/net/ipv4/ip_unprivileged_port_start") == "99\n");
}

TEST_CASE("capabilities are added and dropped") {
    const std::uint64_t changed = bits(capabilities("cap_add: [NET_ADMIN]\ncap_drop: [CHOWN]"));
    CHECK((changed & net_admin) != 0);
    CHECK((changed & chown) == 0);
    CHECK(bits(capabilities("cap_drop: [ALL]")) == 0);
}

TEST_CASE("a read-only container can write to its tmpfs only") {
    CHECK(seen_with("read_only: true\ntmpfs: /tmp",
                    "touch /tmp/a && echo there; touch /a 2>/dev/null || echo not here") ==
          "there\nnot here\n");
}

TEST_CASE("shm_size is that of /dev/shm") {
    CHECK(seen_with("shm_size: 8m", "grep ' /dev/shm ' /proc/mounts") == containing("size=8192k"));
}

TEST_CASE("user, groups and working directory are the process's") {
    CHECK(seen_with("user: '1234:4321'\ngroup_add: ['55']\nworking_dir: /home", "id -u; id -g; id -G; pwd") ==
          "1234\n4321\n4321 55\n/home\n");
}

TEST_CASE("init: true puts an init in front of the process, and false does not") {
    CHECK(seen_with("", "cat /proc/1/comm") == "docker-init\n");
    Sandbox box("services:\n  web:\n    image: IMAGE\n    init: false\n    stop_grace_period: 0s\n"
                "    command: sleep 600\n");
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "cat /proc/1/comm") == "sleep\n");
}

TEST_CASE("memory, processors and processes are limited, whichever way it is written") {
    for (const char* attributes : {"mem_limit: 64m\nmem_reservation: 32m\ncpus: 0.5\npids_limit: 50",
                                   "deploy: {resources: {limits: {memory: 64m, cpus: '0.5', pids: 50}, "
                                   "reservations: {memory: 32m}}}"}) {
        CAPTURE(attributes);
        Sandbox box("services:\n" + running("web", attributes));
        succeed(box, {"up", "-d"});
        const auto host = box.container("web").spec.host;
        CHECK(host.memory == 64 << 20);
        CHECK(host.memory_reservation == 32 << 20);
        CHECK(host.nano_cpus == 500'000'000);
        CHECK(host.pids_limit == 50);
    }
}

TEST_CASE("processor shares, quotas and sets are those asked for") {
    Sandbox box("services:\n" + running("web",
                                        "cpu_shares: 512\ncpu_period: 100000\ncpu_quota: 50000\ncpuset: '0'\n"
                                        "oom_score_adj: 123"));
    succeed(box, {"up", "-d"});
    const auto host = box.container("web").spec.host;
    CHECK(host.cpu_shares == 512);
    CHECK(host.cpu_period == 100000);
    CHECK(host.cpu_quota == 50000);
    CHECK(host.cpuset_cpus == "0");
    CHECK(inside(box, "web", "cat /proc/self/oom_score_adj") == "123\n");
}

TEST_CASE("a container that takes more memory than it may have is blamed for it") {
    Sandbox box("services:\n" +
                job("greedy", "head -c 100m /dev/zero | tail", "mem_limit: 16m\nmemswap_limit: 16m") +
                running("web", "depends_on: {greedy: {condition: service_completed_successfully}}"));
    const auto failed = box.muster({"up", "-d"});
    CHECK(failed.exit_code == 1);
    CHECK(failed.err == containing("memory"));
}

TEST_CASE("devices are there under the name asked for") {
    CHECK(seen_with("devices: ['/dev/null:/dev/nothing:rw']", "echo gone > /dev/nothing; ls /dev/nothing") ==
          "/dev/nothing\n");
}

TEST_CASE("security options are passed on") {
    CHECK(seen_with("security_opt: ['no-new-privileges:true']",
                    "grep NoNewPrivs /proc/self/status | cut -f 2") == "1\n");
}

TEST_CASE("labels come from the service, and from files where it does not say otherwise") {
    Sandbox box("services:\n" +
                running("web", "labels: [\"plain=1\", both=service, empty]\nlabel_file: ./labels"));
    box.write("labels", "both=file\nonly=file\n");
    succeed(box, {"up", "-d"});
    const auto labels = box.container("web").spec.labels;
    CHECK(labels.at("plain") == "1");
    CHECK(labels.at("both") == "service");
    CHECK(labels.at("only") == "file");
    CHECK(labels.at("empty").empty());
}

TEST_CASE("logs go where the service says") {
    Sandbox box("services:\n" +
                running("web", "logging: {driver: json-file, options: {max-size: 1m, max-file: '3'}}"));
    succeed(box, {"up", "-d"});
    const auto log = box.container("web").spec.host.log;
    REQUIRE(log);
    CHECK(log->driver == "json-file");
    CHECK(log->options == std::map<std::string, std::string>{{"max-file", "3"}, {"max-size", "1m"}});
}

TEST_CASE("a restart policy is written in one word, with the number of tries behind it") {
    Sandbox box("services:\n" + running("a", "restart: unless-stopped") +
                running("b", "restart: 'on-failure:2'") + running("c", "restart: 'no'"));
    succeed(box, {"up", "-d"});
    CHECK(box.container("a").spec.host.restart == engine::RestartSpec{"unless-stopped", 0});
    CHECK(box.container("b").spec.host.restart == engine::RestartSpec{"on-failure", 2});
    CHECK(box.container("c").spec.host.restart.maximum_retry_count == 0);
}

TEST_CASE("the restart policy of deploy counts before the service's own") {
    Sandbox box("services:\n" + running("web",
                                        "restart: always\ndeploy: {restart_policy: {condition: on-failure, "
                                        "max_attempts: 4}}"));
    succeed(box, {"up", "-d"});
    const auto restart = box.container("web").spec.host.restart;
    CHECK(restart.name == "on-failure");
    CHECK(restart.maximum_retry_count == 4);
}

TEST_CASE("entrypoint and command are split as a shell would, or taken word by word") {
    Sandbox box(
        "services:\n"
        "  split:\n    image: IMAGE\n    entrypoint: printf '%s|'\n    command: one 'two three' four\\ five\n"
        "  words:\n    image: IMAGE\n    entrypoint: [printf, '%s|']\n    command: [one, 'two three']\n");
    succeed(box, {"up", "-d"});
    CHECK(output_of(box, "split") == "one|two three|four five|");
    CHECK(output_of(box, "words") == "one|two three|");
}

TEST_CASE("a stop sends the service's signal, and kills what takes longer than its grace") {
    const std::string loop = "touch /tmp/up; while :; do sleep 0.1; done'\n"
                             "healthcheck: {test: test -e /tmp/up, interval: 200ms}\n";
    Sandbox box("services:\n" +
                running("polite", "command: sh -c 'trap \"exit 7\" USR1; " + loop + "stop_signal: SIGUSR1") +
                "  stubborn:\n    image: IMAGE\n    stop_grace_period: 1s\n"
                "    command: sh -c 'trap \"\" TERM; touch /tmp/up; while :; do sleep 0.1; done'\n"
                "    healthcheck: {test: test -e /tmp/up, interval: 200ms}\n");
    succeed(box, {"up", "--wait"});
    succeed(box, {"stop"});
    CHECK(box.container("stubborn").exit_code == 137);
    CHECK(box.container("polite").exit_code == 7);
}

TEST_CASE("a container with a terminal and open input has both") {
    Sandbox box("services:\n" +
                job("web", "test -t 0 && test -t 1 && echo a terminal", "tty: true\nstdin_open: true"));
    succeed(box, {"up", "-d"});
    const auto web = box.container("web");
    CHECK(web.spec.tty);
    CHECK(web.spec.open_stdin);
    box.engine().wait_container(web.id, {}, engine::Engine::WaitFor::not_running);
    CHECK(succeed(box, {"logs", "--no-log-prefix"}).out == "a terminal\n");
}

TEST_CASE("annotations need API 1.43, and an older engine is said to be too old") {
    Sandbox box("services:\n" + running("web", "annotations: {com.example.team: blue}"));
    const auto up = box.muster({"up", "-d"});
    if (speaks(box, {1, 43})) {
        REQUIRE_MESSAGE(up.exit_code == 0, up.err);
        CHECK(box.container("web").spec.host.annotations.at("com.example.team") == "blue");
    } else {
        CHECK(up.exit_code == 1);
        CHECK(up.err == containing("annotations"));
        CHECK(up.err == containing("needs Docker Engine 24.0 (API 1.43), but this engine speaks API 1.41"));
        CHECK(box.proxy().mutations().empty());
    }
}

TEST_CASE("all mistakes of a file are told at once, with their lines, and nothing is made") {
    Sandbox box("services:\n  web:\n    imgae: IMAGE\n  db:\n    image: IMAGE\n    ports: ['80:abc']\n"
                "    networks: [nowhere]\n");
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("compose.yaml:3:5"));
    CHECK(refused.err == containing("compose.yaml:6:"));
    CHECK(box.proxy().mutations().empty());
}

} // namespace muster::e2e
