#include "base/go_json.hpp"
#include "compose/source/yaml_writer.hpp"
#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

namespace {

/// As `config --no-interpolate` prints it, below a line break.
std::string document_of(Loading loading) {
    const LoadedDocument loaded = load_document(loading.full_request(), loading.in_memory(), loading.sources);
    return "\n" + source::write_yaml(loaded.document);
}

/// The service `a` on one line.
std::string service_of(const std::string& text) {
    Loading loading = compose_file("services:\n  a: {" + text + "}\n");
    loading.request.normalise = false;
    loading.request.resolve_paths = false;
    const LoadedDocument loaded = load_document(loading.full_request(), loading.in_memory(), loading.sources);
    return to_go_json(*loaded.document.find("services")->find("a"));
}

struct Row {
    std::string written;
    std::string spelled_out;
};

} // namespace

TEST_CASE("a document keeps its variables and has its keys sorted") {
    CHECK(document_of(compose_file("x-mine: 0440\n"
                                   "services:\n"
                                   "  web:\n"
                                   "    image: nginx:${TAG:-1.25}\n"
                                   "    environment: {B: $$x, A: \"${NEEDED:?}\"}\n"
                                   "    build: ./app\n")) == R"(
name: project
networks:
  default:
    name: project_default
services:
  web:
    build:
      context: /project/app
      dockerfile: Dockerfile
    environment:
      A: ${NEEDED:?}
      B: $$x
    image: nginx:${TAG:-1.25}
    networks:
      default: null
x-mine: 288
)");
}

TEST_CASE("the short forms of a document are spelled out") {
    const Row rows[] = {
        {"env_file: x.env", R"({"env_file":[{"path":"x.env","required":true}]})"},
        {"dns: 1.1.1.1, tmpfs: /t", R"({"dns":["1.1.1.1"],"tmpfs":"/t"})"},
        {"gpus: all", R"({"gpus":[{"count":"all"}]})"},
        {"configs: [c]", R"({"configs":[{"source":"c"}]})"},
        {"secrets: [s, {source: t, mode: 0400}]",
         R"({"secrets":[{"source":"s","target":"/run/secrets/s"},{"mode":256,"source":"t","target":"/run/secrets/t"}]})"},
        {"networks: [n], models: [m]", R"({"models":{"m":null},"networks":{"n":null}})"},
        {"depends_on: [b]", R"({"depends_on":{"b":{"condition":"service_started","required":true}}})"},
        {"depends_on: {b: {condition: service_healthy}}",
         R"({"depends_on":{"b":{"condition":"service_healthy","required":true}}})"},
        {"devices: [\"/dev/a:/dev/b\"]",
         R"({"devices":[{"permissions":"rwm","source":"/dev/a","target":"/dev/b"}]})"},
        {"volumes: [\"data:/d:ro\", \"./x:${AT}\"]",
         R"({"volumes":[{"read_only":true,"source":"data","target":"/d","type":"volume","volume":{}},)"
         R"({"bind":{"create_host_path":true},"source":"./x","target":"${AT}","type":"bind"}]})"},
        {"ports: [\"80:81\", {target: 90}]",
         R"({"ports":[{"mode":"ingress","protocol":"tcp","published":"80","target":81},)"
         R"({"mode":"ingress","protocol":"tcp","target":90}]})"},
        {"command: echo hi, labels: [a=1], mem_limit: 1g",
         R"({"command":"echo hi","labels":["a=1"],"mem_limit":"1g"})"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.written);
        CHECK(service_of(row.written) == row.spelled_out);
    }
}

TEST_CASE("a list of ports with one that cannot be read yet stays as it is written") {
    CHECK(service_of("ports: [\"80:80\", \"${PORT}:80\"]") == R"({"ports":["80:80","${PORT}:80"]})");
}

TEST_CASE("what a document implies is filled in without looking at the environment") {
    Loading loading = compose_file("services:\n"
                                   "  a: {image: x, links: [\"b:db\"], pull_policy: if_not_present}\n"
                                   "  b: {build: {args: [HOME, X=1]}, network_mode: \"service:a\"}\n"
                                   "volumes: {v: , w: {external: {name: there}}}\n");
    CHECK(document_of(loading) == R"(
name: project
networks:
  default:
    name: project_default
services:
  a:
    depends_on:
      b:
        condition: service_started
        required: true
        restart: true
    image: x
    links:
      - b:db
    networks:
      default: null
    pull_policy: missing
  b:
    build:
      args:
        - X=1
      context: /project
      dockerfile: Dockerfile
    depends_on:
      a:
        condition: service_started
        required: true
        restart: true
    network_mode: service:a
volumes:
  v:
    name: project_v
  w:
    external: true
    name: there
)");
}

} // namespace muster::compose::load
