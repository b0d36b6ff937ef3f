#include "sandbox.hpp"

#include <doctest/doctest.h>

namespace muster::e2e {

TEST_CASE(
    "up creates the network, the volume and the container with the names and labels of Docker Compose") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                "    volumes: [\"data:/data\"]\nvolumes:\n  data:\n");
    const auto result = box.muster({"up", "-d"});
    CHECK_MESSAGE(result.exit_code == 0, result.err);
    CHECK(box.container_names() == std::vector{box.project() + "-web-1"});
    CHECK(box.network_names() == std::vector{box.project() + "_default"});
    CHECK(box.volume_names() == std::vector{box.project() + "_data"});
    const auto web = box.container("web");
    CHECK(web.state == engine::ContainerState::running);
    CHECK(web.spec.labels.at("com.docker.compose.project") == box.project());
    CHECK(web.spec.labels.at("com.docker.compose.service") == "web");
    CHECK(web.spec.labels.at("com.docker.compose.container-number") == "1");
    CHECK(web.spec.labels.at("com.docker.compose.oneoff") == "False");
    CHECK(web.spec.labels.at("com.docker.compose.config-hash").size() == 64);
}

TEST_CASE("a second up asks the engine to change nothing, and says so") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                "    healthcheck:\n      test: \"true\"\n      interval: 1s\n"
                "  worker:\n    image: IMAGE\n    init: true\n    command: sleep 600\n    scale: 2\n"
                "    depends_on:\n      web:\n        condition: service_healthy\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto before = box.container_states();
    box.proxy().forget();
    const auto second = box.muster({"up", "-d"});
    CHECK(second.exit_code == 0);
    CHECK(box.proxy().mutations().empty());
    CHECK(second.err.find("nothing to do") != std::string::npos);
    CHECK(box.container_states() == before);
    CHECK(box.muster({"plan"}).exit_code == 0);
}

TEST_CASE("a changed variable is named with its place, and exactly its service is recreated") {
    const std::string compose =
        "services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
        "    environment:\n      MODE: one\n"
        "  other:\n    image: IMAGE\n    init: true\n    command: sleep 600\n";
    Sandbox box(compose);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto web = box.container("web").id;
    const auto other = box.container("other").id;
    std::string changed = compose;
    box.write_compose(changed.replace(changed.find("one"), 3, "two"));
    const auto plan = box.muster({"plan"});
    CHECK(plan.exit_code == 2);
    CHECK(plan.out.find("environment.MODE: 'one' -> 'two' (compose.yaml:7:7)") != std::string::npos);
    CHECK(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.container("web").id != web);
    CHECK(box.container("other").id == other);
    CHECK(box.container_names() == std::vector{box.project() + "-other-1", box.project() + "-web-1"});
}

TEST_CASE("an anonymous volume keeps its data when its container is recreated") {
    const std::string compose = "services:\n  db:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                                "    volumes: [/state]\n    environment: {V: \"1\"}\n";
    Sandbox box(compose);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    REQUIRE(box.muster({"exec", "-T", "db", "sh", "-c", "echo kept > /state/file"}).exit_code == 0);
    std::string changed = compose;
    box.write_compose(changed.replace(changed.find("\"1\""), 3, "\"2\""));
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    CHECK(box.muster({"exec", "-T", "db", "cat", "/state/file"}).out == "kept\n");
}

TEST_CASE("scaling up and down touches only the containers concerned") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto first = box.container("web").id;
    REQUIRE(box.muster({"up", "-d", "--scale", "web=3"}).exit_code == 0);
    CHECK(box.container_names().size() == 3);
    REQUIRE(box.muster({"up", "-d", "--scale", "web=1"}).exit_code == 0);
    CHECK(box.container_names() == std::vector{box.project() + "-web-1"});
    CHECK(box.container("web").id == first);
}

TEST_CASE("a dry run prints the plan and asks the engine to change nothing") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    command: sleep 600\n");
    const auto result = box.muster({"--dry-run", "up", "-d"});
    CHECK(result.exit_code == 0);
    CHECK(result.out.find("Container " + box.project() + "-web-1") != std::string::npos);
    CHECK(box.proxy().mutations().empty());
    CHECK(box.container_names().empty());
}

TEST_CASE("orphans are pointed out, and removed when asked") {
    Sandbox box("services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                "  old:\n    image: IMAGE\n    init: true\n    command: sleep 600\n");
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    box.write_compose("services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n");
    const auto warned = box.muster({"up", "-d"});
    CHECK(warned.err.find("orphan") != std::string::npos);
    CHECK(box.container_names().size() == 2);
    REQUIRE(box.muster({"up", "-d", "--remove-orphans"}).exit_code == 0);
    CHECK(box.container_names() == std::vector{box.project() + "-web-1"});
}

TEST_CASE("a network that is no longer as declared is replaced, and its containers keep their names in it") {
    const std::string compose =
        "services:\n  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
        "  client:\n    image: IMAGE\n    init: true\n    command: sleep 600\n";
    Sandbox box(compose);
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    box.write_compose(compose + "networks:\n  default:\n    labels: {changed: \"yes\"}\n");
    const auto result = box.muster({"up", "-d"});
    CHECK_MESSAGE(result.exit_code == 0, result.err);
    CHECK(box.muster({"exec", "-T", "client", "ping", "-c", "1", "web"}).exit_code == 0);
    CHECK(box.muster({"plan"}).exit_code == 0);
}

TEST_CASE("secrets reach the container as files, from the host and from the environment") {
    Sandbox box("services:\n  app:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                "    secrets: [from_file, from_variable]\n"
                "    configs:\n      - source: inline\n        target: /etc/app.conf\n"
                "secrets:\n  from_file:\n    file: ./token.txt\n  from_variable:\n    environment: HIDDEN\n"
                "configs:\n  inline:\n    content: |\n      mode = fast\n");
    box.write("token.txt", "t0ken");
    auto call = box.call({"up", "-d"});
    call.environment["HIDDEN"] = "s3cret";
    const auto result = run_program(call);
    REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    CHECK((result.out + result.err).find("s3cret") == std::string::npos);
    CHECK(box.muster({"exec", "-T", "app", "cat", "/run/secrets/from_file"}).out == "t0ken");
    call.arguments = {"exec", "-T", "app", "cat", "/run/secrets/from_variable", "/etc/app.conf"};
    CHECK(run_program(call).out == "s3cretmode = fast\n");
}

} // namespace muster::e2e
