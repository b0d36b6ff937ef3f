#include "compose/execute/provider.hpp"

#include "base/error.hpp"
#include "tests/fakes/compose/loaded_text.hpp"
#include "tests/fakes/fake_engine.hpp"
#include "tests/fakes/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

using namespace muster;
using namespace muster::compose;
using namespace muster::compose::execute;
using reconcile::ProviderVerb;
using Kind = ProviderMessage::Kind;
using Lines = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

namespace {

/// A project with a provider that is a shell script of this test.
struct Scene {
    fakes::TemporaryDirectory directory;
    Project project = fakes::load_text("services:\n"
                                       "  db:\n"
                                       "    environment: {REGION: north}\n"
                                       "    provider:\n"
                                       "      type: cloud\n"
                                       "      options: {size: 10, tag: [a, b]}\n");
    fakes::FakeEngine engine;
    reconcile::ObservedState seen;
    Plan plan;
    Outcomes outcomes{seen, plan};
    StepContext context{engine, project, seen, outcomes};
    Lines said;

    explicit Scene(const std::string& script) {
        install("bin/cloud", script);
        const std::string home = directory.path();
        project.environment = {{"PATH", home + "/bin"}, {"HOME", home}};
    }

    std::string install(const std::string& name, const std::string& script) const {
        const auto program = directory.write(name, "#!/bin/sh\n" + script);
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        return program;
    }

    void run(ProviderVerb verb = ProviderVerb::up) {
        run_provider({"db", verb}, context, [this](const std::string& line) { said.push_back(line); }, {});
    }
    std::string failure() {
        try {
            run();
        } catch (const Error& error) {
            return error.message;
        }
        return "";
    }
};

std::string arguments(const Project& project, const ProviderMetadata& metadata) {
    std::string out;
    for (const std::string& word :
         provider_arguments(project, project.services.at("db"), ProviderVerb::up, metadata))
        out += (out.empty() ? "" : " ") + word;
    return out;
}

} // namespace

TEST_CASE("a provider speaks in JSON objects, one on each line") {
    CHECK(parse_provider_message(R"({"type":"info","message":"on it"})") ==
          ProviderMessage{Kind::info, "on it"});
    CHECK(parse_provider_message(R"({"type":"error","message":"no"})") == ProviderMessage{Kind::error, "no"});
    CHECK(parse_provider_message(R"({"type":"setenv","message":"URL=a=b"})") ==
          ProviderMessage{Kind::set_variable, "URL=a=b"});
    CHECK(parse_provider_message(R"({"type":"rawsetenv","message":"URL=a"})") ==
          ProviderMessage{Kind::set_raw, "URL=a"});
    CHECK(parse_provider_message(R"({"type":"debug"})") == ProviderMessage{Kind::debug, ""});
    for (const char* wrong :
         {"", "hello", "[]", "{}", R"({"type":"song"})", R"({"type":"setenv","message":"x"})"})
        CHECK_THROWS_AS(parse_provider_message(wrong), Error);
}

TEST_CASE("variables get the service's name in front, raw ones do not") {
    CHECK(variables_from("my-db", {{Kind::set_variable, "URL=x=y"}, {Kind::set_raw, "TOKEN=t"}}) ==
          Variables{{"MY-DB_URL", "x=y"}, {"TOKEN", "t"}});
}

TEST_CASE("a provider that says nothing of itself takes every option") {
    Scene scene("");
    CHECK(arguments(scene.project, {}) == "compose --project-name=demo up --size=10 --tag=a --tag=b db");
}

TEST_CASE("a provider that lists its options gets no others, and all that it needs") {
    Scene scene("");
    const ProviderMetadata metadata = parse_provider_metadata(
        R"({"description":"d","up":{"parameters":[{"name":"size","required":true},{"name":"zone"}]},"down":7})");
    CHECK(metadata == ProviderMetadata{{"up", {{"size", "zone"}, {"size"}}}});
    CHECK(arguments(scene.project, metadata) == "compose --project-name=demo up --size=10 db");
    CHECK_THROWS_WITH_AS(arguments(scene.project, {{"up", {{"zone"}, {"zone"}}}}),
                         "option 'zone', which provider 'cloud' needs, is missing in service 'db'", Error);
    CHECK(parse_provider_metadata("not JSON").empty());
}

TEST_CASE("what a provider says is passed on, and its variables are kept") {
    Scene scene("[ \"$2\" = metadata ] && exit 1\n"
                "echo '{\"type\":\"info\",\"message\":\"'\"$*\"'\"}'\n"
                "echo '{\"type\":\"setenv\",\"message\":\"URL=db.'$REGION'\"}'\n"
                "echo '{\"type\":\"debug\",\"message\":\"quiet\"}'\n"
                "echo careful >&2\n");
    scene.run();
    std::sort(scene.said.begin(), scene.said.end());
    CHECK(scene.said == Lines{"careful", "compose --project-name=demo up --size=10 --tag=a --tag=b db"});
    CHECK(scene.outcomes.variables() == std::map<std::string, Variables>{{"db", {{"DB_URL", "db.north"}}}});
}

TEST_CASE("a failing provider is blamed with its own words") {
    CHECK(Scene("[ $2 = metadata ] || echo '{\"type\":\"error\",\"message\":\"no credit\"}'; exit 1")
              .failure() == "provider 'cloud' failed: no credit");
    CHECK(Scene("exit 3").failure() == "provider 'cloud' failed: it exited with code 3");
    CHECK(Scene("kill -9 $$").failure() == "provider 'cloud' failed: it exited with code 137");
    CHECK(Scene("[ $2 = metadata ] || echo hello").failure() ==
          "the provider answered 'hello', which is no message of a provider");
}

TEST_CASE("only a provider that says it can stop is asked to") {
    Scene scene("[ $2 = metadata ] && exit 0\necho '{\"type\":\"info\",\"message\":\"asked\"}'\n");
    scene.run(ProviderVerb::stop);
    CHECK(scene.said.empty());
    Scene able("[ $2 = metadata ] && echo '{\"stop\":{}}' && exit 0\n"
               "echo '{\"type\":\"info\",\"message\":\"asked\"}'\n");
    able.run(ProviderVerb::stop);
    CHECK(able.said == Lines{"asked"});
}

TEST_CASE("a plugin of the Docker CLI comes before a program in PATH") {
    Scene scene("");
    CHECK(find_provider_program("cloud", scene.project.environment) ==
          (scene.directory.path() / "bin/cloud").string());
    CHECK_FALSE(find_provider_program("sky", scene.project.environment));
    const std::string plugin = scene.install(".docker/cli-plugins/docker-cloud", "");
    CHECK(find_provider_program("cloud", scene.project.environment) == plugin);
}

TEST_CASE("a provider that is not installed is named with the places where it may be") {
    Scene scene("");
    scene.project.environment["PATH"] = "";
    CHECK(scene.failure() == "there is no provider 'cloud' for service 'db'");
}
