#include "cmd/config_variables.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>

using namespace muster;
using muster::cmd::variables_text;

namespace {

Value document() {
    Value service = Value::map();
    service.add("image", "x:${TAG:-a&b}");
    service.add("command", Value::List{Value("$TAG"), Value("${B:?why} ${A:+\"other\"}"), Value(1)});
    Value out = Value::map();
    out.add("services", std::move(service));
    return out;
}

} // namespace

TEST_CASE("variables are listed as a table, each with what its uses tell") {
    CHECK(variables_text(document(), "") ==
          "NAME                REQUIRED            DEFAULT VALUE       ALTERNATE VALUE\n"
          "A                   false                                   \"other\"\n"
          "B                   true                                    \n"
          "TAG                 false               a&b                 \n");
}

TEST_CASE("variables are listed as JSON and YAML, each in the form of Docker Compose") {
    Value only = Value::map();
    only.add("image", "${TAG:-a&b}");
    CHECK("\n" + variables_text(only, "json") == R"(
{
    "TAG": {
        "Name": "TAG",
        "DefaultValue": "a&b",
        "PresenceValue": "",
        "Required": false
    }
}

)");
    CHECK("\n" + variables_text(only, "yaml") == R"(
TAG:
    name: TAG
    defaultvalue: a&b
    presencevalue: ""
    required: false
)");
    CHECK(variables_text(Value::map(), "json") == "{}\n\n");
    CHECK(variables_text(Value::map(), "yaml") == "{}\n");
    CHECK_THROWS_AS(variables_text(only, "xml"), Error);
}
