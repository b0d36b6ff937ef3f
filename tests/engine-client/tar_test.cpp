#include "engine-client/tar.hpp"

#include "base/error.hpp"
#include "engine-client/tar_header.hpp"
#include "tests/fakes/temporary_directory.hpp"

#include <array>
#include <cstdio>
#include <doctest/doctest.h>
#include <memory>
#include <sys/stat.h>

using namespace muster;
using namespace muster::engine;
using fakes::TemporaryDirectory;

namespace {

std::string run(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen((command + " 2>&1").c_str(), "r"), ::pclose);
    REQUIRE(pipe);
    std::string output;
    std::array<char, 4096> buffer;
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
        output.append(buffer.data(), count);
    return output;
}

std::string read_in_pieces(TarWriter& writer, std::size_t piece_size) {
    std::string archive;
    std::string piece(piece_size, '?');
    while (const std::size_t count = writer.read(piece)) archive.append(piece, 0, count);
    return archive;
}

std::string archive_of(std::vector<TarEntry> entries) {
    TarWriter writer(std::move(entries));
    return read_in_pieces(writer, 4096);
}

/// What GNU tar lists of an archive: mode, owner, size, time and name of each member.
std::string listing(const std::string& archive) {
    const TemporaryDirectory directory;
    const auto path = directory.write("a.tar", archive);
    return run("TZ=UTC tar --numeric-owner --full-time -tvf " + path.string());
}

