#include "base/go_json.hpp"
#include "base/render_error.hpp"
#include "compose/load/load.hpp"
#include "compose/model/encode.hpp"
#include "compose/source/yaml_writer.hpp"
#include "tests/fakes/memory_files.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

/// Every project of tests/golden/peer is loaded and compared with what Docker Compose made of it.
namespace muster::compose::load {

namespace {

namespace fs = std::filesystem;

const std::string root = "/muster-golden";

/// What we do differently, and why.
const std::map<std::string, std::string> differences{
    {"interpolation-none", "config --no-interpolate prints the document, not the model"},
};

/// What we only print differently.
const std::map<std::string, std::string> yaml_differences{
    {"networks-top-level", "'ipam.options' reaches the engine; Docker Compose loses it"},
    {"yaml-strings-odd", "text with U+FEFF or U+2028 comes back as it was; Docker Compose garbles it"},
};

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<std::string> read_lines(const fs::path& path) {
    std::vector<std::string> lines;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string replace_all(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

struct GoldenCase {
    std::string name;
    fs::path folder;

    std::string directory() const { return root + "/" + name; }

    fakes::MemoryFiles files() const {
        fakes::MemoryFiles files;
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.is_regular_file())
                files.put(directory() + "/" + fs::relative(entry.path(), folder).string(),
                          read_file(entry.path()));
        return files;
    }

    LoadRequest request() const {
        LoadRequest request;
        request.working_dir = directory();
        request.environment = {{"HOME", "/home/muster"}, {"PATH", "/usr/bin:/bin"}};
        for (const std::string& line : read_lines(folder / "env"))
            request.environment[line.substr(0, line.find('='))] = line.substr(line.find('=') + 1);
        apply_flags(request, read_lines(folder / "args"));
        apply_flags(request, read_lines(folder / "config-args"));
        return request;
    }

    static void apply_flags(LoadRequest& request, const std::vector<std::string>& words) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (words[i] == "-f")
                request.files.push_back(words[++i]);
            else if (words[i] == "-p")
                request.project_name = words[++i];
            else if (words[i] == "--profile")
                request.profiles.push_back(words[++i]);
            else if (words[i] == "--env-file")
                request.environment_files.push_back(words[++i]);
            else if (words[i] == "--no-normalize")
                request.normalise = false;
            else if (words[i] == "--no-path-resolution")
                request.resolve_paths = false;
            else if (!words[i].starts_with("-"))
                request.services.push_back(words[i]);
        }
    }

    std::string expected(const char* file) const {
        const std::string text = read_file(folder / file);
        return replace_all(replace_all(text, "@DIR@", directory()), "@PARENT@", root);
    }

    std::string actual_json() const {
        return printed([](const Project& project) { return to_sorted_go_json(encode(project)); });
    }

    std::string actual_yaml() const {
        return printed(
            [](const Project& project) { return source::write_yaml(encode(project, Notation::yaml)); });
    }

    /// As `config` prints it, which doubles every '$'; the errors if there are any.
    template <class Print>
    std::string printed(Print print) const {
        SourceMap sources;
        const fakes::MemoryFiles all = files();
        try {
            return replace_all(print(load_project(request(), all, sources).project), "$", "$$");
        } catch (const LoadFailure& failure) {
            std::string text;
            for (const Error& error : failure.errors) text += render_error(error, sources);
            return text;
        }
    }
};

std::vector<GoldenCase> golden_cases() {
    std::vector<GoldenCase> cases;
    for (const auto& entry : fs::directory_iterator(fs::path(MUSTER_TESTS_DIR) / "golden/peer"))
        if (entry.is_directory()) cases.push_back({entry.path().filename().string(), entry.path()});
    return cases;
}

} // namespace

TEST_CASE("every golden project is loaded as Docker Compose loads it") {
    const auto cases = golden_cases();
    REQUIRE(cases.size() > 100);
    for (const GoldenCase& golden : cases) {
        CAPTURE(golden.name);
        const bool is_same = golden.actual_json() == golden.expected("expected.json");
        CHECK_MESSAGE(is_same != differences.contains(golden.name), golden.actual_json());
    }
}

TEST_CASE("every golden project is printed as Docker Compose prints it") {
    for (const GoldenCase& golden : golden_cases()) {
        CAPTURE(golden.name);
        const bool is_same = golden.actual_yaml() == golden.expected("expected.yaml");
        const bool may_differ = differences.contains(golden.name) || yaml_differences.contains(golden.name);
        CHECK_MESSAGE(is_same != may_differ, golden.actual_yaml());
    }
}

} // namespace muster::compose::load
