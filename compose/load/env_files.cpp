#include "compose/load/env_files.hpp"

#include "base/text.hpp"
#include "compose/load/locate.hpp"
#include "compose/load/service_variables.hpp"
#include "compose/source/dotenv.hpp"

namespace muster::compose::load {

namespace {

class VariableFiles {
  public:
    VariableFiles(const Project& project, const source::Node& document, LoadContext& context)
        : project_(project), document_(document), context_(context) {}

    void add_environment(Service& service) {
        source::Variables merged;
        for (const EnvFile& file : service.env_file) {
            if (!file.required && is_missing(file.path)) continue;
            if (context_.provenance != nullptr) note_lines(file, service, merged);
            read(file, place_of(service, "env_file", file.path), service, merged);
        }
        for (auto& [name, value] : as_map(std::move(merged)))
            service.environment.entries.try_emplace(name, std::move(value));
        service.env_file.clear();
    }

    void add_labels(Service& service) {
        source::Variables merged;
        for (const std::string& path : service.label_file.items)
            read({path, true, {}}, place_of(service, "label_file", path), service, merged);
        for (auto& [name, value] : as_map(std::move(merged)))
            service.labels.entries.try_emplace(name, std::move(value));
        service.label_file.items.clear();
    }

  private:
    static VariableMap as_map(source::Variables variables) {
        VariableMap out;
        for (auto& [name, value] : variables) out[name] = std::move(value);
        return out;
    }

    void read(const EnvFile& file, Span where, const Service& service, source::Variables& merged) {
        if (!file.format.empty() && file.format != "raw") {
            context_.problems.error(where, "unknown format " + quoted(file.format) + " of an env_file")
                .suggest("leave it out, or write 'raw' to take values as they stand");
            return;
        }
        try {
            const FileId id = source_of(file.path);
            merged = file.format == "raw" ? with_raw_file(id, service, std::move(merged))
                                          : with_dotenv_file(id, service, std::move(merged));
        } catch (Error& problem) {
            context_.problems.error(problem.at(where));
        }
    }

    void note_lines(const EnvFile& file, const Service& service, const source::Variables& earlier) {
        const source::Lookup outer = lookup_for(service);
        const VariableMap known = as_map(earlier);
        const source::Lookup lookup = [&](std::string_view name) {
            auto value = outer(name);
            return value ? value : lookup_in(known)(name);
        };
        const auto format = file.format == "raw" ? source::DotenvFormat::raw : source::DotenvFormat::dotenv;
        // One that cannot be read is reported when its variables are.
        if (context_.files.type(absolute(file.path)) == FileType::regular)
            note_env_file(service.name,
                          source::list_assignments(source_of(file.path), context_.sources, lookup, format),
                          context_);
    }

    source::Variables with_dotenv_file(FileId file, const Service& service, source::Variables earlier) {
        return source::parse_dotenv_after(std::move(earlier), file, context_.sources, lookup_for(service),
                                          context_.problems);
    }

    source::Variables with_raw_file(FileId file, const Service& service, source::Variables earlier) {
        for (auto& variable :
             source::parse_raw_env(file, context_.sources, lookup_for(service), context_.problems))
            earlier.push_back(std::move(variable));
        return earlier;
    }

    /// The project's variables, then the service's own.
    source::Lookup lookup_for(const Service& service) const {
        return [&](std::string_view text) -> std::optional<std::string> {
            const std::string name(text);
            if (const auto found = project_.environment.find(name); found != project_.environment.end())
                return found->second;
            const auto own = service.environment.entries.find(name);
            return own == service.environment.entries.end() ? std::nullopt : own->second;
        };
    }

    /// A path that is empty is that of an unset variable.
    bool is_missing(const std::string& path) const {
        return path.empty() || context_.files.type(absolute(path)) == FileType::missing;
    }

    /// Paths are relative still when the project was to be loaded with paths as written.
    std::string absolute(const std::string& path) const { return resolve_path(project_.working_dir, path); }

    FileId source_of(const std::string& path) {
        const auto known = sources_.find(path);
        if (known != sources_.end()) return known->second;
        const std::string file = absolute(path);
        return sources_[path] = context_.sources.add(context_.display_name(file), context_.files.read(file));
    }

    Span place_of(const Service& service, const char* attribute, const std::string& path) const {
        const source::Node* services = document_.find("services");
        const source::Node* entry = services == nullptr ? nullptr : services->find(service.name);
        const source::Node* written = entry == nullptr ? nullptr : entry->find(attribute);
        if (written == nullptr) return {};
        if (!written->is_sequence()) return written->span();
        for (const source::Node& item : written->items()) {
            const source::Node* name = item.is_mapping() ? item.find("path") : &item;
            if (name != nullptr && name->is_scalar() && ends_in(path, name->text())) return name->span();
        }
        return written->span();
    }

    /// Whether an absolute path was written as `written`.
    static bool ends_in(const std::string& path, const std::string& written) {
        return path == written || path.ends_with(resolve_path("/", written));
    }

    const Project& project_;
    const source::Node& document_;
    LoadContext& context_;
    std::map<std::string, FileId> sources_;
};

} // namespace

void read_env_files(Project& project, const source::Node& document, LoadContext& context) {
    VariableFiles files(project, document, context);
    for (auto& [name, service] : project.services) files.add_environment(service);
}

void read_label_files(Project& project, const source::Node& document, LoadContext& context) {
    VariableFiles files(project, document, context);
    for (auto& [name, service] : project.services) files.add_labels(service);
}

} // namespace muster::compose::load
