#include "compose/graph/declared.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace muster;
using namespace muster::compose;

namespace {

/// A project with one of everything, whose service refers to what `refer` says.
std::string refusal(const std::function<void(Service&)>& refer) {
    Project project;
    project.networks["front"];
    project.volumes["data"];
    project.secrets["key"];
    project.configs["site"];
    Service& service = project.services["web"];
    service.name = "web";
    refer(service);
    try {
        graph::require_declared(project);
    } catch (const Error& error) {
        CHECK(error.kind == ErrorKind::compose_file);
        return error.message;
    }
    return {};
}

Mount mount(const std::string& type, const std::string& source) {
    Mount mount;
    mount.type = type;
    mount.source = source;
    return mount;
}

FileReference reference(const std::string& source) {
    FileReference reference;
    reference.source = source;
    return reference;
}

} // namespace

TEST_CASE("a service may refer to what the project declares, and to what needs no declaration") {
    CHECK(refusal([](Service& web) {
              web.networks["front"];
              web.volumes = {mount("volume", "data"), mount("volume", ""), mount("bind", "/srv")};
              web.secrets = {reference("key")};
              web.configs = {reference("site")};
          }).empty());
}

TEST_CASE("a reference to what is not declared is refused by its kind and name") {
    CHECK(refusal([](Service& web) { web.networks["back"]; }) ==
          "service 'web' refers to the undefined network 'back'");
    CHECK(refusal([](Service& web) { web.volumes = {mount("volume", "logs")}; }) ==
          "service 'web' refers to the undefined volume 'logs'");
    CHECK(refusal([](Service& web) { web.secrets = {reference("site")}; }) ==
          "service 'web' refers to the undefined secret 'site'");
    CHECK(refusal([](Service& web) { web.configs = {reference("key")}; }) ==
          "service 'web' refers to the undefined config 'key'");
}
