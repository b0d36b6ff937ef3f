#include "steps.hpp"

#include <doctest/doctest.h>

// The second-run law on a real engine: bringing up what is up changes nothing, whatever it consists of.

namespace muster::e2e {

namespace {

void check_second_run(const std::string& compose, const std::map<std::string, std::string>& files = {}) {
    Sandbox box(compose);
    for (const auto& [name, text] : files) box.write(name, text);
    const std::map<std::string, std::string> environment{{"TOKEN", "s3cret"}};
    succeed_with(box, environment, {"up", "-d"});
    const auto before = box.container_states();
    box.proxy().forget();
    const auto second = succeed_with(box, environment, {"up", "-d"});
    CAPTURE(second.err);
    CHECK(box.proxy().mutations().empty());
    CHECK(box.container_states() == before);
    CHECK(muster_with(box, environment, {"plan"}).exit_code == 0);
}

} // namespace

TEST_CASE("a second up changes nothing: networks of all kinds") {
    check_second_run("services:\n" +
                     running("a", "networks: {front: {aliases: [one, two], priority: 5}, back: , inner: }") +
                     running("b", "networks: [back]\nhostname: bee\nextra_hosts: ['h:10.0.0.1']") +
                     running("c", "network_mode: service:a") + running("d", "network_mode: none") +
                     "networks:\n  front: {labels: {x: y}}\n  back: {driver: bridge, driver_opts: "
                     "{com.docker.network.bridge.enable_icc: 'true'}}\n  inner: {internal: true}\n");
}

TEST_CASE("a second up changes nothing: volumes of all kinds") {
    check_second_run(
        "services:\n" +
            running("a",
                    "volumes:\n  - /anonymous\n  - named:/named\n  - ./folder:/folder:ro\n"
                    "  - {type: volume, source: named, target: /long, read_only: true}\n"
                    "  - {type: bind, source: ./folder, target: /long-bind, bind: {propagation: rprivate}}\n"
                    "tmpfs: [/quick]") +
            running("b", "volumes_from: [a]") +
            running("c", "volumes: [{type: tmpfs, target: /memory, tmpfs: {size: 1m}}]") +
            "volumes: {named: {driver: local, labels: [a=b]}}\n",
        {{"folder/file", "x"}});
}

TEST_CASE("a second up changes nothing: configs and secrets") {
    check_second_run("services:\n" +
                         running("a", "configs: [inline, {source: file, target: /etc/f, mode: 0440}]\n"
                                      "secrets: [token, {source: file, target: other, uid: '7'}]") +
                         "configs: {inline: {content: 'text'}, file: {file: ./f}}\n"
                         "secrets: {token: {environment: TOKEN}, file: {file: ./f}}\n",
                     {{"f", "text"}});
}

TEST_CASE("a second up changes nothing: limits and rights") {
    check_second_run(
        "services:\n" +
        running("a",
                "mem_limit: 64m\nmemswap_limit: 128m\ncpus: 0.25\npids_limit: 40\nulimits: {nofile: 99}\n"
                "cap_add: [NET_ADMIN]\ncap_drop: [MKNOD]\nsecurity_opt: ['no-new-privileges']\n"
                "read_only: true\nshm_size: 1m\nsysctls: {net.core.somaxconn: '99'}\n"
                "oom_score_adj: 10\ngroup_add: [nogroup]\ndevices: ['/dev/null:/dev/n']") +
        running("b", "deploy: {replicas: 2, resources: {limits: {cpus: '0.1', memory: 32m}}, "
                     "restart_policy: {condition: on-failure}}"));
}

TEST_CASE("a second up changes nothing: ports") {
    check_second_run("services:\n" +
                     running("a", "ports: ['80', '127.0.0.1::81', '127.0.0.1::82/udp', {target: 83}]\n"
                                  "expose: ['90-92']"));
}

TEST_CASE("a second up changes nothing: dependencies of every kind") {
    check_second_run(
        "services:\n" + running("db", "healthcheck: {test: 'true', interval: 200ms}") +
        job("seed", "true", "depends_on: {db: {condition: service_healthy}}") +
        running("web", "depends_on:\n  seed: {condition: service_completed_successfully}\n"
                       "  db: {condition: service_healthy, restart: true}\n"
                       "  extra: {condition: service_started, required: false}\nlinks: ['db:database']") +
        running("extra", "profiles: [more]"));
}

TEST_CASE("a second up changes nothing: labels, variables and words of every shape") {
    check_second_run(
        "services:\n" +
            running(
                "a",
                "env_file: a.env\nenvironment: {EMPTY: '', UNSET: , N: 1, F: 1.0, B: true, T: \"$TOKEN\"}\n"
                "labels: {a.b: 'c=d', empty: }\nentrypoint: [\"sh\", \"-c\"]\n"
                "command: [\"exec sleep 600 # $$HOME\"]\nuser: '0'\nworking_dir: /tmp\n"
                "stop_signal: SIGINT\nstop_grace_period: 1m30s\ntty: true\nstdin_open: true"),
        {{"a.env", "FROM_FILE=x y\n"}});
}

TEST_CASE("a second up changes nothing: a build, an extension and an include") {
    const std::map<std::string, std::string> files{
        {"part/compose.yaml", "services:\n" + running("part", "volumes: ['./data:/data']")},
        {"base.yaml", "services:\n" + running("base", "environment: {A: base}")},
        {"part/data/file", ""}};
    check_second_run("include: [part/compose.yaml]\nservices:\n"
                     "  web: {extends: {file: base.yaml, service: base}, depends_on: [part]}\n",
                     files);
}

} // namespace muster::e2e
