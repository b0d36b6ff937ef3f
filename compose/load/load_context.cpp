#include "compose/load/load_context.hpp"

#include "base/text.hpp"
#include "compose/source/dotenv.hpp"

#include <algorithm>

namespace muster::compose::load {

bool is_set_in(const VariableMap& variables, const std::string& name) {
    const auto found = variables.find(name);
    return found != variables.end() && is_yes(found->second);
}

source::Lookup lookup_in(const VariableMap& variables) {
    return [&variables](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(std::string(name));
        if (found == variables.end()) return std::nullopt;
        return found->second;
    };
}

namespace {

/// Adds the assignments of a file that follows others.
void note_assignments(FileId file, const LoadContext& context, const VariableMap& variables,
                      const source::Variables& earlier, std::vector<source::Assignment>& out) {
    VariableMap known = variables;
    for (const auto& [name, value] : earlier) known.try_emplace(name, value);
    for (auto& assignment :
         source::list_assignments(file, context.sources, lookup_in(known), source::DotenvFormat::dotenv))
        out.push_back(std::move(assignment));
}

/// Files read one after the other: the last assignment is the strongest.
void add_origins(Provenance& provenance, const std::vector<source::Assignment>& assignments) {
    for (auto line = assignments.rbegin(); line != assignments.rend(); ++line)
        provenance.origins[line->name].push_back({OriginKind::dotenv_file, line->value, line->where});
}

} // namespace

bool KnownTrouble::is_spoiled(const KeyPath& path) const {
    for (KeyPath around = path; !values.empty() && !around.empty(); around.pop_back())
        if (values.contains(around)) return true;
    return false;
}

bool KnownTrouble::has_spoiled_part(const KeyPath& path) const {
    const auto below = values.lower_bound(path);
    return below != values.end() && below->size() > path.size() &&
           std::equal(path.begin(), path.end(), below->begin());
}

std::string LoadContext::display_name(const std::string& path) const {
    const std::string prefix = working_dir == "/" ? working_dir : working_dir + "/";
    return path.starts_with(prefix) ? path.substr(prefix.size()) : path;
}

bool LoadContext::has_file(const std::string& path) const {
    const FileType type = files.type(path);
    return type != FileType::missing && type != FileType::directory;
}

void add_dotenv_files(LoadContext& context, const std::vector<std::string>& paths, VariableMap& variables,
                      Span named_at) {
    source::Variables read;
    std::vector<source::Assignment> assignments;
    for (const std::string& path : paths) {
        if (path == "/dev/null") continue;
        try {
            const FileId file = context.sources.add(context.display_name(path), context.files.read(path));
            if (context.provenance != nullptr) note_assignments(file, context, variables, read, assignments);
            read = source::parse_dotenv_after(std::move(read), file, context.sources, lookup_in(variables),
                                              context.problems);
        } catch (Error& problem) {
            if (problem.kind == ErrorKind::not_found)
                problem.suggest(named_at.is_known() ? "create it, or correct 'env_file'"
                                                    : "it is named by --env-file");
            context.problems.error(problem.at(named_at));
        }
    }
    if (context.provenance != nullptr) add_origins(*context.provenance, assignments);
    for (auto& [name, value] : read) variables.try_emplace(std::move(name), std::move(value));
}

} // namespace muster::compose::load
