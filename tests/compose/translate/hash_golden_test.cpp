#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/translate/hash.hpp"
#include "tests/fakes/compose/golden_project.hpp"

#include <doctest/doctest.h>

#include <map>

/// The config hash of every service of tests/golden/peer is compared with Docker Compose's: containers of
/// either tool are only left alone by the other when the hashes are equal.
namespace muster::compose::translate {

namespace {

const std::string env_file_reason =
    "'config --hash' keeps the list of env files; containers are labelled with the hash of what they say";

/// The cases whose hashes differ, and why.
const std::map<std::string, std::string> differences{
    {"env-file-grammar", env_file_reason}, {"env-file-long", env_file_reason},
    {"env-file-short", env_file_reason},   {"extends", env_file_reason},
    {"web-stack", env_file_reason},
};

std::vector<std::string> hash_lines(const fakes::GoldenProject& golden) {
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
    for (const auto& golden : fakes::golden_projects()) {
        if (!golden.has("expected.hash")) continue;
        CAPTURE(golden.name);
        CAPTURE(join(hash_lines(golden), "\n"));
        const bool is_equal = hash_lines(golden) == golden.lines("expected.hash");
        CHECK(is_equal != differences.contains(golden.name));
        ++compared;
        if (is_equal) ++equal;
    }
    CHECK(compared > 90);
    MESSAGE(equal << " of " << compared << " golden projects have equal hashes");
}

} // namespace muster::compose::translate
