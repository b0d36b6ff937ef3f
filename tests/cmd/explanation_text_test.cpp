#include "cmd/explanation_text.hpp"

#include "base/go_json.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;
using muster::compose::load::VariableExplanation;

namespace {

const std::vector<VariableExplanation> variables{
    {"DB_PASSWORD",
     "geheim",
     {{".env:1", "geheim", true, {}}, {"compose.yaml:4:9 (default)", "root", false, {}}}},
    {"LEVEL", "debug", {{"process environment", "debug", true, {}}, {".env:2", "", false, {}}}},
    {"TAG", std::nullopt, {{"compose.yaml:3:12 (no default)", std::nullopt, false, {}}}},
};

} // namespace

TEST_CASE("each variable has its source and value, and below it what was beaten") {
    CHECK("\n" + explanation_text(variables) == R"(
VARIABLE     FROM                                     VALUE
DB_PASSWORD  .env:1                                   (hidden)
               instead of compose.yaml:4:9 (default)  (hidden)
LEVEL        process environment                      debug
               instead of .env:2                      (empty)
TAG          nowhere                                  (not set)
               needed at compose.yaml:3:12 (no default)
)");
}

TEST_CASE("a value made of a credential is hidden, as is an address with a password") {
    const std::vector<VariableExplanation> made{
        {"GREETING",
         "hello geheim",
         {{"compose.yaml:5:7 (environment)", "hello geheim", true, {{"PASS", ".env:1"}}}}},
        {"URL", "db://a:b@c", {{"compose.yaml:6:7 (environment)", "db://a:b@c", true, {}}}},
    };
    CHECK("\n" + explanation_text(made) == R"(
VARIABLE  FROM                            VALUE
GREETING  compose.yaml:5:7 (environment)  (hidden)
            from PASS: .env:1
URL       compose.yaml:6:7 (environment)  (hidden)
)");
}

TEST_CASE("a value stays on one line, and in a terminal on that line's width") {
    const std::vector<VariableExplanation> text{
        {"TEXT", "one\ntwo\tthree", {{".env:1", "one\ntwo\tthree", true, {}}}}};
    CHECK(explanation_text(text) == "VARIABLE  FROM    VALUE\n"
                                    "TEXT      .env:1  one\\ntwo\\tthree\n");
    CHECK(explanation_text(text, {.color = false, .width = 23}) == "VARIABLE  FROM    VALUE\n"
                                                                   "TEXT      .env:1  one\\…\n");
}

TEST_CASE("JSON has the same, hidden values too") {
    CHECK(to_go_json(explanation_list({variables[0]})) ==
          R"x([{"name":"DB_PASSWORD","value":"(hidden)","sources":[)x"
          R"x({"source":".env:1","value":"(hidden)","used":true},)x"
          R"x({"source":"compose.yaml:4:9 (default)","value":"(hidden)","used":false}]}])x");
}
