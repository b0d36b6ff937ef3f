#include "cmd/unpack.hpp"

#include "base/error.hpp"
#include "engine-client/tar.hpp"
#include "tests/fakes/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

using namespace muster;
using namespace muster::cmd;
using engine::TarBytes;
using engine::TarDirectory;
using engine::TarEntry;
using engine::TarSymlink;
namespace fs = std::filesystem;

namespace {

void unpack(const std::vector<TarEntry>& entries, const CopyTarget& target, const std::string& source_name) {
    engine::TarWriter writer(entries);
    std::string archive(1 << 16, '\0');
    archive.resize(writer.read(archive));
    Unpacker unpacker(target, source_name, KeepOwners::no);
    engine::TarReader reader(unpacker);
    reader.feed(archive);
    reader.finish();
    unpacker.finish();
}

std::string problem_of(const std::vector<TarEntry>& entries, const CopyTarget& target) {
    try {
        unpack(entries, target, "");
    } catch (const Error& error) {
        return error.message.substr(0, error.message.find(" '"));
    }
    return "none";
}

std::string content_of(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TarEntry file(const std::string& path, const std::string& bytes) {
    return {.path = path, .content = TarBytes{bytes}};
}

} // namespace

TEST_CASE("an archive's tree is written under its new name, with modes and times") {
    const fakes::TemporaryDirectory directory;
    const std::string root = directory.path().string();
    unpack({{.path = "d", .content = TarDirectory{}, .mode = 0555, .mtime = 1000},
            {.path = "d/f", .content = TarBytes{"hello"}, .mode = 0640, .mtime = 2000},
            {.path = "d/l", .content = TarSymlink{"f"}}},
           {root, "e"}, "d");
    CHECK(content_of(root + "/e/f") == "hello");
    CHECK(fs::read_symlink(root + "/e/l") == "f");
    struct stat info {};
    REQUIRE(::stat((root + "/e/f").c_str(), &info) == 0);
    CHECK((info.st_mode & 07777U) == 0640);
    CHECK(info.st_mtime == 2000);
    REQUIRE(::stat((root + "/e").c_str(), &info) == 0);
    CHECK((info.st_mode & 07777U) == 0555);
    CHECK(info.st_mtime == 1000);
    fs::permissions(root + "/e", fs::perms::owner_all);
}

TEST_CASE("a file that is in the way is replaced") {
    const fakes::TemporaryDirectory directory;
    directory.write("f", "old");
    unpack({file("f", "new")}, {directory.path().string(), "f"}, "f");
    CHECK(content_of(directory.path() / "f") == "new");
}

TEST_CASE("no archive writes outside of its directory") {
    const fakes::TemporaryDirectory directory;
    const std::string root = directory.path().string();
    fs::create_directory(root + "/in");
    const CopyTarget target{root + "/in", ""};
    CHECK(problem_of({file("../f", "x")}, target) == "the archive has a file");
    CHECK(problem_of({{.path = "l", .content = TarSymlink{".."}}, file("l/f", "x")}, target) ==
          "cannot write");
    CHECK_FALSE(fs::exists(root + "/f"));
}
