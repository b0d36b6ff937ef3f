#include "base/files.hpp"

#include "base/error.hpp"
#include "tests/fakes/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <functional>
#include <sys/stat.h>

using namespace muster;
using fakes::TemporaryDirectory;

namespace {

Error error_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error;
    }
    return Error(ErrorKind::internal, "nothing was thrown");
}

} // namespace

TEST_CASE("paths are resolved against a base and cleaned") {
    CHECK(resolve_path("/a/b", "c") == "/a/b/c");
    CHECK(resolve_path("/a/b", "./c/../d//e/") == "/a/b/d/e");
    CHECK(resolve_path("/a/b", "/x/./y") == "/x/y");
    CHECK(resolve_path("/a/b", "../../../../x") == "/x");
    CHECK(resolve_path("/a", "") == "/a");
    CHECK(resolve_path("/", "..") == "/");
}

TEST_CASE("parent and base name of a path") {
    CHECK(parent_path("/a/b/c.yaml") == "/a/b");
    CHECK(parent_path("/c.yaml") == "/");
    CHECK(parent_path("c.yaml") == ".");
    CHECK(base_name("/a/b/c.yaml") == "c.yaml");
    CHECK(base_name("c.yaml") == "c.yaml");
    CHECK(base_name("/a/").empty());
}

TEST_CASE("the type of what a path names") {
    const TemporaryDirectory directory;
    const std::string file = directory.write("f", "x");
    const std::string fifo = directory.path() / "fifo";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    const DiskFiles files;
    CHECK(files.type(file) == FileType::regular);
    CHECK(files.type(directory.path()) == FileType::directory);
    CHECK(files.type(fifo) == FileType::other);
    CHECK(files.type(directory.path() / "none") == FileType::missing);
    CHECK(files.type(file + "/below") == FileType::missing);
}

TEST_CASE("a file is read whole, NUL bytes too") {
    const TemporaryDirectory directory;
    const std::string content = std::string("a\0b", 3) + std::string(200'000, 'x');
    CHECK(DiskFiles().read(directory.write("f", content), Files::default_limit) == content);
}

TEST_CASE("what cannot be read is reported with the system's reason, without waiting") {
    const TemporaryDirectory directory;
    const std::string root = directory.path();
    REQUIRE(::mkfifo((root + "/fifo").c_str(), 0600) == 0);
    const auto error_for = [&](const std::string& name) {
        return error_of([&] { DiskFiles().read(root + "/" + name, Files::default_limit); });
    };
    const Error missing = error_for("none");
    CHECK(missing.kind == ErrorKind::not_found);
    CHECK(missing.message == "cannot read '" + root + "/none': no such file or directory");
    CHECK(error_for(".").message == "'" + root + "/.' is a directory, not a file");
    CHECK(error_for("fifo").message == "'" + root + "/fifo' is not a regular file");
    CHECK(error_for("fifo").kind == ErrorKind::compose_file);
}

TEST_CASE("a file larger than the limit is refused") {
    const TemporaryDirectory directory;
    const std::string path = directory.write("f", std::string(1'048'577, 'x'));
    const Error error = error_of([&] { DiskFiles().read(path, 1U << 20); });
    CHECK(error.message == "'" + path + "' is larger than 1 MiB");
    CHECK(DiskFiles().read(path, 1'048'577).size() == 1'048'577);
}

TEST_CASE("a real path leads through no symbolic link") {
    const TemporaryDirectory directory;
    const std::string there = std::filesystem::canonical(directory.write("there/file").parent_path());
    const std::string link = directory.path() / "link";
    std::filesystem::create_symlink("there", link);
    CHECK(DiskFiles().real_path(link) == there);
    CHECK(DiskFiles().real_path(there) == there);
    CHECK(DiskFiles().real_path("/not/there") == "/not/there");
}
