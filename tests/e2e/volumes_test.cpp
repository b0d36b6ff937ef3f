#include "steps.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

namespace muster::e2e {

namespace {

std::string volume_at(Sandbox& box, const std::string& service, const std::string& target) {
    for (const auto& mount : box.container(service).mounts)
        if (mount.destination == target) return mount.name;
    return "";
}

} // namespace

TEST_CASE("what is in a named volume outlives down") {
    Sandbox box("services:\n" + running("db", "volumes: ['data:/data']") + "volumes: {data: }\n");
    succeed(box, {"up", "-d"});
    inside(box, "db", "echo kept > /data/file");
    succeed(box, {"down", "-t", "0"});
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "db", "cat /data/file") == "kept\n");
}

TEST_CASE("services share a volume, and one of them may only read") {
    Sandbox box("services:\n" + running("writer", "volumes: ['data:/data']") +
                running("reader", "volumes: ['data:/data:ro']") + "volumes: {data: }\n");
    succeed(box, {"up", "-d"});
    inside(box, "writer", "echo shared > /data/file");
    CHECK(inside(box, "reader", "cat /data/file") == "shared\n");
    CHECK(box.muster({"exec", "-T", "reader", "touch", "/data/other"}).exit_code != 0);
}

TEST_CASE("--renew-anon-volumes starts with fresh anonymous volumes, and keeps named ones") {
    Sandbox box("services:\n" + running("db", "volumes: [/scratch, 'data:/data']") + "volumes: {data: }\n");
    succeed(box, {"up", "-d"});
    inside(box, "db", "echo old > /scratch/file; echo old > /data/file");
    const std::string before = volume_at(box, "db", "/scratch");
    succeed(box, {"up", "-d", "-V"});
    CHECK(inside(box, "db", "ls /scratch; cat /data/file") == "old\n");
    CHECK(volume_at(box, "db", "/scratch") != before);
}

TEST_CASE("a recreate by force carries anonymous volumes over") {
    Sandbox box("services:\n" + running("db", "volumes: [/scratch]"));
    succeed(box, {"up", "-d"});
    const std::string before = volume_at(box, "db", "/scratch");
    const std::string id = box.container("db").id;
    succeed(box, {"up", "-d", "--force-recreate"});
    CHECK(box.container("db").id != id);
    CHECK(volume_at(box, "db", "/scratch") == before);
}

TEST_CASE("down keeps anonymous volumes, and takes them with --volumes") {
    Sandbox box("services:\n" + running("db", "volumes: [/scratch]"));
    succeed(box, {"up", "-d"});
    const std::string volume = volume_at(box, "db", "/scratch");
    REQUIRE(!volume.empty());
    succeed(box, {"down", "-v", "-t", "0"});
    CHECK_FALSE(box.engine().find_volume(volume));
}

TEST_CASE("an external volume is used, and stays even when volumes are removed") {
    Sandbox box("services: {}\n");
    const std::string shared = box.make_volume("-shared");
    box.write_compose("services:\n" + running("db", "volumes: ['data:/data']") +
                      "volumes:\n  data: {external: true, name: " + shared + "}\n");
    succeed(box, {"up", "-d"});
    CHECK(volume_at(box, "db", "/data") == shared);
    succeed(box, {"down", "-v", "-t", "0"});
    CHECK(box.engine().find_volume(shared));
}

TEST_CASE("an external volume that does not exist is named, before anything is made") {
    Sandbox box("services:\n" + running("db", "volumes: ['data:/data']") +
                "volumes: {data: {external: true, name: muster-nowhere}}\n");
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("muster-nowhere"));
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("a volume has the name and the labels that it asks for") {
    Sandbox box("services: {}\n");
    const std::string name = box.project() + "-own";
    box.write_compose("services:\n" + running("db", "volumes: ['data:/data']") +
                      "volumes: {data: {name: " + name + ", labels: {team: blue}}}\n");
    succeed(box, {"up", "-d"});
    const auto volume = box.engine().find_volume(name);
    REQUIRE(volume);
    CHECK(volume->labels.at("team") == "blue");
    CHECK(volume->labels.at("com.docker.compose.volume") == "data");
    CHECK(volume->labels.at("com.docker.compose.project") == box.project());
}

TEST_CASE("a volume that is no longer as declared is kept with its data, and a warning") {
    const std::string db = running("db", "volumes: ['data:/data']");
    Sandbox box("services:\n" + db + "volumes: {data: }\n");
    succeed(box, {"up", "-d"});
    inside(box, "db", "echo kept > /data/file");
    box.write_compose("services:\n" + db + "volumes: {data: {labels: {team: blue}}}\n");
    const auto up = succeed(box, {"up", "-d"});
    CHECK(up.err == containing(box.project() + "_data"));
    CHECK(inside(box, "db", "cat /data/file") == "kept\n");
}

