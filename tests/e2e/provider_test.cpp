#include "sandbox.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

namespace muster::e2e {

namespace {

constexpr char compose[] = "services:\n"
                           "  db:\n    provider:\n      type: cloud\n      options: {size: 10}\n"
                           "  web:\n    image: IMAGE\n    init: true\n    command: sleep 600\n"
                           "    depends_on: [db]\n";

/// A sandbox with a provider 'cloud' that writes down its arguments and gives the address in the file `url`.
struct ProviderBox : Sandbox {
    ProviderBox() : Sandbox(compose) {
        write("cloud", "#!/bin/sh\n[ \"$2\" = metadata ] && exit 1\n"
                       "echo \"$*\" >> " +
                           path("calls") +
                           "\n"
                           "[ -e " +
                           path("broken") +
                           " ] && echo '{\"type\":\"error\",\"message\":\"no credit\"}' && exit 1\n"
                           "echo '{\"type\":\"info\",\"message\":\"working\"}'\n"
                           "echo \"{\\\"type\\\":\\\"setenv\\\",\\\"message\\\":\\\"URL=$(cat " +
                           path("url") + ")\\\"}\"\n");
        std::filesystem::permissions(path("cloud"), std::filesystem::perms::owner_all);
        write("url", "db.example:5432");
    }

    ProgramResult run(std::vector<std::string> arguments) const {
        ProgramCall made = call(std::move(arguments));
        made.environment["PATH"] = path("") + ":/usr/bin:/bin";
        return run_program(made);
    }
    std::string address() {
        for (const std::string& variable : container("web").spec.environment)
            if (variable.starts_with("DB_URL=")) return variable.substr(7);
        return "";
    }
};

} // namespace

TEST_CASE("a provider gives its variables to those that depend on it, and has no container") {
    ProviderBox box;
    const auto result = box.run({"up", "-d"});
    REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    CHECK(box.container_names() == std::vector{box.project() + "-web-1"});
    CHECK(box.address() == "db.example:5432");
}

TEST_CASE("nothing is recreated while a provider says the same, and its dependents are when it does not") {
    ProviderBox box;
    REQUIRE(box.run({"up", "-d"}).exit_code == 0);
    const std::string id = box.container("web").id;
    REQUIRE(box.run({"up", "-d"}).exit_code == 0);
    CHECK(box.container("web").id == id);
    box.write("url", "other.example:5432");
    REQUIRE(box.run({"up", "-d"}).exit_code == 0);
    CHECK(box.container("web").id != id);
    CHECK(box.address() == "other.example:5432");
}

TEST_CASE("a failing provider is told with its own words, and nothing is started") {
    ProviderBox box;
    box.write("broken", "");
    const auto result = box.run({"up", "-d"});
    CHECK(result.exit_code == 1);
    CHECK(
        result.err.find("compose.yaml:3:5: error: cannot provide 'db': provider 'cloud' failed: no credit") !=
        std::string::npos);
    CHECK(box.container_names().empty());
}

TEST_CASE("down has the provider take down what it made, after its dependents") {
    ProviderBox box;
    REQUIRE(box.run({"up", "-d"}).exit_code == 0);
    REQUIRE(box.run({"down"}).exit_code == 0);
    CHECK(box.container_names().empty());
    std::ifstream calls(box.path("calls"));
    std::string up;
    std::string down;
    REQUIRE(std::getline(calls, up));
    REQUIRE(std::getline(calls, down));
    CHECK(up == "compose --project-name=" + box.project() + " up --size=10 db");
    CHECK(down == "compose --project-name=" + box.project() + " down --size=10 db");
}

} // namespace muster::e2e
