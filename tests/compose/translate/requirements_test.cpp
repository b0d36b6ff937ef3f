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

TEST_CASE("providers, models and containers before the start are not passed over in silence") {
    Service service;
    CHECK(unsupported_attributes(project_with(service)).empty());
    service.provider.emplace().type = "example";
    service.models["llm"];
    service.pre_start.emplace_back();
    Lines attributes;
    for (const Unsupported& found : unsupported_attributes(project_with(service)))
        attributes.push_back(join(found.path, "."));
    CHECK(attributes == Lines{"services.web.provider", "services.web.models", "services.web.pre_start"});
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
    CHECK(spec_of(service).host.mounts.size() == 1);
}

} // namespace muster::compose::translate
