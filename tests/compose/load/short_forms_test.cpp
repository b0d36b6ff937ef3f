#include "compose/load/short_forms.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace muster::compose::load {

namespace {

struct MountCase {
    const char* text;
    const char* mount; ///< type source -> target, then the options that are on
};

std::string dump(const ShortMount& result) {
    const Mount& mount = result.mount;
    std::string out = mount.type + " " + mount.source + " -> " + mount.target;
    if (mount.read_only) out += " ro";
    if (mount.volume && mount.volume->nocopy) out += " nocopy";
    if (mount.bind && mount.bind->create_host_path.written) out += " create";
    if (mount.bind) out += mount.bind->selinux + mount.bind->propagation;
    return result.unknown_options.empty() ? out : out + " ?" + join(result.unknown_options, ",");
}

} // namespace

TEST_CASE("a short mount is read into its long form") {
    const MountCase cases[] = {
        {"/data", "volume  -> /data"},
        {"data:/data", "volume data -> /data"},
        {"data:/data/:ro", "volume data -> /data ro"},
        {"data:/data:nocopy", "volume data -> /data nocopy"},
        {"v:/data", "volume v -> /data"},
        {"/a:/b", "bind /a -> /b create"},
        {"./a:/b/../c", "bind ./a -> /c create"},
        {"~/a:/b:ro,z", "bind ~/a -> /b ro createz"},
        {"/a:/b:rshared", "bind /a -> /b creatershared"},
        {"C:\\data:/data", "bind C:\\data -> /data create"},
        {"C:/data:/data:ro", "bind C:/data -> /data ro create"},
        {"C:/data:D:/data", "bind C:/data -> D:/data create"},
        {"v:/data:ro", "volume v -> /data ro"},
        {"/a:/b:cached,rw", "bind /a -> /b create ?cached"},
    };
    for (const MountCase& mount : cases) {
        CAPTURE(mount.text);
        CHECK(dump(parse_mount(mount.text)) == mount.mount);
    }
}

TEST_CASE("a short mount with parts missing or left over is refused") {
    for (const char* text : {"", ":", "a:", ":/a", "a::ro", "a:/b:ro:z"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_mount(text), std::invalid_argument);
    }
}

TEST_CASE("a device is the same inside, with all permissions, unless the text says more") {
    CHECK(parse_device("/dev/a") == DeviceMapping{"/dev/a", "/dev/a", "rwm", {}});
    CHECK(parse_device("/dev/a:/dev/b") == DeviceMapping{"/dev/a", "/dev/b", "rwm", {}});
    CHECK(parse_device("/dev/a:/dev/b:r") == DeviceMapping{"/dev/a", "/dev/b", "r", {}});
    CHECK(parse_device("/dev/a::r") == DeviceMapping{"/dev/a", "/dev/a", "r", {}});
    CHECK(parse_device("/dev/a:/dev/b:") == DeviceMapping{"/dev/a", "/dev/b", "", {}});
    CHECK_THROWS_AS(parse_device("a:b:c:d"), std::invalid_argument);
}

TEST_CASE("an extra host is cut at its first '=' or else at its first ':'") {
    CHECK(parse_extra_host("a=1.1.1.1") == std::pair<std::string, std::string>("a", "1.1.1.1"));
    CHECK(parse_extra_host("a:::1") == std::pair<std::string, std::string>("a", "::1"));
    CHECK(parse_extra_host("a=[::1]") == std::pair<std::string, std::string>("a", "::1"));
    CHECK_THROWS_AS(parse_extra_host("a"), std::invalid_argument);
    CHECK(parse_extra_host("a=") == std::pair<std::string, std::string>("a", ""));
    CHECK_THROWS_AS(parse_extra_host("=1.1.1.1"), std::invalid_argument);
}

TEST_CASE("only absolute targets are cleaned") {
    CHECK(clean_target("/a//b/./../c/") == "/a/c");
    CHECK(clean_target("/") == "/");
    CHECK(clean_target("C:\\a") == "C:\\a");
}

} // namespace muster::compose::load