TEST_CASE("a volume with another name is a new volume, and the old one stays") {
    Sandbox box("services:\n" + running("db", "volumes: ['data:/data']") + "volumes: {data: }\n");
    succeed(box, {"up", "-d"});
    const std::string name = box.project() + "-renamed";
    box.write_compose("services:\n" + running("db", "volumes: ['data:/data']") +
                      "volumes: {data: {name: " + name + "}}\n");
    succeed(box, {"up", "-d"});
    CHECK(volume_at(box, "db", "/data") == name);
    CHECK(box.engine().find_volume(box.project() + "_data"));
}

TEST_CASE("a folder of the project is seen inside, and what is written there comes back") {
    Sandbox box("services:\n" + running("web", "volumes: ['./site:/site', './fixed:/fixed:ro']"));
    box.write("site/page", "hello");
    box.write("fixed/page", "read me");
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "cat /site/page /fixed/page; echo new > /site/made") == "helloread me");
    CHECK(read_file(box.path("site/made")) == "new\n");
    CHECK(box.muster({"exec", "-T", "web", "touch", "/fixed/other"}).exit_code != 0);
}

TEST_CASE("a folder that is missing is made for the short form, and refused where the long form forbids it") {
    Sandbox box("services:\n" + running("web", "volumes: ['./new/deep:/data']"));
    succeed(box, {"up", "-d"});
    CHECK(std::filesystem::is_directory(box.path("new/deep")));
    box.write_compose("services:\n" +
                      running("web", "volumes:\n  - {type: bind, source: ./none, target: /data, bind: "
                                     "{create_host_path: false}}"));
    const auto refused = box.muster({"up", "-d"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing(box.path("none")));
    CHECK_FALSE(std::filesystem::exists(box.path("none")));
}

TEST_CASE("tmpfs is memory, of the size that is asked for") {
    Sandbox box("services:\n" + running("web", "tmpfs: ['/run/fast:size=1m', /plain]\nvolumes:\n"
                                               "  - {type: tmpfs, target: /long, tmpfs: {size: 2097152}}"));
    succeed(box, {"up", "-d"});
    const std::string mounts = inside(box, "web", "grep ^tmpfs /proc/mounts");
    CHECK(mounts == containing(" /run/fast tmpfs"));
    CHECK(mounts == containing(" /plain tmpfs"));
    CHECK(mounts == containing(" /long tmpfs"));
    CHECK(mounts == containing("size=1024k"));
    CHECK(mounts == containing("size=2048k"));
}

TEST_CASE("a service mounts whatever another one has") {
    Sandbox box("services:\n" + running("db", "volumes: ['data:/data', /scratch]") +
                running("backup", "volumes_from: [db]") + "volumes: {data: }\n");
    succeed(box, {"up", "-d"});
    inside(box, "db", "echo named > /data/file; echo anonymous > /scratch/file");
    CHECK(inside(box, "backup", "cat /data/file /scratch/file") == "named\nanonymous\n");
    box.proxy().forget();
    succeed(box, {"up", "-d"});
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("a fresh volume begins with what the image has there, unless it says nocopy") {
    Sandbox box("services:\n" +
                running("web", "volumes:\n  - {type: volume, source: full, target: /usr}\n"
                               "  - {type: volume, source: empty, target: /var, volume: {nocopy: true}}") +
                "volumes: {full: , empty: }\n");
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "ls /usr") == "bin\n");
    CHECK(inside(box, "web", "ls /var").empty());
}

TEST_CASE("a volume can be a folder of the host by its driver's options") {
    Sandbox box("services:\n" + running("web", "volumes: ['data:/data']") +
                "volumes:\n  data:\n    driver: local\n    driver_opts: {type: none, o: bind, device: "
                "./store}\n");
    box.write("store/note", "in the folder");
    succeed(box, {"up", "-d"});
    CHECK(inside(box, "web", "cat /data/note") == "in the folder");
}

TEST_CASE("a part of a volume can be mounted from API 1.45 on, and an older engine is said to be too old") {
    Sandbox box("services:\n" +
                job("fill", "mkdir -p /data/part; echo inner > /data/part/file", "volumes: ['data:/data']") +
                running("web", "depends_on: {fill: {condition: service_completed_successfully}}\nvolumes:\n"
                               "  - {type: volume, source: data, target: /part, volume: {subpath: part}}") +
                "volumes: {data: }\n");
    const auto up = box.muster({"up", "-d"});
    if (speaks(box, {1, 45})) {
        REQUIRE_MESSAGE(up.exit_code == 0, up.err);
        CHECK(inside(box, "web", "cat /part/file") == "inner\n");
    } else {
        CHECK(up.exit_code == 1);
        CHECK(up.err == containing("needs Docker Engine 26.0 (API 1.45), but this engine speaks API 1.41"));
        CHECK(box.proxy().mutations().empty());
    }
}

TEST_CASE("volumes of services that are not started are not made") {
    Sandbox box("services:\n" + running("web", "volumes: ['a:/a']") + running("db", "volumes: ['b:/b']") +
                "volumes: {a: , b: }\n");
    succeed(box, {"up", "-d", "web"});
    CHECK(box.volume_names() == std::vector{box.project() + "_a"});
}

} // namespace muster::e2e
