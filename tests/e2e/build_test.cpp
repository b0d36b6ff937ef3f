#include "sandbox.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace muster::e2e {

TEST_CASE("a missing image is built, with the ignored files left out, and built only once") {
    Sandbox box("services:\n  app:\n    build:\n      context: ./app\n      args: {GREETING: hello}\n");
    box.write("app/Dockerfile",
              "FROM muster-test/busybox:1\nARG GREETING\nCOPY . /srv\n"
              "RUN echo $GREETING > /greeting\nCMD [\"sh\", \"-c\", \"cat /greeting; ls /srv\"]\n");
    box.write("app/.dockerignore", "*.log\n");
    box.write("app/kept.txt", "");
    box.write("app/noise.log", "");
    const auto result = box.muster({"up"});
    CHECK_MESSAGE(result.exit_code == 0, result.err);
    CHECK(result.out.find("app-1  | hello\n") != std::string::npos);
    CHECK(result.out.find("kept.txt") != std::string::npos);
    CHECK(result.out.find("noise.log") == std::string::npos);
    box.proxy().forget();
    REQUIRE(box.muster({"up", "-d"}).exit_code == 0);
    const auto mutations = box.proxy().mutations();
    CHECK(std::count(mutations.begin(), mutations.end(), "POST /build") == 0);
    box.muster({"down", "--rmi", "local"});
    CHECK(!box.engine().find_image(box.project() + "-app"));
}

TEST_CASE("a build that fails shows what it printed") {
    Sandbox box("services:\n  app:\n    build: ./app\n");
    box.write("app/Dockerfile", "FROM muster-test/busybox:1\nRUN echo cannot find the spoon; exit 4\n");
    const auto result = box.muster({"build"});
    CHECK(result.exit_code == 1);
    CHECK(result.err.find("cannot find the spoon") != std::string::npos);
}

} // namespace muster::e2e
