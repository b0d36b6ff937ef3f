#include "cmd/output_file.hpp"

#include "base/error.hpp"
#include "tests/fakes/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <functional>
#include <sstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace muster;
using namespace muster::cmd;
using muster::fakes::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

std::size_t count_files(const fs::path& directory) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

std::string refusal(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.message;
    }
    return {};
}

} // namespace

TEST_CASE("an output file has its name once it is committed, and what it replaces until then") {
    const TemporaryDirectory directory;
    const fs::path path = directory.write("out.tar", "old");
    OutputFile file(path);
    file.write("new ");
    file.write("content");
    CHECK(read(path) == "old");
    file.commit();
    CHECK(read(path) == "new content");
    CHECK(count_files(directory.path()) == 1);
}

TEST_CASE("an output file that is not committed leaves nothing") {
    const TemporaryDirectory directory;
    { OutputFile(directory.path() / "out.tar").write("half"); }
    CHECK(count_files(directory.path()) == 0);
}

TEST_CASE("an output file has the rights that the user's mask leaves") {
    const TemporaryDirectory directory;
    const mode_t before = ::umask(027);
    OutputFile file(directory.path() / "out.tar");
    file.commit();
    ::umask(before);
    CHECK(fs::status(directory.path() / "out.tar").permissions() ==
          (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
}

TEST_CASE("a pipe is written to as it is") {
    const TemporaryDirectory directory;
    const fs::path path = directory.path() / "pipe";
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    std::string received;
    {
        const std::jthread reader([&] { received = read(path); });
        OutputFile file(path);
        file.write("bytes");
        file.commit();
    }
    CHECK(received == "bytes");
    CHECK(fs::is_fifo(path));
}

TEST_CASE("what cannot be written is told with the system's reason") {
    const TemporaryDirectory directory;
    const std::string folder = directory.path();
    const std::string missing = directory.path() / "missing" / "out.tar";
    CHECK(refusal([&] { OutputFile file(folder); }) == "cannot write '" + folder + "': is a directory");
    CHECK(refusal([&] { OutputFile file(missing); }) ==
          "cannot write '" + missing + "': no such file or directory");
    CHECK(refusal([] { OutputFile("/dev/full").write("bytes"); }) ==
          "cannot write '/dev/full': no space left on device");
}
