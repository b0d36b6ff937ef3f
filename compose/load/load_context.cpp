#include "compose/load/load_context.hpp"

#include "base/text.hpp"
#include "compose/source/dotenv.hpp"

namespace muster::compose::load {

source::Lookup lookup_in(const VariableMap& variables) {
    return [&variables](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(std::string(name));
        if (found == variables.end()) return std::nullopt;
        return found->second;
    };
}

std::string LoadContext::display_name(const std::string& path) const {
    const std::string prefix = working_dir == "/" ? working_dir : working_dir + "/";
    return path.starts_with(prefix) ? path.substr(prefix.size()) : path;
}

bool LoadContext::has_file(const std::string& path) const {
    const FileType type = files.type(path);
    return type != FileType::missing && type != FileType::directory;
}

void add_dotenv_files(LoadContext& context, const std::vector<std::string>& paths, VariableMap& variables) {
    source::Variables read;
    for (const std::string& path : paths) {
        try {
            const FileId file = context.sources.add(context.display_name(path), context.files.read(path));
            read = source::parse_dotenv_after(std::move(read), file, context.sources, lookup_in(variables),
                                              context.problems);
        } catch (const Error& problem) {
            context.problems.error(problem);
        }
    }
    for (auto& [name, value] : read) variables.try_emplace(std::move(name), std::move(value));
}

} // namespace muster::compose::load
