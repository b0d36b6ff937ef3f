#include "base/error.hpp"
#include "engine-client/codec.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

// The specs name what they set; everything else is meant to be left out.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

using namespace muster;
using namespace muster::engine;

namespace {

constexpr ApiVersion old_api{1, 41};
constexpr ApiVersion new_api{1, 44};

/// JSON without regard to the order of members and to layout.
std::string canonical(std::string_view json) { return nlohmann::json::parse(json).dump(); }

std::string created(const ContainerSpec& spec, ApiVersion api = new_api) {
    return canonical(encode_create_container(spec, api));
}

/// A body as every container has it, with these members besides.
std::string body(const std::string& members) {
    return canonical(R"({"AttachStdout":true,"AttachStderr":true)" + (members.empty() ? "" : "," + members) +
                     "}");
}

std::string host_body(const std::string& members) { return body(R"("HostConfig":{)" + members + "}"); }

std::string created(const HostSpec& host) {
    ContainerSpec spec;
    spec.host = host;
    return created(spec);
}

std::string created(const MountSpec& mount) { return created(HostSpec{.mounts = {mount}}); }

std::string mount_body(const std::string& mount) { return host_body(R"("Mounts":[)" + mount + "]"); }

/// "id name state health exit code"
std::string picture(const ContainerSummary& container) {
    return container.id + " " + container.name + " " + to_string(container.state) + " " +
           to_string(container.health) + " " +
           (container.exit_code ? std::to_string(*container.exit_code) : "-");
}

} // namespace

TEST_CASE("a container's body holds what is set and nothing else") {
    CHECK(created(ContainerSpec{}) == body(""));
    CHECK(created(ContainerSpec{.image = "nginx", .platform = "linux/amd64"}) == body(R"("Image":"nginx")"));
    CHECK(created(ContainerSpec{.command = {{"sleep", "1"}}, .entrypoint = {{}}}) ==
          body(R"("Cmd":["sleep","1"],"Entrypoint":[])"));
    CHECK(created(ContainerSpec{.environment = {"A=1", "B"}, .labels = {{"a.b", "c"}}}) ==
          body(R"("Env":["A=1","B"],"Labels":{"a.b":"c"})"));
    CHECK(created(ContainerSpec{.hostname = "h", .domainname = "d", .user = "u", .working_dir = "/w"}) ==
          body(R"("Hostname":"h","Domainname":"d","User":"u","WorkingDir":"/w")"));
    CHECK(created(ContainerSpec{.stop_signal = "SIGINT", .stop_timeout = 0}) ==
          body(R"("StopSignal":"SIGINT","StopTimeout":0)"));
    CHECK(created(ContainerSpec{.exposed_ports = {"80/tcp", "53/udp"}, .volumes = {"/data"}}) ==
          body(R"("ExposedPorts":{"53/udp":{},"80/tcp":{}},"Volumes":{"/data":{}})"));
    CHECK(created(ContainerSpec{.tty = true, .open_stdin = true, .stdin_once = true, .attach_stdin = true}) ==
          body(R"("Tty":true,"OpenStdin":true,"StdinOnce":true,"AttachStdin":true)"));
}

