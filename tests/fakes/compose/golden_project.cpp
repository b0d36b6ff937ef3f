#include "tests/fakes/compose/golden_project.hpp"

#include "tests/fakes/memory_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace muster::fakes {

namespace fs = std::filesystem;
using compose::load::LoadRequest;

namespace {

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void apply_flags(LoadRequest& request, const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "-f")
            request.files.push_back(words[++i]);
        else if (words[i] == "-p")
            request.project_name = words[++i];
        else if (words[i] == "--profile")
            request.profiles.push_back(words[++i]);
        else if (words[i] == "--env-file")
            request.environment_files.push_back(words[++i]);
    }
}

} // namespace

std::vector<std::string> GoldenProject::lines(const char* file) const {
    std::vector<std::string> lines;
    std::ifstream in(folder / file);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

LoadRequest GoldenProject::request() const {
    LoadRequest request;
    request.working_dir = "/muster-golden/" + name;
    request.environment = {{"HOME", "/home/muster"}, {"PATH", "/usr/bin:/bin"}};
    for (const std::string& line : lines("env"))
        request.environment[line.substr(0, line.find('='))] = line.substr(line.find('=') + 1);
    apply_flags(request, lines("args"));
    return request;
}

compose::Project GoldenProject::load(const LoadRequest& request) const {
    MemoryFiles files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files.put("/muster-golden/" + name + "/" + fs::relative(entry.path(), folder).string(),
                      read_file(entry.path()));
    SourceMap sources;
    return compose::load::load_project(request, files, sources).project;
}

std::vector<GoldenProject> golden_projects() {
    std::vector<GoldenProject> projects;
    for (const auto& entry : fs::directory_iterator(fs::path(MUSTER_TESTS_DIR) / "golden/peer"))
        if (entry.is_directory()) projects.push_back({entry.path().filename().string(), entry.path()});
    std::sort(projects.begin(), projects.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return projects;
}

} // namespace muster::fakes
