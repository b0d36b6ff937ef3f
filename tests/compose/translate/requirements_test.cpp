#include "compose/translate/requirements.hpp"

#include "base/text.hpp"
#include "compose/translate/container_spec.hpp"

#include <doctest/doctest.h>

namespace muster::compose::translate {

namespace {

Project project_with(Service service) {
    Project project;
    project.name = "demo";
    service.name = "web";
    service.image = "nginx";
    project.networks["front"].name = "demo_front";
    project.services["web"] = std::move(service);
    return project;
}

std::vector<std::string> requirement_lines(const Service& service) {
    std::vector<std::string> lines;
    for (const Requirement& needed : engine_requirements(project_with(service)))
        lines.push_back(join(needed.path, ".") + " " + to_string(needed.api) + " " + needed.engine);
    return lines;
}

engine::ContainerSpec spec_of(const Service& service) {
    const Project project = project_with(service);
    return container_spec(project, project.services.at("web"), {});
}

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("attributes that only newer engines know name the release they need") {
    Service service;
    CHECK(requirement_lines(service).empty());

    SUBCASE("annotations") {
        service.annotations.entries["a"] = "b";
        CHECK(requirement_lines(service) == Lines{"services.web.annotations 1.43 24.0"});
    }
    SUBCASE("the start interval of a health check") {
        service.healthcheck.emplace().start_interval = Duration{1'000'000'000};
        CHECK(requirement_lines(service) == Lines{"services.web.healthcheck.start_interval 1.44 25.0"});
    }
    SUBCASE("a network's gateway priority and interface name") {
        Endpoint endpoint;
        endpoint.gw_priority = 1;
        endpoint.interface_name = "eth7";
        service.networks["front"] = endpoint;
        CHECK(requirement_lines(service) == Lines{"services.web.networks.front.gw_priority 1.48 28.0",
                                                  "services.web.networks.front.interface_name 1.49 28.1"});
    }
    SUBCASE("mounts of images and of parts of volumes") {
        Mount image;
        image.type = "image";
        image.target = "/tools";
        Mount part;
        part.type = "volume";
        part.target = "/data";
        part.volume.emplace().subpath = "inner";
        service.volumes = {image, part};
        CHECK(requirement_lines(service) == Lines{"services.web.volumes./tools.type 1.48 28.0",
                                                  "services.web.volumes./data.volume.subpath 1.45 26.0"});
    }
}

TEST_CASE("models and containers before the start are not passed over in silence") {
    Service service;
    CHECK(unsupported_attributes(project_with(service)).empty());
    service.models["llm"];
    service.pre_start.emplace_back();
    Lines attributes;
    for (const Unsupported& found : unsupported_attributes(project_with(service)))
        attributes.push_back(join(found.path, "."));
    CHECK(attributes == Lines{"services.web.models", "services.web.pre_start"});
}

TEST_CASE("limits of block devices reach the engine") {
    Service service;
    BlockIo& limits = service.blkio_config.emplace();
    limits.weight = 300;
    limits.weight_device = {{"/dev/sda", 400}};
    limits.device_read_bps = {{"/dev/sda", Bytes{1024}}};
    limits.device_write_iops = {{"/dev/sdb", Bytes{30}}};
    const engine::HostSpec host = spec_of(service).host;
    CHECK(host.blkio_weight == 300);
    CHECK(host.blkio_weight_device == std::vector<engine::DeviceWeightSpec>{{"/dev/sda", 400}});
    CHECK(host.blkio_device_read_bps == std::vector<engine::DeviceRateSpec>{{"/dev/sda", 1024}});
    CHECK(host.blkio_device_write_iops == std::vector<engine::DeviceRateSpec>{{"/dev/sdb", 30}});
    CHECK(host.blkio_device_write_bps.empty());
}

TEST_CASE("a device named by the Container Device Interface is asked for by that name") {
    Service service;
    DeviceMapping named;
    named.source = named.target = "vendor.com/gpu=all";
    DeviceMapping path;
    path.source = "/dev/fuse";
    path.target = "/dev/other";
    service.devices = {named, path};
    const engine::HostSpec host = spec_of(service).host;
    CHECK(host.devices == std::vector<engine::DeviceSpec>{{"/dev/fuse", "/dev/other", "rwm"}});
    REQUIRE(host.device_requests.size() == 1);
    CHECK(host.device_requests[0].driver == "cdi");
    CHECK(host.device_requests[0].device_ids == Lines{"vendor.com/gpu=all"});
}

TEST_CASE("a seccomp profile goes in its text, other security options as they are") {
    Service service;
    service.security_opt = {"no-new-privileges",  "seccomp=p.json",  "seccomp:p.json",
                            "seccomp=unconfined", "seccomp=builtin", "apparmor:unconfined"};
    Project project = project_with(service);
    project.seccomp_profiles["p.json"] = "{}";
    const auto host = container_spec(project, project.services.at("web"), {}).host;
    CHECK(host.security_opt == Lines{"no-new-privileges", "seccomp={}", "seccomp={}", "seccomp=unconfined",
                                     "seccomp=builtin", "apparmor:unconfined"});
    CHECK_FALSE(host.masked_paths.has_value());
}

TEST_CASE("unconfined system paths are neither masked nor read-only") {
    Service service;
    service.security_opt = {"systempaths=unconfined", "label=disable"};
    const auto host = spec_of(service).host;
    CHECK(host.security_opt == Lines{"label=disable"});
    CHECK(host.masked_paths == Lines{});
    CHECK(host.read_only_paths == Lines{});
}

TEST_CASE("a mount of an image may name the service that has it") {
    Project project = project_with({});
    Service built;
    built.name = "app";
    built.build.emplace();
    project.services["app"] = built;
    for (const char* source : {"app", "alpine"}) {
        Mount mount;
        mount.type = "image";
        mount.source = source;
        mount.target = "/image";
        project.services.at("web").volumes.push_back(mount);
    }
    const auto mounts = container_spec(project, project.services.at("web"), {}).host.mounts;
    REQUIRE(mounts.size() == 2);
    CHECK(mounts[0].source == "demo-app");
    CHECK(mounts[1].source == "alpine");
}

TEST_CASE("how far a bind mount reaches is said in the engine's words") {
    const auto options_of = [](const char* recursive) {
        Mount mount;
        mount.type = "bind";
        mount.source = "/srv";
        mount.target = "/data";
        mount.bind.emplace().recursive = recursive;
        Service service;
        service.volumes = {mount};
        return spec_of(service).host.mounts.at(0);
    };
    using OptionalSwitch = std::optional<bool>;
    CHECK(options_of("disabled").bind_non_recursive == OptionalSwitch(true));
    CHECK(options_of("writable").bind_read_only_non_recursive == OptionalSwitch(true));
    CHECK(options_of("readonly").bind_read_only_force_recursive == OptionalSwitch(true));
    engine::MountSpec plain;
    plain.type = "bind";
    plain.source = "/srv";
    plain.target = "/data";
    plain.bind_create_mountpoint = true;
    CHECK(options_of("enabled") == plain);
}

TEST_CASE("a bind mount makes its host path unless it is told not to") {
    Service service;
    Mount mount;
    mount.type = "bind";
    mount.source = "/srv";
    mount.target = "/data";
    service.volumes = {mount};
    service.volumes[0].bind.emplace();
    CHECK(spec_of(service).host.binds == Lines{"/srv:/data:rw"});
    service.volumes[0].bind->create_host_path.written = false;
    CHECK(spec_of(service).host.binds.empty());
    REQUIRE(spec_of(service).host.mounts.size() == 1);
    CHECK_FALSE(spec_of(service).host.mounts[0].bind_create_mountpoint.has_value());
    service.volumes[0].bind->create_host_path.written = true;
    service.volumes[0].bind->propagation = "rshared";
    REQUIRE(spec_of(service).host.mounts.size() == 1);
    CHECK(spec_of(service).host.mounts[0].bind_create_mountpoint == std::optional<bool>(true));
}

} // namespace muster::compose::translate
