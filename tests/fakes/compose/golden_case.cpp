#include "tests/fakes/compose/golden_case.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>

namespace muster::fakes {

namespace fs = std::filesystem;
using compose::load::LoadRequest;

namespace {

constexpr std::string_view no_newline = "\\ No newline at end of file\n";

/// The name in "-- NAME --".
std::optional<std::string> section_name(std::string_view line) {
    if (!line.starts_with("-- ") || !line.ends_with(" --") || line.size() < 7) return std::nullopt;
    return std::string(line.substr(3, line.size() - 6));
}

/// Takes the first line off `text`, with its newline.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    return line;
}

std::string_view without_newline(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    return line;
}

void add_idea_line(std::string& idea, std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of("# "), line.size()));
    if (!idea.empty()) idea += '\n';
    idea += line;
}

void end_without_newline(std::string& text) {
    if (!text.ends_with(no_newline)) return;
    text.resize(text.size() - no_newline.size());
    if (text.ends_with('\n')) text.pop_back();
}

std::string replace_all(std::string text, std::string_view from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

bool is_project_file(const std::string& section) {
    static const std::set<std::string> others{"args", "config-args", "env", "cwd", "stdin", "rendered"};
    return !others.contains(section) && !section.starts_with("expected.");
}

using FlagWithValue = std::function<void(LoadRequest&, const std::string&)>;
using Toggle = std::function<void(LoadRequest&)>;

const std::map<std::string, FlagWithValue> flags_with_value{
    {"-f", [](LoadRequest& to, const std::string& value) { to.files.push_back(value); }},
    {"-p", [](LoadRequest& to, const std::string& value) { to.project_name = value; }},
    {"--profile", [](LoadRequest& to, const std::string& value) { to.profiles.push_back(value); }},
    {"--env-file", [](LoadRequest& to, const std::string& value) { to.environment_files.push_back(value); }},
    {"--project-directory", [](LoadRequest& to, const std::string& value) { to.project_directory = value; }},
};

const std::map<std::string, Toggle> toggles{
    {"--all-resources", [](LoadRequest& to) { to.all_resources = true; }},
    {"--no-normalize", [](LoadRequest& to) { to.normalise = false; }},
    {"--no-path-resolution", [](LoadRequest& to) { to.resolve_paths = false; }},
    {"--no-consistency", [](LoadRequest& to) { to.check_consistency = false; }},
    {"--no-env-resolution", [](LoadRequest&) {}}, // Docker Compose's `config` reads env files all the same
    {"--no-interpolate", [](LoadRequest&) {}},    // prints the document, not the project
};

void apply_words(LoadRequest& request, const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (const auto flag = flags_with_value.find(words[i]); flag != flags_with_value.end())
            flag->second(request, words.at(++i));
        else if (const auto toggle = toggles.find(words[i]); toggle != toggles.end())
            toggle->second(request);
        else if (words[i].starts_with("-"))
            throw std::runtime_error("golden case: unknown flag " + words[i]);
        else
            request.services.push_back(words[i]);
    }
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

std::string GoldenCase::text(const std::string& section) const {
    const auto found = sections.find(section);
    if (found == sections.end()) return {};
    return replace_all(replace_all(found->second, "@DIR@", directory()), "@PARENT@",
                       parent_path(directory()));
}

std::vector<std::string> GoldenCase::lines(const std::string& section) const {
    const std::string whole = text(section);
    std::vector<std::string> lines;
    for (std::string_view rest = whole; !rest.empty();) lines.emplace_back(without_newline(take_line(rest)));
    return lines;
}

MemoryFiles GoldenCase::files() const {
    MemoryFiles files;
    for (const auto& [section, content] : sections)
        if (is_project_file(section)) files.put(resolve_path(directory(), section), text(section));
    return files;
}

LoadRequest GoldenCase::request() const {
    LoadRequest request;
    request.working_dir = has("cwd") ? resolve_path(directory(), lines("cwd").at(0)) : directory();
    request.environment = {{"HOME", "/home/muster"}, {"PATH", "/usr/bin:/bin"}};
    for (const std::string& line : lines("env"))
        request.environment[line.substr(0, line.find('='))] = line.substr(line.find('=') + 1);
    if (has("stdin")) request.standard_input = text("stdin");
    apply_words(request, lines("args"));
    apply_words(request, lines("config-args"));
    return request;
}

compose::Project GoldenCase::load(const LoadRequest& request) const {
    SourceMap sources;
    return compose::load::load_project(request, files(), sources).project;
}

GoldenCase parse_golden_case(std::string name, std::string_view text) {
    GoldenCase golden{.name = std::move(name), .idea = {}, .sections = {}};
    std::string* section = nullptr;
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (const auto found = section_name(without_newline(line))) {
            const auto [entry, is_new] = golden.sections.try_emplace(*found);
            if (!is_new) throw std::runtime_error(golden.name + ": section twice: " + *found);
            section = &entry->second;
        } else if (section) {
            *section += line;
        } else {
            add_idea_line(golden.idea, without_newline(line));
        }
    }
    if (golden.sections.empty()) throw std::runtime_error(golden.name + ": no section");
    for (auto& [title, content] : golden.sections) end_without_newline(content);
    return golden;
}

std::vector<GoldenCase> golden_cases(const std::string& suite) {
    const fs::path root = fs::path(MUSTER_TESTS_DIR) / "golden" / suite;
    std::vector<GoldenCase> cases;
    for (const auto& entry : fs::recursive_directory_iterator(root))
        if (entry.path().extension() == ".txt") {
            const fs::path name = fs::relative(entry.path(), root).replace_extension();
            cases.push_back(parse_golden_case(name.string(), read_file(entry.path())));
        }
    std::sort(cases.begin(), cases.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return cases;
}

} // namespace muster::fakes
