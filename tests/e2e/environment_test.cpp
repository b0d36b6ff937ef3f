#include "steps.hpp"

#include <doctest/doctest.h>

namespace muster::e2e {

namespace {

/// A job that writes these variables, one "NAME=value" each, "NAME unset" for those that are not there.
std::string showing(const std::string& names, const std::string& more) {
    return job(
        "app",
        "for n in " + names +
            R"(; do eval "v=\${$n-} s=\${$n+set}"; if [ $s ]; then echo "$n=$v"; else echo "$n unset"; fi; done)",
        more);
}

} // namespace

TEST_CASE("environment wins over env_file, and a later env_file over an earlier one") {
    Sandbox box("services:\n" +
                showing("A B C", "env_file: [first.env, second.env]\nenvironment: {C: service}"));
    box.write("first.env", "A=first\nB=first\nC=first\n");
    box.write("second.env", "B=second\nC=second\n");
    CHECK(output_after_up(box, "app") == "A=first\nB=second\nC=service\n");
}

TEST_CASE("a variable without a value is the host's, and is absent where the host has none") {
    Sandbox box("services:\n" + showing("HERE NOWHERE EMPTY", "environment: [HERE, NOWHERE, EMPTY=]"));
    succeed_with(box, {{"HERE", "from the host"}}, {"up", "-d"});
    CHECK(output_of(box, "app") == "HERE=from the host\nNOWHERE unset\nEMPTY=\n");
}

TEST_CASE("a variable without a value takes away what env_file says") {
    Sandbox box("services:\n" + showing("A", "env_file: app.env\nenvironment: [A]"));
    box.write("app.env", "A=from the file\n");
    CHECK(output_after_up(box, "app") == "A unset\n");
}

TEST_CASE("the project's .env is for the compose file, not for the container") {
    Sandbox box("services:\n" + showing("GREETING OTHER", "environment: {GREETING: \"${WORD} there\"}"));
    box.write(".env", "WORD=hello\nOTHER=hidden\n");
    CHECK(output_after_up(box, "app") == "GREETING=hello there\nOTHER unset\n");
}

TEST_CASE("the host's variables win over .env") {
    Sandbox box("services:\n" + showing("A B", "environment: {A: \"$A\", B: \"$B\"}"));
    box.write(".env", "A=file\nB=file\n");
    succeed_with(box, {{"B", "host"}}, {"up", "-d"});
    CHECK(output_of(box, "app") == "A=file\nB=host\n");
}

TEST_CASE("--env-file takes the place of .env, and the last of several wins") {
    Sandbox box("services:\n" + showing("A B C", "environment: {A: \"$A\", B: \"$B\", C: \"${C:-none}\"}"));
    box.write(".env", "A=dot\nB=dot\nC=dot\n");
    box.write("one.env", "A=one\nB=one\n");
    box.write("two.env", "B=two\n");
    succeed(box, {"--env-file", "one.env", "--env-file", "two.env", "up", "-d"});
    CHECK(output_of(box, "app") == "A=one\nB=two\nC=none\n");
}

TEST_CASE("COMPOSE_ENV_FILES names env files, and COMPOSE_DISABLE_ENV_FILE leaves .env out") {
    Sandbox box("services:\n" + showing("A", "environment: {A: \"${A:-none}\"}"));
    box.write(".env", "A=dot\n");
    box.write("one.env", "A=one\n");
    succeed_with(box, {{"COMPOSE_ENV_FILES", "one.env"}}, {"up", "-d"});
    CHECK(output_of(box, "app") == "A=one\n");
    succeed_with(box, {{"COMPOSE_DISABLE_ENV_FILE", "1"}}, {"up", "-d"});
    CHECK(output_of(box, "app") == "A=none\n");
}

TEST_CASE("a missing --env-file is an error that names it") {
    Sandbox box("services:\n" + running("web"));
    const auto refused = box.muster({"--env-file", "none.env", "up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("none.env"));
}

TEST_CASE("defaults, alternatives and escaped dollars are worked out before the container sees them") {
    Sandbox box("services:\n" + showing("D E F G H", "environment:\n"
                                                     "  D: \"${UNSET:-default}\"\n"
                                                     "  E: \"${EMPTY-kept}${EMPTY:-replaced}\"\n"
                                                     "  F: \"${SET:+alternative}${UNSET:+nothing}\"\n"
                                                     "  G: \"${UNSET:-${SET:-deep}}\"\n"
                                                     "  H: \"$$HOME $${X}\""));
    succeed_with(box, {{"SET", "value"}, {"EMPTY", ""}}, {"up", "-d"});
    CHECK(output_of(box, "app") == "D=default\nE=replaced\nF=alternative\nG=value\nH=$HOME ${X}\n");
}

TEST_CASE("a required variable that is missing stops up with its message, before anything is made") {
    Sandbox box("services:\n" + running("web", "environment: {A: \"${TOKEN:?ask the team for one}\"}"));
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("TOKEN"));
    CHECK(refused.err == containing("ask the team for one"));
    CHECK(box.proxy().mutations().empty());
    succeed_with(box, {{"TOKEN", "t"}}, {"up", "-d"});
    CHECK(is_running(box, "web"));
}

TEST_CASE("a variable that is not set is blank, with a warning that names it") {
    Sandbox box("services:\n" + showing("A", "environment: {A: \"<$NOT_SET_ANYWHERE>\"}"));
    const auto up = succeed(box, {"up", "-d"});
    CHECK(up.err == containing("NOT_SET_ANYWHERE"));
    CHECK(output_of(box, "app") == "A=<>\n");
}

TEST_CASE("env_file has quotes, comments, several lines and variables of its own") {
    Sandbox box("services:\n" + showing("A B C D E", "env_file: app.env"));
    box.write("app.env", "# a comment\nA=plain # not this\nB='literal $A'\nC=\"two\\nlines $A\"\n"
                         "export D=${A}-${BASE}\nE=\"quoted # hash\"\n");
    succeed_with(box, {{"BASE", "host"}}, {"up", "-d"});
    CHECK(output_of(box, "app") ==
          "A=plain\nB=literal $A\nC=two\nlines plain\nD=plain-host\nE=quoted # hash\n");
}

TEST_CASE("a raw env_file is taken as it is") {
    Sandbox box("services:\n" + showing("A B", "env_file:\n  - {path: app.env, format: raw}"));
    box.write("app.env", "A=\"quoted\" # kept\nB='$A'\n");
    CHECK(output_after_up(box, "app") == "A=\"quoted\" # kept\nB='$A'\n");
}

TEST_CASE("an env_file that is not required may be missing; one that is, may not") {
    Sandbox box("services:\n" +
                showing("A", "env_file:\n  - {path: none.env, required: false}\n  - app.env"));
    box.write("app.env", "A=there\n");
    CHECK(output_after_up(box, "app") == "A=there\n");
    box.write_compose("services:\n" + running("web", "env_file: none.env"));
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("none.env"));
}

TEST_CASE("a changed env_file recreates the services that use it") {
    Sandbox box("services:\n" + running("web", "env_file: app.env") + running("db"));
    box.write("app.env", "A=one\n");
    succeed(box, {"up", "-d"});
    const std::string db = box.container("db").id;
    box.write("app.env", "A=two\n");
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "echo $A") == "two\n");
    CHECK(box.container("db").id == db);
}

TEST_CASE("the compose file can use the project's name") {
    Sandbox box("services:\n" + showing("NAME", "environment: {NAME: \"${COMPOSE_PROJECT_NAME}\"}"));
    CHECK(output_after_up(box, "app") == "NAME=" + box.project() + "\n");
}

TEST_CASE("numbers and booleans reach the container as they are written in YAML") {
    Sandbox box("services:\n" + showing("A B C D", "environment: {A: 1, B: true, C: 1.50, D: 'yes'}"));
    CHECK(output_after_up(box, "app") == "A=1\nB=true\nC=1.5\nD=yes\n");
}

} // namespace muster::e2e