TEST_CASE("a healthcheck's zeros are left to the image") {
    const auto check = [](const HealthcheckSpec& spec) {
        return created(ContainerSpec{.healthcheck = spec});
    };
    CHECK(check({.test = {"NONE"}}) == body(R"("Healthcheck":{"Test":["NONE"]})"));
    CHECK(check({.test = {"CMD", "true"},
                 .interval = 1,
                 .timeout = 2,
                 .start_period = 3,
                 .start_interval = 4,
                 .retries = 5}) ==
          body(R"("Healthcheck":{"Test":["CMD","true"],"Interval":1,"Timeout":2,"StartPeriod":3,)"
               R"("StartInterval":4,"Retries":5})"));
    CHECK(check({.interval = 90'000'000'000}) == body(R"("Healthcheck":{"Interval":90000000000})"));
}

TEST_CASE("what a container may use of the host") {
    CHECK(created(HostSpec{.binds = {"/a:/b:rw"}, .tmpfs = {{"/t", ""}}, .annotations = {{"a", "1"}}}) ==
          host_body(R"("Binds":["/a:/b:rw"],"Tmpfs":{"/t":""},"Annotations":{"a":"1"})"));
    CHECK(
        created(HostSpec{.port_bindings = {{"80/tcp", {{"127.0.0.1", "8080"}, {"", ""}}}, {"81/tcp", {}}}}) ==
        host_body(R"("PortBindings":{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"},{}],"81/tcp":[]})"));
    CHECK(created(HostSpec{.restart = {"on-failure", 3}}) ==
          host_body(R"("RestartPolicy":{"Name":"on-failure","MaximumRetryCount":3})"));
    CHECK(created(HostSpec{.ulimits = {{"nofile", 100, 200}, {"core", 0, 0}}}) ==
          host_body(R"("Ulimits":[{"Name":"nofile","Soft":100,"Hard":200},{"Name":"core"}])"));
    CHECK(created(HostSpec{.devices = {{"/dev/a", "/dev/b", "rw"}}}) ==
          host_body(
              R"("Devices":[{"PathOnHost":"/dev/a","PathInContainer":"/dev/b","CgroupPermissions":"rw"}])"));
    CHECK(created(HostSpec{.device_requests = {{"nvidia", -1, {"0"}, {"gpu", "compute"}, {{"o", "v"}}}}}) ==
          host_body(R"("DeviceRequests":[{"Driver":"nvidia","Count":-1,"DeviceIDs":["0"],)"
                    R"("Capabilities":[["gpu","compute"]],"Options":{"o":"v"}}])"));
    CHECK(created(HostSpec{.log = LogSpec{"local", {{"max-size", "1m"}}}}) ==
          host_body(R"("LogConfig":{"Type":"local","Config":{"max-size":"1m"}})"));
    CHECK(created(HostSpec{.init = false, .privileged = true, .memory_swappiness = 0}) ==
          host_body(R"("Init":false,"Privileged":true,"MemorySwappiness":0)"));
    CHECK(created(HostSpec{.network_mode = "host", .ipc_mode = "i", .pid_mode = "p", .uts_mode = "u"}) ==
          host_body(R"("NetworkMode":"host","IpcMode":"i","PidMode":"p","UTSMode":"u")"));
    CHECK(created(HostSpec{
              .memory = 1, .memory_swap = -1, .nano_cpus = 2, .cpu_rt_period = 3, .pids_limit = 4}) ==
          host_body(R"("Memory":1,"MemorySwap":-1,"NanoCpus":2,"CpuRealtimePeriod":3,"PidsLimit":4)"));
}

TEST_CASE("mounts of each type") {
    CHECK(created(MountSpec{.type = "bind", .source = "/a", .target = "/b", .read_only = true}) ==
          mount_body(R"({"Type":"bind","Source":"/a","Target":"/b","ReadOnly":true})"));
    CHECK(created(MountSpec{.type = "bind",
                            .bind_propagation = "rslave",
                            .bind_non_recursive = true,
                            .bind_create_mountpoint = false}) ==
          mount_body(R"({"Type":"bind","BindOptions":)"
                     R"({"Propagation":"rslave","NonRecursive":true,"CreateMountpoint":false}})"));
    CHECK(created(MountSpec{.type = "volume",
                            .volume_labels = {{"a", "b"}},
                            .volume_no_copy = true,
                            .volume_subpath = "s",
                            .volume_driver = "nfs",
                            .volume_driver_options = {{"o", "rw"}}}) ==
          mount_body(R"({"Type":"volume","VolumeOptions":{"Labels":{"a":"b"},"NoCopy":true,"Subpath":"s",)"
                     R"("DriverConfig":{"Name":"nfs","Options":{"o":"rw"}}}})"));
    CHECK(created(MountSpec{.type = "tmpfs", .tmpfs_size = 9, .tmpfs_mode = 0700}) ==
          mount_body(R"({"Type":"tmpfs","TmpfsOptions":{"SizeBytes":9,"Mode":448}})"));
    CHECK(created(MountSpec{.type = "image", .source = "i", .image_subpath = "s"}) ==
          mount_body(R"({"Type":"image","Source":"i","ImageOptions":{"Subpath":"s"}})"));
}

TEST_CASE("endpoints go with the container, below API 1.44 only the primary one") {
    ContainerSpec spec;
    spec.host.network_mode = "front";
    spec.endpoints = {{"back", {.links = {"db:d"}, .driver_opts = {{"o", "1"}}, .gw_priority = 7}},
                      {"front",
                       {.aliases = {"web"},
                        .ipv4_address = "10.0.0.2",
                        .ipv6_address = "::2",
                        .link_local_ips = {"169.254.1.1"},
                        .mac_address = "02:00:00:00:00:01"}}};
    const std::string mode =
        R"("HostConfig":{"NetworkMode":"front"},"NetworkingConfig":{"EndpointsConfig":{)";
    const std::string front =
        R"("Aliases":["web"],"IPAMConfig":)"
        R"({"IPv4Address":"10.0.0.2","IPv6Address":"::2","LinkLocalIPs":["169.254.1.1"]})";
    CHECK(created(spec, new_api) ==
          body(mode + R"("back":{"Links":["db:d"],"DriverOpts":{"o":"1"},"GwPriority":7},"front":{)" + front +
               R"(,"MacAddress":"02:00:00:00:00:01"}}})"));
    CHECK(created(spec, old_api) ==
          body(R"("MacAddress":"02:00:00:00:00:01",)" + mode + R"("front":{)" + front + "}}}"));
}

TEST_CASE("the container's MAC address becomes the primary endpoint's where it has none") {
    ContainerSpec spec{.mac_address = "02:00:00:00:00:01"};
    CHECK(created(spec, new_api) == body(R"("MacAddress":"02:00:00:00:00:01")"));
    spec.endpoints["net"];
    CHECK(created(spec, old_api) ==
          body(R"("MacAddress":"02:00:00:00:00:01","NetworkingConfig":{"EndpointsConfig":{"net":{}}})"));
    CHECK(created(spec, new_api) ==
          body(R"("NetworkingConfig":{"EndpointsConfig":{"net":{"MacAddress":"02:00:00:00:00:01"}}})"));
}

TEST_CASE("the primary network is the one the network mode names, else the first") {
    ContainerSpec spec;
    CHECK_FALSE(primary_network(spec));
    spec.endpoints = {{"a", {}}, {"b", {}}};
    CHECK(primary_network(spec) == "a");
    spec.host.network_mode = "b";
    CHECK(primary_network(spec) == "b");
    spec.host.network_mode = "host";
    CHECK(primary_network(spec) == "a");
}

TEST_CASE("connecting to and disconnecting from a network") {
    CHECK(canonical(encode_connect("c", {.aliases = {"a"}, .mac_address = "m"}, new_api)) ==
          canonical(R"({"Container":"c","EndpointConfig":{"Aliases":["a"],"MacAddress":"m"}})"));
    CHECK(encode_connect("c", {}, old_api) == R"({"Container":"c"})");
    CHECK(encode_disconnect("c", Force::no) == R"({"Container":"c"})");
    CHECK(encode_disconnect("c", Force::yes) == R"({"Container":"c","Force":true})");
}

TEST_CASE("text that is not UTF-8 does not stop a request") {
    CHECK(created(ContainerSpec{.user = "\xFF"}) == body("\"User\":\"\xEF\xBF\xBD\""));
}

TEST_CASE("a list of containers is read") {
    const auto containers = decode_container_list(R"json([{
        "Id": "c1", "Names": ["/other/link", "/web-1"], "Image": "nginx", "ImageID": "sha256:1",
        "Command": "sleep 1", "Created": 1700000000, "State": "running", "Status": "Up 3 minutes (healthy)",
        "Labels": {"a": "b"},
        "Ports": [{"IP": "::", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"},
                  {"PrivatePort": 81, "Type": "udp"}],
        "Mounts": [{"Type": "volume", "Name": "v", "Source": "/s", "Destination": "/d", "RW": false}],
        "NetworkSettings": {"Networks": {"net": {"NetworkID": "n1", "IPAddress": "10.0.0.2", "IPAMConfig": null}}}
    }])json");
    REQUIRE(containers.size() == 1);
    const ContainerSummary expected{
        .id = "c1",
        .name = "web-1",
        .image = "nginx",
        .image_id = "sha256:1",
        .command = "sleep 1",
        .created = 1700000000,
        .state = ContainerState::running,
        .status = "Up 3 minutes (healthy)",
        .health = Health::healthy,
        .exit_code = {},
        .labels = {{"a", "b"}},
        .ports = {{"::", 80, 8080, "tcp"}, {"", 81, 0, "udp"}},
        .mounts = {{"volume", "v", "/s", "/d", false}},
        .networks = {{"net", {"n1", "10.0.0.2"}}},
    };
    CHECK(containers.front() == expected);
}