TarEntry file(const std::string& path, const std::string& bytes) {
    return {.path = path, .content = TarBytes{bytes}};
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

TEST_CASE("GNU tar lists the members as they were given") {
    const TemporaryDirectory directory;
    const auto script = directory.write("run", "#!/bin/sh\n");
    CHECK(listing(archive_of({
              {.path = "app", .content = TarDirectory{}, .mode = 0755, .mtime = 1'700'000'000},
              {.path = "app/a.txt",
               .content = TarBytes{"hello"},
               .mode = 0644,
               .uid = 1000,
               .gid = 100,
               .mtime = 1},
              {.path = "app/link", .content = TarSymlink{"../a.txt"}, .mode = 0777},
              {.path = "app/run", .content = TarHostFile{script}, .mode = 04755},
          })) == "drwxr-xr-x 0/0               0 2023-11-14 22:13:20 app/\n"
                 "-rw-r--r-- 1000/100          5 1970-01-01 00:00:01 app/a.txt\n"
                 "lrwxrwxrwx 0/0               0 1970-01-01 00:00:00 app/link -> ../a.txt\n"
                 "-rwsr-xr-x 0/0              10 1970-01-01 00:00:00 app/run\n");
}

TEST_CASE("GNU tar lists numbers beyond the ustar fields") {
    CHECK(listing(archive_of({
              {.path = "a", .uid = 4'000'000'000, .gid = 2'097'152},
              {.path = "b", .uid = 2'097'151, .mtime = -1},
          })) == "-rw-r--r-- 4000000000/2097152 0 1970-01-01 00:00:00 a\n"
                 "-rw-r--r-- 2097151/0          0 1969-12-31 23:59:59 b\n");
}

TEST_CASE("GNU tar extracts what was packed, whatever the size and the length of the names") {
    const TemporaryDirectory source;
    const TemporaryDirectory target;
    std::vector<TarEntry> entries;
    for (const std::size_t size : {0, 1, 511, 512, 513, 70'000}) {
        const std::string name = "file" + std::to_string(size);
        const auto path = source.write(name, std::string(size, 'x') + name);
        entries.push_back({.path = name, .content = TarHostFile{path}});
        entries.push_back(file("bytes" + std::to_string(size), std::string(size, 'y')));
    }
    for (const std::size_t length : {99, 100, 101, 240}) {
        entries.push_back(file("long/" + std::string(length - 5, 'n'), "long"));
        entries.push_back(
            {.path = "link" + std::to_string(length), .content = TarSymlink{std::string(length, 't')}});
    }
    entries.push_back({.path = std::string(120, 'd'), .content = TarDirectory{}, .mode = 0700});
    entries.push_back(file("na\xc3\xafve \"name\"", "utf-8"));
    const auto archive = target.write("a.tar", archive_of(entries));
    CHECK(run("tar -C " + target.path().string() + " -xf " + archive.string()) == "");

    for (const TarEntry& entry : entries) {
        const auto path = target.path() / entry.path;
        CAPTURE(entry.path);
        if (const auto* bytes = std::get_if<TarBytes>(&entry.content))
            CHECK(content_of(path) == bytes->bytes);
        if (const auto* host = std::get_if<TarHostFile>(&entry.content))
            CHECK(content_of(path) == content_of(host->host_path));
        if (const auto* link = std::get_if<TarSymlink>(&entry.content))
            CHECK(std::filesystem::read_symlink(path) == link->target);
        if (std::holds_alternative<TarDirectory>(entry.content)) CHECK(std::filesystem::is_directory(path));
    }
}

TEST_CASE("a member of 9 GiB is valid") {
    const TemporaryDirectory directory;
    constexpr std::int64_t size = 9LL << 30;
    const std::string header = tar_header({.path = "large"}, size);
    const auto archive = directory.write("a.tar", header);
    std::filesystem::resize_file(archive,
                                 header.size() + static_cast<std::uint64_t>(size) + 2 * tar_block_size);
    CHECK(run("TZ=UTC tar --numeric-owner -tvf " + archive.string()) ==
          "-rw-r--r-- 0/0      9663676416 1970-01-01 00:00 large\n");
}

TEST_CASE("the archive is the same however it is read") {
    const TemporaryDirectory directory;
    const auto path = directory.write("f", std::string(1000, 'f'));
    const std::vector<TarEntry> entries = {{.path = "f", .content = TarHostFile{path}}, file("b", "bytes")};
    const std::string whole = archive_of(entries);
    CHECK(whole.size() % tar_block_size == 0);
    for (const std::size_t piece : {1UL, 7UL, 512UL, 513UL, 1UL << 20}) {
        TarWriter writer(entries);
        CHECK(read_in_pieces(writer, piece) == whole);
        CHECK(writer.warnings().empty());
    }
}

TEST_CASE("reads are short only at the end") {
    TarWriter writer({file("a", std::string(600, 'a'))});
    std::string buffer(1000, '?');
    CHECK(writer.read(buffer) == 1000);
    CHECK(writer.read(buffer) == 1000);
    CHECK(writer.read(buffer) == 560);
    CHECK(writer.read(buffer) == 0);
    CHECK(writer.read(buffer) == 0);
}

TEST_CASE("a file that grows while it is read is cut, and told of") {
    const TemporaryDirectory directory;
    const auto path = directory.write("log", std::string(1000, 'o'));
    TarWriter writer({{.path = "log", .content = TarHostFile{path}}, file("z", "after")});
    std::string archive(tar_block_size, '?');
    writer.read(archive);
    std::ofstream(path, std::ios::app) << "more";
    archive += read_in_pieces(writer, 4096);
    CHECK(listing(archive) == "-rw-r--r-- 0/0            1000 1970-01-01 00:00:00 log\n"
                              "-rw-r--r-- 0/0               5 1970-01-01 00:00:00 z\n");
    CHECK(writer.warnings() == std::vector{"'" + path.string() + "' grew while it was read"});
}

TEST_CASE("a file that shrinks while it is read is filled up with zeros, and told of") {
    const TemporaryDirectory directory;
    const auto path = directory.write("log", std::string(1000, 'o'));
    TarWriter writer({{.path = "log", .content = TarHostFile{path}}, file("z", "after")});
    std::string archive(tar_block_size, '?');
    writer.read(archive);
    std::filesystem::resize_file(path, 10);
    archive += read_in_pieces(writer, 4096);
    CHECK(listing(archive) == "-rw-r--r-- 0/0            1000 1970-01-01 00:00:00 log\n"
                              "-rw-r--r-- 0/0               5 1970-01-01 00:00:00 z\n");
    CHECK(archive.substr(tar_block_size, 12) == std::string("oooooooooo\0\0", 12));
    CHECK(writer.warnings() == std::vector{"'" + path.string() + "' shrank while it was read"});
}

TEST_CASE("a host file that cannot be packed is an error that names it") {
    const TemporaryDirectory directory;
    const std::string root = directory.path().string();
    ::mkfifo((root + "/pipe").c_str(), 0600);
    const auto problem = [&](const std::string& name) {
        try {
            archive_of({{.path = name, .content = TarHostFile{root + "/" + name}}});
        } catch (const Error& error) {
            return error;
        }
        return Error(ErrorKind::internal, "no error");
    };
    CHECK(problem("gone") ==
          Error(ErrorKind::not_found, "cannot read '" + root + "/gone': no such file or directory"));
    CHECK(problem("pipe") ==
          Error(ErrorKind::compose_file, "cannot read '" + root + "/pipe': not a regular file"));
    CHECK(problem("") == Error(ErrorKind::compose_file, "cannot read '" + root + "/': not a regular file"));
}

TEST_CASE("an archive without members is valid") {
    CHECK(archive_of({}) == std::string(2 * tar_block_size, '\0'));
}

TEST_CASE("as a byte source the archive can be handed on by value") {
    const ByteSource source = tar_source({file("a", "x")});
    const ByteSource copy = source;
    std::string buffer(4096, '?');
    CHECK(copy(buffer) == 2 * tar_block_size + 2 * tar_block_size);
    CHECK(source(buffer) == 0);
}
