#include "compose/source/scalar.hpp"
#include "compose/source/yaml_writer.hpp"
#include "tests/compose/source/read_text.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace muster;
using namespace muster::compose::source;

namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The files hold "@DIR@" for the project's directory; no plain text begins with '@'.
std::string with_real_paths(std::string text) {
    for (std::size_t i = text.find('@'); i != std::string::npos; i = text.find('@', i + 1))
        for (const char* name : {"@DIR@", "@PARENT@"})
            if (text.compare(i, std::string(name).size(), name) == 0)
                text.replace(i, std::string(name).size(), "/d");
    return text;
}

} // namespace

TEST_CASE("what Docker Compose wrote is read and written back byte for byte") {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(MUSTER_TESTS_DIR "/golden/peer")) {
        const std::filesystem::path file = entry.path() / "expected.yaml";
        // The odd strings are those that Docker Compose writes wrongly.
        if (!std::filesystem::exists(file) || entry.path().filename() == "yaml-strings-odd") continue;
        CAPTURE(file.string());
        const std::string text = with_real_paths(read_file(file));
        const ReadText read = read_text(text);
        CHECK(read.messages.empty());
        REQUIRE(read.documents.size() == 1);
        CHECK(write_yaml(to_value(read.documents[0], Value::Shape::record)) == text);
        ++count;
    }
    CHECK(count > 90);
}
