#include "compose/load/project_name.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

namespace muster::compose::load {

namespace {

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// The `name` of the last document that has one, interpolated.
std::optional<std::string> find_written_name(const std::vector<SourceFile>& files,
                                             const VariableMap& environment) {
    std::optional<std::string> name;
    for (const SourceFile& file : files)
        for (const source::Node& document : file.documents) {
            const source::Node* written = document.find("name");
            if (written == nullptr || !written->is_scalar() || written->text().empty()) continue;
            // What is wrong with it is reported when the document is interpolated.
            name = source::interpolate(written->text(), lookup_in(environment)).text;
        }
    return name;
}

} // namespace

std::string normalise_project_name(std::string_view name) {
    std::string out;
    for (const char c : to_lower(name))
        if (is_name_character(c)) out += c;
    const std::size_t first = out.find_first_not_of("_-");
    return first == std::string::npos ? std::string() : out.substr(first);
}

void check_project_name(const std::string& name, const std::string& given_by) {
    const std::string normal = normalise_project_name(name);
    if (normal == name && !name.empty()) return;
    Error error(ErrorKind::usage,
                "invalid project name " + quoted(name) + " (from " + given_by +
                    "): expected lower-case letters, digits, '_' and '-', starting with a letter "
                    "or digit");
    if (!normal.empty()) error.suggest("did you mean " + quoted(normal) + "?");
    throw error;
}

std::string choose_project_name(const LoadRequest& request, const Inputs& inputs,
                                const std::vector<SourceFile>& files) {
    if (!request.project_name.empty()) {
        check_project_name(request.project_name, "-p");
        return request.project_name;
    }
    const auto variable = inputs.environment.find("COMPOSE_PROJECT_NAME");
    if (variable != inputs.environment.end() && !variable->second.empty()) {
        check_project_name(variable->second, "COMPOSE_PROJECT_NAME");
        return variable->second;
    }
    const std::optional<std::string> written = find_written_name(files, inputs.environment);
    const std::string name = normalise_project_name(written.value_or(base_name(inputs.project_dir)));
    if (!name.empty()) return name;
    throw Error(ErrorKind::usage,
                "no project name can be made of " + quoted(written.value_or(inputs.project_dir)))
        .suggest("give it one with -p or with 'name:' in the compose file");
}

} // namespace muster::compose::load
