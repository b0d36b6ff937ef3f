#include "compose/load/load_context.hpp"

#include "base/text.hpp"
#include "compose/source/dotenv.hpp"

#include <algorithm>

namespace muster::compose::load {

source::Lookup lookup_in(const VariableMap& variables) {
    return [&variables](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(std::string(name));
        if (found == variables.end()) return std::nullopt;
        return found->second;
    };
}

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

void add_dotenv_files(LoadContext& context, const std::vector<std::string>& paths, VariableMap& variables,
                      Span named_at) {
    source::Variables read;
    for (const std::string& path : paths) {
        try {
            const FileId file = context.sources.add(context.display_name(path), context.files.read(path));
            read = source::parse_dotenv_after(std::move(read), file, context.sources, lookup_in(variables),
                                              context.problems);
        } catch (Error& problem) {
            if (problem.kind == ErrorKind::not_found)
                problem.suggest(named_at.is_known() ? "create it, or correct 'env_file'"
                                                    : "it is named by --env-file");
            context.problems.error(problem.at(named_at));
        }
    }
    for (auto& [name, value] : read) variables.try_emplace(std::move(name), std::move(value));
}

} // namespace muster::compose::load