TEST_CASE("state, health and exit code are read from the engine's words") {
    const auto read = [](const std::string& state, const std::string& status) {
        return picture(decode_container_list(R"([{"Id":"c","Names":["/n"],"State":")" + state +
                                             R"(","Status":")" + status + R"("}])")
                           .front());
    };
    CHECK(read("running", "Up 2 hours") == "c n running none -");
    CHECK(read("running", "Up 2 seconds (health: starting)") == "c n running starting -");
    CHECK(read("running", "Up 2 seconds (unhealthy)") == "c n running unhealthy -");
    CHECK(read("paused", "Up 2 seconds (Paused)") == "c n paused none -");
    CHECK(read("exited", "Exited (137) 2 hours ago") == "c n exited none 137");
    CHECK(read("exited", "Exited (0) About a minute ago") == "c n exited none 0");
    CHECK(read("restarting", "Restarting (1) 5 seconds ago") == "c n restarting none -");
    CHECK(read("created", "Created") == "c n created none -");
    CHECK(read("dead", "Dead") == "c n dead none -");
    CHECK(read("removing", "Removal In Progress") == "c n removing none -");
    CHECK(read("stopped", "Exited (x)") == "c n exited none -");
    CHECK(read("configured", "") == "c n created none -");
}

TEST_CASE("missing and null members keep their defaults") {
    const auto containers = decode_container_list(
        R"([{}, {"Id":null,"Names":null,"Labels":null,"Ports":null,"Mounts":null,"NetworkSettings":null,"Created":"x"},
            null, 7, {"NetworkSettings":{"Networks":{"net":null}},"Names":[],"Created":1.5e9}])");
    REQUIRE(containers.size() == 5);
    CHECK(containers[0] == ContainerSummary{});
    CHECK(containers[1] == ContainerSummary{});
    CHECK(containers[2] == ContainerSummary{});
    CHECK(containers[3] == ContainerSummary{});
    CHECK(containers[4].networks == std::map<std::string, NetworkAttachment>{{"net", {}}});
    CHECK(containers[4].created == 1'500'000'000);
    CHECK(decode_container_list("null").empty());
    CHECK(decode_container("{}") == ContainerDetails{});
    CHECK(decode_container(R"({"State":{"Health":null},"Config":null,"HostConfig":null})") ==
          ContainerDetails{});
}

