#include "engine-client/codec.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

// The specs name what they set; everything else is meant to be left out.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

using namespace muster;
using namespace muster::engine;

namespace {

std::string canonical(std::string_view json) { return nlohmann::json::parse(json).dump(); }

std::string message_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        CHECK(error.kind == ErrorKind::engine);
        return error.message;
    }
    return "no error";
}

} // namespace

TEST_CASE("a network's body") {
    CHECK(encode_create_network({.name = "n"}, {1, 44}) == R"({"Name":"n"})");
    CHECK(encode_create_network({.name = "n"}, {1, 41}) == R"({"CheckDuplicate":true,"Name":"n"})");
    const NetworkSpec full{.name = "n",
                           .driver = "bridge",
                           .options = {{"mtu", "1400"}},
                           .ipam = IpamSpec{.driver = "default",
                                            .pools = {{.subnet = "10.0.0.0/24",
                                                       .ip_range = "10.0.0.128/25",
                                                       .gateway = "10.0.0.1",
                                                       .aux_addresses = {{"h", "10.0.0.9"}}}},
                                            .options = {{"o", "1"}}},
                           .internal = true,
                           .attachable = true,
                           .enable_ipv4 = false,
                           .enable_ipv6 = true,
                           .labels = {{"l", "1"}}};
    CHECK(
        canonical(encode_create_network(full, {1, 47})) ==
        canonical(R"({"Name":"n","Driver":"bridge","Options":{"mtu":"1400"},"Internal":true,"Attachable":true,
                        "EnableIPv4":false,"EnableIPv6":true,"Labels":{"l":"1"},
                        "IPAM":{"Driver":"default","Options":{"o":"1"},"Config":[{"Subnet":"10.0.0.0/24",
                        "IPRange":"10.0.0.128/25","Gateway":"10.0.0.1","AuxiliaryAddresses":{"h":"10.0.0.9"}}]}})"));
}

TEST_CASE("a volume's body") {
    CHECK(encode_create_volume({.name = "v"}) == R"({"Name":"v"})");
    CHECK(encode_create_volume({"v", "local", {{"o", "bind"}}, {{"l", "1"}}}) ==
          R"({"Driver":"local","DriverOpts":{"o":"bind"},"Labels":{"l":"1"},"Name":"v"})");
}

TEST_CASE("networks and volumes are read") {
    CHECK(decode_network_list(
              R"([{"Id":"i","Name":"n","Driver":"bridge","Labels":{"l":"1"}},{"Labels":null}])") ==
          std::vector<NetworkSummary>{{"i", "n", "bridge", {{"l", "1"}}}, {}});
    CHECK(
        decode_volume_list(R"({"Volumes":[{"Name":"v","Driver":"local","Labels":null}],"Warnings":null})") ==
        std::vector<VolumeSummary>{{"v", "local", {}}});
    CHECK(decode_volume_list(R"({"Volumes":null})").empty());
}

TEST_CASE("images are read") {
    const auto images = decode_image_list(
        R"([{"Id":"sha256:1","RepoTags":["a:1","b:2"],"RepoDigests":["a@sha256:9"],"Labels":{"l":"1"},
             "Created":5,"Size":6},
            {"Id":"sha256:2","RepoTags":["<none>:<none>"],"RepoDigests":["<none>@<none>"],"Labels":null}])");
    REQUIRE(images.size() == 2);
    CHECK(images[0] == ImageSummary{"sha256:1", {"a:1", "b:2"}, {"a@sha256:9"}, {{"l", "1"}}, 5, 6});
    CHECK(images[1] == ImageSummary{"sha256:2", {}, {}, {}, 0, 0});
}

TEST_CASE("an image's defaults are read, and what it leaves open stays open") {
    const ImageDetails image = decode_image(
        R"({"Id":"sha256:1","Os":"linux","Architecture":"amd64","Config":{"Env":["A=1"],"Cmd":["c"],
            "Entrypoint":null,"Labels":{"l":"1"},"Volumes":{"/v":{}},"ExposedPorts":{"80/tcp":{}},"User":"u",
            "WorkingDir":"/w","Healthcheck":{"Test":["CMD","x"],"Retries":2}}})");
    CHECK(image == ImageDetails{.id = "sha256:1",
                                .os = "linux",
                                .architecture = "amd64",
                                .environment = {"A=1"},
                                .command = {{"c"}},
                                .entrypoint = {},
                                .labels = {{"l", "1"}},
                                .volumes = {"/v"},
                                .exposed_ports = {"80/tcp"},
                                .user = "u",
                                .working_dir = "/w",
                                .healthcheck = HealthcheckSpec{.test = {"CMD", "x"}, .retries = 2}});
    CHECK(decode_image(R"({"Id":"i","Config":null})") == ImageDetails{.id = "i"});
}

