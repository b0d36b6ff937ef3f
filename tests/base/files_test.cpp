#include "base/files.hpp"

#include "base/error.hpp"
#include "tests/fakes/temporary_directory.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

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

void make_socket(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::close(fd);
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

TEST_CASE("what cannot be read is reported with its kind or the system's reason, without waiting") {
    const TemporaryDirectory directory;
    const std::string root = directory.path();
    std::filesystem::create_symlink("/dev/zero", root + "/zeros");
    std::filesystem::create_symlink("loop", root + "/loop");
    make_socket(root + "/socket");
    const auto error_for = [&](const std::string& name) {
        return error_of([&] { DiskFiles().read(root + "/" + name, Files::default_limit); });
    };
    const Error missing = error_for("none");
    CHECK(missing.kind == ErrorKind::not_found);
    CHECK(missing.message == "cannot read '" + root + "/none': no such file or directory");
    CHECK(error_for(".").message == "'" + root + "/.' is a directory, not a file");
    CHECK(error_for("zeros").message == "'" + root + "/zeros' is a device, not a file");
    CHECK(error_for("zeros").kind == ErrorKind::compose_file);
    CHECK(error_for("socket").message == "'" + root + "/socket' is a socket, not a file");
    CHECK(error_for("loop").message == "cannot read '" + root + "/loop': too many levels of symbolic links");
}

TEST_CASE("the null device is an empty file") { CHECK(DiskFiles().read("/dev/null", 10).empty()); }

TEST_CASE("a pipe is read to its end, however late its writer is with the next piece") {
    const TemporaryDirectory directory;
    const std::string fifo = directory.path() / "fifo";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    // The writer's open() returns when the reader has come.
    std::thread writer([&] {
        std::ofstream out(fifo);
        out << "A=1\n" << std::flush << "B=2\n";
    });
    CHECK(DiskFiles().read(fifo, Files::default_limit) == "A=1\nB=2\n");
    writer.join();
}

TEST_CASE("what a shell writes for <(command) is read, though its writer has gone") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    REQUIRE(::write(ends[1], "A=1\n", 4) == 4);
    ::close(ends[1]);
    CHECK(DiskFiles().read("/dev/fd/" + std::to_string(ends[0]), Files::default_limit) == "A=1\n");
    ::close(ends[0]);
}

TEST_CASE("a pipe that nobody writes to is given up") {
    const TemporaryDirectory directory;
    const std::string fifo = directory.path() / "fifo";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    const Error error = error_of([&] { DiskFiles().read(fifo, Files::default_limit); });
    CHECK(error.message == "'" + fifo + "' is a pipe that nobody writes to");
}

TEST_CASE("a pipe without end is given up at the limit") {
    const TemporaryDirectory directory;
    const std::string fifo = directory.path() / "fifo";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    const auto ignored = std::signal(SIGPIPE, SIG_IGN);
    std::thread writer([&] {
        std::ofstream out(fifo);
        while (out << std::string(10'000, 'x')) {
        }
    });
    const Error error = error_of([&] { DiskFiles().read(fifo, 1U << 20); });
    CHECK(error.message == "'" + fifo + "' is larger than 1 MiB");
    writer.join();
    std::signal(SIGPIPE, ignored);
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
