#include "compose/load/discover.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace muster::compose::load {

namespace {

constexpr std::array<const char*, 4> default_names{"compose.yaml", "compose.yml", "docker-compose.yml",
                                                   "docker-compose.yaml"};
// Here .yml comes first.
constexpr std::array<const char*, 4> override_names{"compose.override.yml", "compose.override.yaml",
                                                    "docker-compose.override.yml",
                                                    "docker-compose.override.yaml"};

std::string value_of(const VariableMap& variables, const std::string& name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
}

/// The parts that are not empty, without blanks around them.
std::vector<std::string> split_list(std::string_view text, char separator) {
    std::vector<std::string> out;
    for (const std::string& part : split(text, separator))
        if (!trim(part).empty()) out.emplace_back(trim(part));
    return out;
}

/// Source: Go's strconv.ParseBool, but that an empty text means no.
bool is_true(const std::string& name, const std::string& text) {
    if (text.empty()) return false;
    for (const char* word : {"1", "t", "T", "true", "True", "TRUE"})
        if (text == word) return true;
    for (const char* word : {"0", "f", "F", "false", "False", "FALSE"})
        if (text == word) return false;
    throw Error(ErrorKind::usage, name + " must be 'true' or 'false', not " + quoted(text));
}

class Discovery {
  public:
    Discovery(const LoadRequest& request, LoadContext& context) : request_(request), context_(context) {
        inputs_.environment = request.environment;
        const bool has_directory = !inputs_.environment.emplace("PWD", request.working_dir).second;
        if (context.provenance == nullptr) return;
        for (const auto& [name, value] : request.environment)
            context.provenance->origins[name].push_back({OriginKind::process, value, {}});
        if (!has_directory)
            context.provenance->origins["PWD"].push_back({OriginKind::directory, request.working_dir, {}});
    }

    Inputs run() {
        settle_environment_files();
        inputs_.project_dir = starting_dir();
        read_environment();
        find_files();
        inputs_.project_dir = final_project_dir();
        read_environment();
        settle_profiles();
        return std::move(inputs_);
    }

    VariableMap settings() {
        settle_environment_files();
        inputs_.project_dir = starting_dir();
        read_environment();
        read_environment_beside_files();
        std::erase_if(inputs_.environment, [this](const auto& variable) {
            return !variable.first.starts_with("COMPOSE_") || request_.environment.contains(variable.first);
        });
        return std::move(inputs_.environment);
    }

  private:
    std::string absolute(const std::string& path) const {
        const PathResolver resolver(request_.working_dir, value_of(request_.environment, "HOME"));
        return path.starts_with('/') ? resolve_path("/", path) : resolver.resolve({}, path);
    }

    void settle_environment_files() {
        auto files = request_.environment_files;
        if (files.empty()) files = split_list(value_of(request_.environment, "COMPOSE_ENV_FILES"), ',');
        for (const std::string& file : files) inputs_.environment_files.push_back(absolute(file));
    }

    std::string starting_dir() const {
        if (!request_.project_directory.empty()) return absolute(request_.project_directory);
        for (const std::string& file : request_.files)
            if (file != "-") return parent_path(absolute(file));
        return absolute(".");
    }

    /// Called twice, for the project directory may turn out to be another one; what was read first wins.
    void read_environment() {
        if (!inputs_.environment_files.empty()) {
            if (!has_read_named_files_)
                add_dotenv_files(context_, inputs_.environment_files, inputs_.environment);
            has_read_named_files_ = true;
            return;
        }
        const std::string path = resolve_path(inputs_.project_dir, ".env");
        static const std::string setting = "COMPOSE_DISABLE_ENV_FILE";
        const bool is_unwanted = is_true(setting, value_of(request_.environment, setting));
        if (is_unwanted || path == default_file_read_ || !context_.has_file(path)) return;
        default_file_read_ = path;
        add_dotenv_files(context_, {path}, inputs_.environment);
    }

    /// The compose file may be found above the working directory. For many commands there need be none.
    void read_environment_beside_files() {
        try {
            find_files();
            inputs_.project_dir = final_project_dir();
        } catch (const Error&) {
            return;
        }
        read_environment();
    }