TEST_CASE("an answer that is not JSON is reported with how it begins") {
    CHECK_THROWS_WITH_AS(decode_container_list("<html>"),
                         "the engine's answer is not JSON, it begins with '<html>'", Error);
}

TEST_CASE("a container's details are read") {
    const ContainerDetails details = decode_container(R"({
        "Id": "0123456789abcdef", "Name": "/web-1", "Image": "sha256:1", "RestartCount": 2,
        "State": {"Status": "exited", "ExitCode": 137, "OOMKilled": true, "Error": "no such file",
                  "StartedAt": "2024-01-01T00:00:00Z",
                  "Health": {"Status": "unhealthy", "Log": [{"ExitCode": 1, "Output": "refused"}]}},
        "Mounts": [{"Type": "bind", "Source": "/s", "Destination": "/d", "RW": true}],
        "Config": {"Tty": true},
        "NetworkSettings": {"Networks": {"net": {"NetworkID": "n1", "IPAddress": ""}}}
    })");
    CHECK(details.id == "0123456789abcdef");
    CHECK(details.name == "web-1");
    CHECK(details.image_id == "sha256:1");
    CHECK(details.state == ContainerState::exited);
    CHECK(details.health == Health::unhealthy);
    CHECK(details.probes == std::vector<ProbeResult>{{1, "refused"}});
    CHECK(details.exit_code == 137);
    CHECK(details.oom_killed);
    CHECK(details.restart_count == 2);
    CHECK(details.error == "no such file");
    CHECK(details.started_at == "2024-01-01T00:00:00Z");
    CHECK(details.tty);
    CHECK(details.mounts == std::vector<MountPoint>{{"bind", "", "/s", "/d", true}});
    CHECK(details.networks == std::map<std::string, NetworkAttachment>{{"net", {"n1", ""}}});
}

TEST_CASE("a container's details give back the spec it was created with") {
    const std::string config =
        R"("Image":"nginx","Cmd":["a"],"Env":["A=1"],"ExposedPorts":{"80/tcp":{}},"Volumes":{"/v":{}},)"
        R"("Labels":{"l":"1"},"StopTimeout":2,"Healthcheck":{"Test":["CMD","true"],"Interval":5})";
    const std::string host =
        R"({"Binds":["/a:/b:rw"],"NetworkMode":"net","Init":true,"PortBindings":{"80/tcp":[{"HostPort":"1"}]},)"
        R"("Mounts":[{"Type":"volume","Target":"/v","VolumeOptions":{"Labels":{"a":"b"}}}],"PidsLimit":5,)"
        R"("DeviceRequests":[{"Count":-1,"Capabilities":[["gpu"]]}],"RestartPolicy":{"Name":"always"}})";
    const std::string endpoints = R"({"net":{"Aliases":["web"],"IPAMConfig":{"IPv4Address":"10.0.0.2"}}})";
    const ContainerDetails details =
        decode_container(R"({"Config":{)" + config + R"(},"HostConfig":)" + host +
                         R"(,"NetworkSettings":{"Networks":)" + endpoints + "}}");
    CHECK(created(details.spec) == body(config + R"(,"HostConfig":)" + host +
                                        R"(,"NetworkingConfig":{"EndpointsConfig":)" + endpoints + "}"));
}

TEST_CASE("the engine's own alias, the short id, is no part of the spec") {
    const ContainerDetails details =
        decode_container(R"({"Id":"0123456789abcdef","NetworkSettings":{"Networks":)"
                         R"({"net":{"Aliases":["web","0123456789ab","0123456789ac"]}}}})");
    CHECK(details.spec.endpoints.at("net").aliases == std::vector<std::string>{"web", "0123456789ac"});
}
