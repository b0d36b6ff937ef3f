#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/translate/hash.hpp"
#include "tests/fakes/compose/golden_case.hpp"

#include <doctest/doctest.h>

#include <map>

/// The config hash of every service of tests/golden/peer is compared with Docker Compose's: containers of
/// either tool are only left alone by the other when the hashes are equal.
namespace muster::compose::translate {

namespace {

/// The cases whose hashes differ, and why.
const std::map<std::string, std::string> differences{
    {"env-file/same-twice", "a file that is named in two ways is read once"},
    {"lenient/integer-fraction", "Docker Compose cuts 1.5 down to 1 without a word"},
    {"lenient/include-no-path", "Docker Compose passes over what is misspelt there"},
    {"lenient/negative", "no engine can heed a time before now"},
    {"lenient/unknown-extends-key", "Docker Compose passes over what is misspelt there"},
    {"lenient/unknown-include-key", "Docker Compose passes over what is misspelt there"},
    {"service/bytes-float", "Docker Compose loses a size with a fraction"},
    {"volumes/short-one-letter", "'v:/x' is a volume of one letter, not a drive of Windows"},
};

std::vector<std::string> hash_lines(const fakes::GoldenCase& golden) {
    load::LoadRequest request = golden.request();
    request.resolve_environment = false; // `config --hash` does not read env files
    std::vector<std::string> lines;
    try {
        const Project project = golden.load(request);
        for (const auto& [name, service] : project.services)
            lines.push_back(name + " " + config_hash(service));
    } catch (const LoadFailure& failure) {
        for (const Error& error : failure.errors) lines.push_back(error.message);
    }
    return lines;
}

} // namespace

TEST_CASE("the services of every golden project have Docker Compose's hashes") {
    std::size_t equal = 0;
    std::size_t compared = 0;
    for (const auto& golden : fakes::golden_cases("peer")) {
        if (!golden.has("expected.hash")) continue;
        CAPTURE(golden.name);
        const std::vector<std::string> expected = golden.lines("expected.hash");
        const std::vector<std::string> found = hash_lines(golden);
        CAPTURE(join(found, "\n"));
        CHECK((found == expected) != differences.contains(golden.name));
        compared += expected.size();
        if (found == expected) equal += expected.size();
    }
    CHECK(compared > 200);
    MESSAGE(equal << " of " << compared << " services have equal hashes");
}

} // namespace muster::compose::translate
