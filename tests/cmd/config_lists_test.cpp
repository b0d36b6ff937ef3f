#include "cmd/config_lists.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;

namespace {

/// web needs db; tool is active in profile `debug` only.
compose::Project project() {
    compose::Project out;
    out.name = "demo";
    for (const char* name : {"web", "db", "cache"}) out.services[name].name = name;
    out.services["web"].depends_on["db"];
    out.services["web"].image = "same";
    out.services["cache"].image = "same";
    out.services["cache"].profiles = {"b", "a"};
    out.disabled_services["tool"].name = "tool";
    out.disabled_services["tool"].profiles = {"debug"};
    out.environment = {{"A", "1"}, {"B", ""}};
    return out;
}

std::string message_of(const std::string& wanted) {
    try {
        hash_lines(project(), wanted);
        return {};
    } catch (const Error& error) {
        return error.message + " | " + error.hint;
    }
}

} // namespace

TEST_CASE("services are listed after those they depend on") {
    compose::Project reversed = project();
    reversed.services["cache"].depends_on["web"];
    CHECK(service_lines(reversed) == "db\nweb\ncache\n");
}

TEST_CASE("each service has a line for its image, and the profiles of all count") {
    CHECK(image_lines(project()) == "demo-db\nsame\nsame\n");
    CHECK(profile_lines(project()) == "a\nb\ndebug\n");
    CHECK(environment_lines(project()) == "A=1\nB=\n");
}

TEST_CASE("models are listed by what they are pulled by") {
    compose::Project with_models = project();
    with_models.models["large"].model = "ai/b";
    with_models.models["small"].model = "ai/a";
    with_models.models["same"].model = "ai/a";
    CHECK(model_lines(with_models) == "ai/a\nai/a\nai/b\n");
    CHECK(model_lines(project()).empty());
}

TEST_CASE("of a document that is no project the services are listed by name") {
    Value services = Value::map();
    services.add("web", Value::map());
    services.add("db", Value::map());
    Value document = Value::map();
    document.add("services", std::move(services));
    CHECK(service_lines(document) == "db\nweb\n");
    CHECK(service_lines(Value::map()).empty());
}

TEST_CASE("hashes are printed for the services that are named, by name and each once") {
    const std::string all = hash_lines(project(), "*");
    CHECK(all.find("cache ") == 0);
    CHECK(hash_lines(project(), "web,cache,db,web") == all);
    CHECK(all.starts_with(hash_lines(project(), "cache")));
}

TEST_CASE("a service without a hash is told of with the reason") {
    CHECK(message_of("tool") == "service 'tool' is not active | enable it with --profile debug");
    CHECK(message_of("wep") == "no such service: 'wep' | did you mean 'web'?");
}
