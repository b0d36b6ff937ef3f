#include "steps.hpp"

#include <doctest/doctest.h>

// Configs and secrets, as the containers see them.

namespace muster::e2e {

TEST_CASE("a config comes from a file, from text in the compose file, or from a variable") {
    Sandbox box("services:\n" +
                running("web", "configs:\n  - plain\n  - {source: inline, target: /etc/app/inline.conf}\n"
                               "  - {source: variable, target: /etc/variable.conf}") +
                "configs:\n  plain: {file: ./plain.conf}\n  inline: {content: \"port=${PORT}\\n\"}\n"
                "  variable: {environment: SETTINGS}\n");
    box.write("plain.conf", "from a file");
    const std::map<std::string, std::string> environment{{"PORT", "8080"}, {"SETTINGS", "from a variable"}};
    succeed_with(box, environment, {"up", "-d"});
    CHECK(inside(box, "web", "cat /plain /etc/app/inline.conf /etc/variable.conf") ==
          "from a fileport=8080\nfrom a variable");
}

TEST_CASE("a secret lies in /run/secrets under its name or its target") {
    Sandbox box("services:\n" +
                running("web", "secrets:\n  - token\n  - {source: token, target: renamed}\n"
                               "  - {source: token, target: /etc/elsewhere}") +
                "secrets: {token: {file: ./token}}\n");
    box.write("token", "t0ken");
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "cat /run/secrets/token /run/secrets/renamed /etc/elsewhere") ==
          "t0kent0kent0ken");
}

TEST_CASE("a secret from a variable has the owner and the mode that it asks for") {
    Sandbox box("services:\n" +
                running("web", "secrets:\n  - plain\n"
                               "  - {source: own, uid: '1234', gid: '4321', mode: 0400}") +
                "secrets: {plain: {environment: TOKEN}, own: {environment: TOKEN}}\n");
    succeed_with(box, {{"TOKEN", "s3cret"}}, {"up", "-d"});
    CHECK(inside(box, "web", "stat -c '%u %g %a' /run/secrets/plain /run/secrets/own") ==
          "0 0 444\n1234 4321 400\n");
    CHECK(inside(box, "web", "cat /run/secrets/own") == "s3cret");
}

TEST_CASE("a config from text has the owner and the mode that it asks for") {
    Sandbox box(
        "services:\n" +
        running("web", "configs:\n  - {source: run, target: /run.sh, uid: '7', gid: '8', mode: 0555}") +
        "configs: {run: {content: \"#!/bin/sh\\necho ran\\n\"}}\n");
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "stat -c '%u %g %a' /run.sh; /run.sh") == "7 8 555\nran\n");
}

TEST_CASE("a secret whose variable is not set is named") {
    Sandbox box("services:\n" + running("web", "secrets: [token]") +
                "secrets: {token: {environment: ABSENT_TOKEN}}\n");
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("ABSENT_TOKEN"));
}

TEST_CASE("an external secret is refused, for it lives in a swarm") {
    Sandbox box("services:\n" + running("web", "secrets: [token]") + "secrets: {token: {external: true}}\n");
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("'secrets.token' of service 'web' is external"));
    CHECK(box.container_names().empty());
}

TEST_CASE("a secret of a variable is not in what the engine tells of the container") {
    Sandbox box("services:\n" + running("web", "secrets: [token]") +
                "secrets: {token: {environment: TOKEN}}\n");
    succeed_with(box, {{"TOKEN", "s3cret"}}, {"up", "-d"});
    const auto spec = box.container("web").spec;
    for (const std::string& variable : spec.environment) CHECK(variable != containing("s3cret"));
    for (const auto& [name, value] : spec.labels) CHECK(value != containing("s3cret"));
}

TEST_CASE("every replica has its secrets and configs") {
    Sandbox box("services:\n" + running("web", "scale: 2\nsecrets: [token]\nconfigs: [settings]") +
                "secrets: {token: {environment: TOKEN}}\nconfigs: {settings: {content: 'a=b'}}\n");
    succeed_with(box, {{"TOKEN", "s3cret"}}, {"up", "-d"});
    for (const char* number : {"1", "2"})
        CHECK(succeed_with(box, {{"TOKEN", ""}},
                           {"exec", "-T", "--index", number, "web", "cat", "/run/secrets/token", "/settings"})
                  .out == "s3creta=b");
}

TEST_CASE("run gives its container the secrets of its service") {
    Sandbox box("services:\n" + job("app", "cat /run/secrets/token", "secrets: [token]") +
                "secrets: {token: {environment: TOKEN}}\n");
    CHECK(succeed_with(box, {{"TOKEN", "s3cret"}}, {"run", "--rm", "-T", "app"}).out == "s3cret");
}

TEST_CASE("a secret's file that is missing is named") {
    Sandbox box("services:\n" + running("web", "secrets: [token]") +
                "secrets: {token: {file: ./nowhere.txt}}\n");
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("nowhere.txt"));
}

} // namespace muster::e2e