    void find_files() {
        if (!request_.files.empty()) return name_files(request_.files);
        const std::string listed = value_of(inputs_.environment, "COMPOSE_FILE");
        if (listed.empty()) return search_default_files();
        const std::string separator = value_of(inputs_.environment, "COMPOSE_PATH_SEPARATOR");
        name_files(split_list(listed, separator.empty() ? ':' : separator.front()));
    }

    void name_files(const std::vector<std::string>& files) {
        for (const std::string& file : files) {
            reject_remote_file(file);
            inputs_.files.push_back({file == "-" ? file : absolute(file), file});
        }
    }

    void search_default_files() {
        for (std::string dir = inputs_.project_dir;; dir = parent_path(dir)) {
            const auto present = present_in(dir, default_names);
            if (!present.empty()) return use_default_files(dir, present);
            if (dir == "/") break;
        }
        std::vector<std::string> names(default_names.begin(), default_names.end());
        throw Error(ErrorKind::not_found,
                    "no compose file found in " + quoted(inputs_.project_dir) + " or in a directory above it")
            .suggest("looked for " + join(names, ", ") + "; name another one with -f");
    }

    void use_default_files(const std::string& dir, const std::vector<std::string>& present) {
        if (present.size() > 1)
            context_.problems.warning("found " + join(present, ", ") + ": using " + quoted(present.front()));
        add_found(dir, present.front());
        const auto overrides = present_in(dir, override_names);
        if (overrides.size() > 1)
            context_.problems.warning("found " + join(overrides, ", ") + ": using " +
                                      quoted(overrides.front()));
        if (!overrides.empty()) add_found(dir, overrides.front());
    }

    void add_found(const std::string& dir, const std::string& name) {
        const std::string path = resolve_path(dir, name);
        inputs_.files.push_back({path, context_.display_name(path)});
    }

    std::vector<std::string> present_in(const std::string& dir,
                                        const std::array<const char*, 4>& names) const {
        std::vector<std::string> present;
        // A directory too: an engine makes one where a file to mount was missing, and it is better to be
        // told.
        for (const char* name : names)
            if (context_.files.type(resolve_path(dir, name)) != FileType::missing) present.emplace_back(name);
        return present;
    }

    std::string final_project_dir() const {
        if (!request_.project_directory.empty()) return absolute(request_.project_directory);
        for (const ComposeFile& file : inputs_.files)
            if (file.path != "-") return parent_path(file.path);
        return absolute(".");
    }

    void settle_profiles() {
        inputs_.profiles = request_.profiles;
        if (inputs_.profiles.empty())
            inputs_.profiles = split_list(value_of(inputs_.environment, "COMPOSE_PROFILES"), ',');
    }

    const LoadRequest& request_;
    LoadContext& context_;
    Inputs inputs_;
    bool has_read_named_files_ = false;
    std::string default_file_read_;
};

} // namespace

void reject_remote_file(const std::string& file) {
    static constexpr std::array<std::string_view, 7> prefixes{"oci://", "https://", "http://",    "git://",
                                                              "ssh://", "git@",     "github.com/"};
    const bool is_remote = std::any_of(prefixes.begin(), prefixes.end(),
                                       [&](std::string_view prefix) { return file.starts_with(prefix); });
    if (!is_remote) return;
    throw Error(ErrorKind::unsupported,
                "the compose file " + quoted(file) + " is remote, which is not supported yet")
        .suggest("fetch it first and name the local file");
}

VariableMap find_settings(const LoadRequest& request, const Files& files) {
    SourceMap sources;
    Diagnostics problems;
    LoadContext context{files, sources, problems, request.working_dir};
    try {
        VariableMap settings = Discovery(request, context).settings();
        return problems.has_errors() ? VariableMap() : settings;
    } catch (const Error&) {
        return {};
    }
}

Inputs discover(const LoadRequest& request, LoadContext& context) {
    return Discovery(request, context).run();
}

} // namespace muster::compose::load
