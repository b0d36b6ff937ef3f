#include "steps.hpp"

#include <doctest/doctest.h>

#include <algorithm>

// Builds and pull policies, without a registry.

namespace muster::e2e {

namespace {

long builds_of(Sandbox& box) {
    const auto requests = box.proxy().requests();
    return std::count(requests.begin(), requests.end(), "POST /build");
}

/// A service `app` that is built from these lines and writes what its command says.
std::string built(const std::string& build) {
    return "services:\n  app:\n    init: true\n    build:\n" + build;
}

} // namespace

TEST_CASE("a Dockerfile in the compose file is built, with arguments from it and from the host") {
    Sandbox box("services: {}\n");
    box.image("-app");
    box.write_compose(built("      context: .\n      args: {A: written, B: }\n      dockerfile_inline: |\n"
                            "        FROM IMAGE\n        ARG A\n        ARG B\n"
                            "        ENV SHOWN=\"$$A $$B\"\n        CMD echo $$SHOWN\n"));
    succeed_with(box, {{"B", "host"}}, {"up", "-d"});
    CHECK(output_of(box, "app") == "written host\n");
}

TEST_CASE("build --build-arg changes an argument") {
    Sandbox box("services: {}\n");
    box.image("-app");
    box.write_compose(built("      context: .\n      args: {A: file}\n"));
    box.write("Dockerfile", "FROM IMAGE\nARG A\nENV SHOWN=$A\nCMD echo $SHOWN\n");
    succeed(box, {"build", "--build-arg", "A=flag"});
    CHECK(output_after_up(box, "app") == "flag\n");
}

TEST_CASE("a stage can be the target, and the Dockerfile can lie elsewhere") {
    Sandbox box("services: {}\n");
    box.image("-app");
    box.write_compose(
        built("      context: src\n      dockerfile: ../docker/app.Dockerfile\n      target: early\n"));
    box.write("src/data", "from the context\n");
    box.write("docker/app.Dockerfile",
              "FROM IMAGE AS early\nCOPY data /data\nCMD cat /data\nFROM early\nCMD echo late\n");
    CHECK(output_after_up(box, "app") == "from the context\n");
}

TEST_CASE("up --build builds again, and recreates only when the image has changed") {
    Sandbox box("services: {}\n");
    box.image("-app");
    box.write_compose(built("      context: src\n"));
    box.write("src/Dockerfile", "FROM IMAGE\nCOPY data /data\nCMD sleep 600\n");
    box.write("src/data", "one\n");
    succeed(box, {"up", "-d"});
    const std::string id = box.container("app").id;
    succeed(box, {"up", "-d", "--build"});
    CHECK(box.container("app").id == id);
    box.write("src/data", "two\n");
    succeed(box, {"up", "-d"});
    CHECK(box.container("app").id == id);
    succeed(box, {"up", "-d", "--build"});
    CHECK(box.container("app").id != id);
    CHECK(inside(box, "app", "cat /data") == "two\n");
}

TEST_CASE("an image has the name, the tags and the labels of its service") {
    Sandbox box("services: {}\n");
    const std::string image = box.image("-own:1"), extra = box.image("-extra:2");
    box.write_compose("services:\n  app:\n    image: " + image +
                      "\n    build:\n      context: .\n      tags: [" + extra +
                      "]\n      labels: {team: blue}\n      dockerfile_inline: 'FROM IMAGE'\n");
    succeed(box, {"build"});
    const auto built = box.engine().find_image(image);
    REQUIRE(built);
    CHECK(built->labels.at("team") == "blue");
    CHECK(built->labels.at("com.docker.compose.project") == box.project());
    CHECK(built->labels.at("com.docker.compose.service") == "app");
    const auto tagged = box.engine().find_image(extra);
    REQUIRE(tagged);
    CHECK(tagged->id == built->id);
}

TEST_CASE("two services of one image build it once") {
    Sandbox box("services: {}\n");
    const std::string image = box.image("-shared:1");
    const std::string build = "    image: " + image +
                              "\n    build: {context: ., dockerfile_inline: 'FROM IMAGE'}\n"
                              "    command: sleep 600\n    init: true\n";
    box.write_compose("services:\n  a:\n" + build + "  b:\n" + build);
    succeed(box, {"up", "-d"});
    CHECK(builds_of(box) == 1);
    CHECK(box.container("a").image_id == box.container("b").image_id);
}

TEST_CASE("build takes the named services only") {
    Sandbox box("services: {}\n");
    const std::string a = box.image("-a"), b = box.image("-b");
    const std::string build = "    build: {context: ., dockerfile_inline: 'FROM IMAGE'}\n";
    box.write_compose("services:\n  a:\n" + build + "  b:\n" + build);
    succeed(box, {"build", "b"});
    CHECK(box.engine().find_image(b));
    CHECK_FALSE(box.engine().find_image(a));
}

TEST_CASE("--no-build with an image that is not there is refused") {
    Sandbox box(built("      context: .\n      dockerfile_inline: FROM IMAGE\n"));
    const auto refused = box.muster({"up", "-d", "--no-build"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("'" + box.project() + "-app'"));
    CHECK(box.container_names().empty());
}

TEST_CASE("pull_policy: never, or --pull never, does not ask a registry") {
    Sandbox box("services:\n  app:\n    image: muster-test/nowhere:1\n    pull_policy: never\n");
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("muster-test/nowhere:1"));
    CHECK(box.proxy().mutations().empty());
    box.write_compose("services:\n  app:\n    image: muster-test/nowhere:1\n");
    CHECK(box.muster({"up", "-d", "--pull", "never"}).exit_code == 1);
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("pull_policy: build builds at every up") {
    Sandbox box("services: {}\n");
    box.image("-app");
    box.write_compose("services:\n  app:\n    pull_policy: build\n    command: sleep 600\n    init: true\n"
                      "    build: {context: ., dockerfile_inline: 'FROM IMAGE'}\n");
    succeed(box, {"up", "-d"});
    const std::string id = box.container("app").id;
    box.proxy().forget();
    succeed(box, {"up", "-d"});
    CHECK(builds_of(box) == 1);
    CHECK(box.container("app").id == id);
}

TEST_CASE("an image that is tagged anew recreates who uses it") {
    Sandbox box("services: {}\n");
    const std::string image = box.image("-moving:1");
    box.write("one/Dockerfile", "FROM IMAGE\nCMD sleep 600\nLABEL v=1\n");
    box.write("two/Dockerfile", "FROM IMAGE\nCMD sleep 600\nLABEL v=2\n");
    const std::string app = "services:\n  app:\n    image: " + image + "\n    init: true\n    build: ";
    box.write("builder.yaml", app + "./two\n");
    box.write_compose(app + "./one\n");
    succeed(box, {"up", "-d"});
    const std::string id = box.container("app").id;
    succeed(box, {"-f", "builder.yaml", "build"});
    const auto up = succeed(box, {"up", "-d"});
    CHECK(box.container("app").id != id);
    CHECK(box.container("app").spec.labels.at("v") == "2");
}

TEST_CASE("down --rmi local leaves images with names of their own; --rmi all takes them") {
    Sandbox box("services: {}\n");
    const std::string own = box.image("-own:1"), made_up = box.image("-app");
    const std::string build = "    build: {context: ., dockerfile_inline: \"FROM IMAGE\\nLABEL a=";
    box.write_compose("services:\n  app:\n" + build + "1\"}\n  own:\n    image: " + own + "\n");
    box.write("builder.yaml", "services:\n  own:\n    image: " + own + "\n" + build + "2\"}\n");
    succeed(box, {"-f", "builder.yaml", "build"});
    succeed(box, {"up", "-d"});
    succeed(box, {"down", "--rmi", "local"});
    CHECK_FALSE(box.engine().find_image(made_up));
    CHECK(box.engine().find_image(own));
    succeed(box, {"down", "--rmi", "all"});
    CHECK_FALSE(box.engine().find_image(own));
    CHECK(box.muster({"down", "--rmi", "some"}).exit_code == 1);
}

TEST_CASE("what an image says of its process is used where the service is silent") {
    Sandbox box("services: {}\n");
    box.image("-app");
    box.write_compose(built("      context: .\n") + "    environment: {B: service}\n");
    box.write("Dockerfile", "FROM IMAGE\nENV A=image B=image\nWORKDIR /home\nUSER 1234\n"
                            "CMD echo $A $B $(pwd) $(id -u)\n");
    CHECK(output_after_up(box, "app") == "image service /home 1234\n");
}

TEST_CASE("an image's volume keeps its data when the container is recreated") {
    Sandbox box("services: {}\n");
    box.image("-app");
    const std::string compose = built("      context: .\n      dockerfile_inline: |\n        FROM IMAGE\n"
                                      "        VOLUME /state\n        CMD sleep 600\n");
    box.write_compose(compose);
    succeed(box, {"up", "-d"});
    inside(box, "app", "echo kept > /state/file");
    box.write_compose(compose + "    environment: {V: '2'}\n");
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "app", "cat /state/file; echo $V") == "kept\n2\n");
}

TEST_CASE("run --build builds first") {
    Sandbox box("services: {}\n");
    box.image("-app");
    box.write_compose(built("      context: .\n"));
    box.write("Dockerfile", "FROM IMAGE\nCMD echo one\n");
    CHECK(succeed(box, {"run", "--rm", "-T", "app"}).out == "one\n");
    box.write("Dockerfile", "FROM IMAGE\nCMD echo two\n");
    CHECK(succeed(box, {"run", "--rm", "-T", "app"}).out == "one\n");
    CHECK(succeed(box, {"run", "--rm", "-T", "--build", "app"}).out == "two\n");
}

TEST_CASE("a missing Dockerfile and a missing context are named") {
    Sandbox box(built("      context: .\n"));
    const auto no_file = box.muster({"build"});
    CHECK(no_file.exit_code == 1);
    CHECK(no_file.err == containing("Dockerfile"));
    box.write_compose(built("      context: ./nowhere\n"));
    const auto no_context = box.muster({"build"});
    CHECK(no_context.exit_code == 1);
    CHECK(no_context.err == containing("nowhere"));
}

} // namespace muster::e2e
