#include "compose/load/project_name.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

namespace muster::compose::load {

namespace {

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

struct WrittenName {
    std::string text; ///< interpolated, if that was asked for: empty when its variables are
    Span where;
};

/// The `name` of each document that has one.
std::vector<WrittenName> written_names(const LoadRequest& request, const Inputs& inputs,
                                       const std::vector<SourceFile>& files) {
    std::vector<WrittenName> names;
    for (const SourceFile& file : files)
        for (const source::Node& document : file.documents) {
            const source::Node* written = document.find("name");
            if (written == nullptr || !written->is_scalar() || written->text().empty()) continue;
            std::string text = written->text();
            // What is wrong with it is reported when the document is interpolated.
            if (request.interpolate) text = source::interpolate(text, lookup_in(inputs.environment)).text;
            names.push_back({std::move(text), written->span()});
        }
    return names;
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
    const auto written = written_names(request, inputs, files);
    const std::string name =
        normalise_project_name(written.empty() ? base_name(inputs.project_dir) : written.back().text);
    if (!name.empty()) return name;
    throw Error(ErrorKind::usage, "no project name can be made of " +
                                      quoted(written.empty() ? inputs.project_dir : written.back().text))
        .suggest("give it one with -p or with 'name:' in the compose file");
}

bool is_named_by_directory(const LoadRequest& request, const Inputs& inputs,
                           const std::vector<SourceFile>& files) {
    const auto variable = inputs.environment.find("COMPOSE_PROJECT_NAME");
    const bool has_variable = variable != inputs.environment.end() && !variable->second.empty();
    return request.project_name.empty() && !has_variable && written_names(request, inputs, files).empty();
}

void trace_project_name(const LoadRequest& request, const Inputs& inputs,
                        const std::vector<SourceFile>& files, Provenance& provenance) {
    auto& origins = provenance.origins["COMPOSE_PROJECT_NAME"];
    std::erase_if(origins, [](const Origin& origin) { return origin.value.empty(); });
    if (!request.project_name.empty())
        origins.insert(origins.begin(), {OriginKind::project_name_flag, request.project_name, {}});
    const auto written = written_names(request, inputs, files);
    for (auto name = written.rbegin(); name != written.rend(); ++name)
        origins.push_back({OriginKind::name_attribute, normalise_project_name(name->text), name->where});
    origins.push_back({OriginKind::directory, normalise_project_name(base_name(inputs.project_dir)), {}});
}

} // namespace muster::compose::load
