#include "base/render_error.hpp"
#include "tests/fakes/compose/golden_case.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>

/// Every project of tests/golden/invalid is loaded, and what the user is told is compared with the text that
/// was reviewed by eye.
namespace muster::compose::load {

namespace {

using fakes::GoldenCase;

/// The errors, or what `config` warns of in a project that can be loaded.
std::string rendered(const GoldenCase& golden) {
    SourceMap sources;
    std::string text;
    try {
        const LoadedProject loaded = load_project(golden.request(), golden.files(), sources);
        for (const auto* warnings : {&loaded.warnings, &loaded.refusals})
            for (const Error& warning : *warnings) text += render_warning(warning, sources);
    } catch (const LoadFailure& failure) {
        for (const Error& error : failure.errors) text += render_error(error, sources);
    }
    return text;
}

/// With the project's folder as the case files write it.
std::string with_folder_named(std::string text, const std::string& directory) {
    for (std::size_t at = text.find(directory); at != std::string::npos; at = text.find(directory, at))
        text.replace(at, directory.size(), "@DIR@");
    return text;
}

void write_rendered(const GoldenCase& golden) {
    const std::filesystem::path path =
        std::filesystem::path(MUSTER_TESTS_DIR) / "golden/invalid" / (golden.name + ".txt");
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    text.resize(std::min(text.find("-- rendered --\n"), text.size()));
    std::ofstream(path, std::ios::binary) << text << "-- rendered --\n"
                                          << with_folder_named(rendered(golden), golden.directory());
}

} // namespace

TEST_CASE("what is wrong in a file is told as it was reviewed") {
    const bool writes = std::getenv("MUSTER_WRITE_RENDERED") != nullptr;
    for (const GoldenCase& golden : fakes::golden_cases("invalid")) {
        CAPTURE(golden.name);
        if (writes)
            write_rendered(golden);
        else
            CHECK(rendered(golden) == golden.text("rendered"));
    }
}

TEST_CASE("each error of the reviewed files points into a file, or there is no place to point to") {
    for (const GoldenCase& golden : fakes::golden_cases("invalid")) {
        CAPTURE(golden.name);
        CHECK(!golden.idea.empty());
        SourceMap sources;
        try {
            golden.load();
        } catch (const LoadFailure& failure) {
            for (const Error& error : failure.errors)
                CHECK((error.where.has_value() || golden.name.starts_with("no-place/")));
        }
    }
}

} // namespace muster::compose::load