TEST_CASE("a pull's lines are progress or a failure") {
    const PullProgress progress = decode_pull_line(
        R"({"status":"Downloading","progressDetail":{"current":5,"total":10},"progress":"[=>]","id":"abc"})");
    CHECK(progress.id == "abc");
    CHECK(progress.status == "Downloading");
    CHECK(progress.current == 5);
    CHECK(progress.total == 10);
    CHECK(decode_pull_line(R"({"status":"Digest: x","progressDetail":{}})").total == 0);
    CHECK(message_of([] {
              decode_pull_line(R"({"errorDetail":{"code":1,"message":"no space"},"error":"short"})");
          }) == "the engine says: no space");
    CHECK(message_of([] { decode_pull_line(R"({"error":"manifest unknown"})"); }) ==
          "the engine says: manifest unknown");
}

TEST_CASE("a build's lines are a trace, text, an image or a failure") {
    CHECK(decode_build_line(R"({"id":"moby.buildkit.trace","aux":"CnE="})") == BuildLine{.trace = "CnE="});
    CHECK(decode_build_line(R"({"id":"moby.image.id","aux":{"ID":"sha256:1"}})") ==
          BuildLine{.image_id = "sha256:1"});
    CHECK(decode_build_line(R"({"aux":{"ID":"sha256:2"}})") == BuildLine{.image_id = "sha256:2"});
    CHECK(decode_build_line(R"({"stream":"Step 1/2 : FROM x\n"})") ==
          BuildLine{.text = "Step 1/2 : FROM x\n"});
    CHECK(decode_build_line(R"({"status":"Pulling","id":"abc"})") == BuildLine{});
    CHECK(decode_build_line(R"({"errorDetail":{"code":1,"message":"RUN failed"},"error":"short"})") ==
          BuildLine{.failure = "RUN failed"});
}

TEST_CASE("parameters that are JSON") {
    CHECK(encode_strings({"a", "b\""}) == R"(["a","b\""])");
    CHECK(encode_map({{"a", "1"}}) == R"({"a":"1"})");
    CHECK(encode_build_args({{"A", "1"}, {"B", std::nullopt}}) == R"({"A":"1","B":null})");
    CHECK(encode_ulimits({{"nofile", 1, 2}}) == R"([{"Hard":2,"Name":"nofile","Soft":1}])");
    CHECK(encode_filters({{"label", {"a", "b=c"}}}) == R"({"label":["a","b=c"]})");
    CHECK(encode_filters({{"label", {}}}) == "");
}

TEST_CASE("events are read") {
    const Event event = decode_event(
        R"({"status":"die","id":"c1","Type":"container","Action":"die",
            "Actor":{"ID":"c1","Attributes":{"exitCode":"137","name":"web-1"}},"time":5,"timeNano":5000000123})");
    CHECK(event == Event{"container", "die", "c1", {{"exitCode", "137"}, {"name", "web-1"}}, 5000000123});
    CHECK(decode_event(R"({"Type":"network","time":5})") == Event{.type = "network", .time = 5'000'000'000});
}

TEST_CASE("the outcome of waiting is read") {
    CHECK(decode_wait(R"({"StatusCode":137})") == 137);
    CHECK(decode_wait(R"({"Error":null,"StatusCode":0})") == 0);
    CHECK(message_of([] { decode_wait(R"({"Error":{"Message":"removal failed"},"StatusCode":0})"); }) ==
          "the engine says: removal failed");
}

TEST_CASE("exec bodies and answers") {
    CHECK(
        canonical(encode_create_exec({.command = {"sh", "-c", "x"},
                                      .environment = {"A=1"},
                                      .user = "u",
                                      .working_dir = "/w",
                                      .privileged = true,
                                      .tty = true,
                                      .attach_stdin = true,
                                      .detach_keys = "ctrl-p"})) ==
        canonical(
            R"({"Cmd":["sh","-c","x"],"Env":["A=1"],"User":"u","WorkingDir":"/w","Privileged":true,"Tty":true,
                        "AttachStdin":true,"AttachStdout":true,"AttachStderr":true,"DetachKeys":"ctrl-p"})"));
    CHECK(encode_start_exec(Detach::yes, false) == R"({"Detach":true,"Tty":false})");
    CHECK(encode_start_exec(Detach::no, true) == R"({"Detach":false,"Tty":true})");
    CHECK(decode_exec_exit_code(R"({"Running":false,"ExitCode":3})") == 3);
    CHECK_FALSE(decode_exec_exit_code(R"({"Running":true,"ExitCode":null})"));
    CHECK_FALSE(decode_exec_exit_code(R"({"Running":false,"ExitCode":null})"));
}

TEST_CASE("ids and messages") {
    CHECK(decode_id(R"({"Id":"abc","Warnings":null})") == "abc");
    CHECK(message_of([] { decode_id("{}"); }) == "the engine's answer has no 'Id'");
    CHECK(decode_message(R"({"message":"no"})") == "no");
    CHECK(decode_message("no JSON") == "");
    CHECK(decode_message("[1]") == "");
}
