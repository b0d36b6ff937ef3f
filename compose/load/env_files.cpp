#include "compose/load/env_files.hpp"

#include "base/text.hpp"
#include "compose/load/locate.hpp"
#include "compose/load/normalise.hpp"
#include "compose/load/service_variables.hpp"
#include "compose/source/dotenv.hpp"

namespace muster::compose::load {

namespace {

class VariableFiles {
  public:
    VariableFiles(const Project& project, const source::Node& document, LoadContext& context)
        : project_(project), document_(document), context_(context) {}

    void add_environment(Service& service) {
        resolve_bare_variables(service.environment, project_.environment);
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
            Diagnostics found;
            const Reading reading{id, lookup_for(service), found};
            merged = file.format == "raw" ? with_raw_file(reading, std::move(merged))
                                          : with_dotenv_file(reading, std::move(merged));
            pass_on(found, "service " + quoted(service.name) + " reads the file here", where);
        } catch (Error& problem) {
            if (problem.kind == ErrorKind::not_found) problem.suggest("create it, or correct the path");
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

    /// What is needed to read a file for a service.
    struct Reading {
        FileId file;
        source::Lookup outer;
        Diagnostics& problems;
    };

    void pass_on(const Diagnostics& found, const std::string& reader, Span where) {
        for (Error error : found.errors()) context_.problems.error(std::move(error.note(reader, where)));
        for (const Error& warning : found.warnings())
            context_.problems.warning(warning.where.value_or(Span{}), warning.message);
    }

    source::Variables with_dotenv_file(const Reading& reading, source::Variables earlier) const {
        return source::parse_dotenv_after(std::move(earlier), reading.file, context_.sources, reading.outer,
                                          reading.problems);
    }

    source::Variables with_raw_file(const Reading& reading, source::Variables earlier) const {
        for (auto& variable :
             source::parse_raw_env(reading.file, context_.sources, reading.outer, reading.problems))
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
        Span place = written->span();
        std::size_t longest = 0;
        for (const source::Node& item : written->items()) {
            const source::Node* name = item.is_mapping() ? item.find("path") : &item;
            if (name == nullptr || !name->is_scalar() || !ends_in(path, name->text())) continue;
            if (resolve_path("/", name->text()).size() <= longest) continue;
            longest = resolve_path("/", name->text()).size();
            place = name->span();
        }
        return place;
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
