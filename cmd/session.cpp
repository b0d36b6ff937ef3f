#include "cmd/session.hpp"

#include "base/render_error.hpp"
#include "base/text.hpp"
#include "cmd/detach_keys.hpp"
#include "cmd/engine_flags.hpp"
#include "cmd/engine_log.hpp"
#include "cmd/lock_directory.hpp"
#include "compose/execute/execute.hpp"
#include "compose/execute/observe.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <unistd.h>

namespace muster::cmd {

namespace {

std::string current_directory(const std::map<std::string, std::string>& environment) {
    std::array<char, 4096> buffer{};
    if (!::getcwd(buffer.data(), buffer.size()))
        throw Error(ErrorKind::usage, "the current directory does not exist any more");
    // $PWD keeps the symbolic links that the user came through; it counts only when it is really here.
    const auto pwd = environment.find("PWD");
    if (pwd == environment.end() || pwd->second.empty()) return buffer.data();
    std::array<char, 4096> real{};
    const bool is_here =
        ::realpath(pwd->second.c_str(), real.data()) && std::string_view(real.data()) == buffer.data();
    return is_here ? pwd->second : std::string(buffer.data());
}

std::string read_standard_input() {
    std::string text;
    std::array<char, 1UL << 16> block{};
    for (ssize_t count = 0; (count = ::read(0, block.data(), block.size())) > 0;) {
        text.append(block.data(), static_cast<std::size_t>(count));
        if (text.size() > Files::default_limit)
            throw Error(ErrorKind::compose_file, "standard input is larger than 64 MiB");
    }
    return text;
}

bool has_value(const std::map<std::string, std::string>& environment, const char* name) {
    const auto found = environment.find(name);
    return found != environment.end() && !found->second.empty();
}

/// Whether one of the compose files, named by -f or COMPOSE_FILE, is "-".
bool names_standard_input(const std::vector<std::string>& files,
                          const std::map<std::string, std::string>& settings) {
    const auto is_named = [](const std::vector<std::string>& names) {
        return std::find(names.begin(), names.end(), "-") != names.end();
    };
    if (!files.empty()) return is_named(files);
    const auto variable = settings.find("COMPOSE_FILE");
    if (variable == settings.end()) return false;
    const auto separator = settings.find("COMPOSE_PATH_SEPARATOR");
    const bool is_usual = separator == settings.end() || separator->second.empty();
    return is_named(split(variable->second, is_usual ? ':' : separator->second.front()));
}

/// The whole number that a text is, with or without a sign.
std::optional<int> find_number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string setting(const Flags& flags, const char* flag,
                    const std::map<std::string, std::string>& environment, const char* variable) {
    if (flags.is_given(flag)) return flags.text(flag);
    const auto found = environment.find(variable);
    return found == environment.end() ? std::string() : found->second;
}

void check_choice(const std::string& flag, const std::string& found,
                  const std::vector<std::string>& choices) {
    if (found.empty() || std::find(choices.begin(), choices.end(), found) != choices.end()) return;
    throw Error(ErrorKind::usage, "unsupported --" + flag + " value " + quoted(found) + ": expected one of " +
                                      join(choices, ", "));
}

void check_progress(const std::string& mode) {
    check_choice("progress", mode, {"auto", "tty", "plain", "json", "quiet", "none"});
}

} // namespace

Session::Session(Flags globals, std::map<std::string, std::string> environment)
    : globals_(std::move(globals)), environment_(std::move(environment)) {
    check_progress(setting(globals_, "progress", environment_, "COMPOSE_PROGRESS"));
    check_choice("ansi", globals_.text("ansi"), {"auto", "never", "always"});
    take_old_flags();
    settings_ = read_settings();
}

std::map<std::string, std::string> Session::read_settings() const {
    std::map<std::string, std::string> settings = environment_;
    try {
        settings.merge(compose::load::find_settings(location(), files_));
    } catch (const Error&) {
        // Said when the project is loaded; 'version' needs none.
    }
    return settings;
}

void Session::check_settings() const {
    parallel();
    const std::string ansi = setting(globals_, "ansi", settings_, "COMPOSE_ANSI");
    const std::string progress = setting(globals_, "progress", environment_, "COMPOSE_PROGRESS");
    const bool is_conflict =
        (progress == "tty" && ansi == "never") || (progress == "plain" && ansi == "always");
    if (!is_conflict) return;
    const auto named = [this](const std::string& flag, const std::string& variable,
                              const std::string& value) {
        return globals_.is_given(flag) ? "--" + flag + " " + value : variable + "=" + value;
    };
    throw Error(ErrorKind::usage, named("progress", "COMPOSE_PROGRESS", progress) +
                                      " cannot be combined with " + named("ansi", "COMPOSE_ANSI", ansi));
}

/// --no-ansi and --workdir, as what they are called today.
void Session::take_old_flags() {
    const auto take = [this](const std::string& old_name, const std::string& name, std::string value) {
        if (globals_.is_given(name))
            throw Error(ErrorKind::usage,
                        "--" + old_name + " is an old name of --" + name + ": give only one of the two");
        warn("--" + old_name + " is deprecated: use --" + name);
        globals_.set(name, {std::move(value)});
    };
    if (globals_.is_on("no-ansi")) take("no-ansi", "ansi", "never");
    if (globals_.is_given("workdir")) take("workdir", "project-directory", globals_.text("workdir"));
}

bool Session::has_color(const Stream& stream) const {
    const std::string ansi = setting(globals_, "ansi", settings_, "COMPOSE_ANSI");
    if (ansi == "always") return true;
    if (ansi == "never" || has_value(environment_, "NO_COLOR")) return false;
    return stream.is_terminal();
}

Stream& Session::status() { return is_on_in(settings_, "COMPOSE_STATUS_STDOUT") ? out_ : err_; }

ProgressMode Session::progress_mode() {
    if (is_quiet_) return ProgressMode::quiet;
    const std::string mode = setting(globals_, "progress", environment_, "COMPOSE_PROGRESS");
    if (mode == "tty") return ProgressMode::tty;
    if (mode == "plain") return ProgressMode::plain;
    if (mode == "json") return ProgressMode::json;
    if (mode == "quiet" || mode == "none") return ProgressMode::quiet;
    if (is_verbose()) return ProgressMode::plain; // a live picture and log lines would tear each other
    const bool may_draw = setting(globals_, "ansi", settings_, "COMPOSE_ANSI") != "never";
    return status().is_terminal() && may_draw ? ProgressMode::tty : ProgressMode::plain;
}

void Session::set_progress(const std::string& mode) {
    check_progress(mode);
    globals_.set("progress", {mode});
}

bool Session::is_verbose() const { return globals_.is_on("verbose"); }

bool Session::is_dry_run() const { return globals_.is_on("dry-run"); }

std::size_t Session::parallel() const {
    const auto limit = globals_.number("parallel");
    if (limit) return *limit > 0 ? static_cast<std::size_t>(*limit) : compose::execute::default_parallel;
    const auto variable = settings_.find("COMPOSE_PARALLEL_LIMIT");
    if (variable == settings_.end() || variable->second.empty()) return compose::execute::default_parallel;
    const auto number = find_number(variable->second);
    if (!number)
        throw Error(ErrorKind::usage,
                    "COMPOSE_PARALLEL_LIMIT must be a whole number, found " + quoted(variable->second));
    return *number > 0 ? static_cast<std::size_t>(*number) : compose::execute::default_parallel;
}

compose::load::LoadRequest Session::location() const {
    compose::load::LoadRequest request;
    request.working_dir = current_directory(environment_);
    request.environment = environment_;
    request.files = globals_.texts("file");
    request.project_directory = globals_.text("project-directory");
    request.environment_files = globals_.texts("env-file");
    return request;
}

compose::load::LoadRequest Session::load_request(const std::vector<std::string>& services) {
    check_settings();
    compose::load::LoadRequest request = location();
    if (names_standard_input(request.files, settings_)) request.standard_input = read_standard_input();
    request.project_name = globals_.text("project-name");
    request.profiles = globals_.texts("profile");
    request.services = services;
    request.all_resources = globals_.is_on("all-resources");
    request.compatibility = globals_.is_on("compatibility");
    return request;
}

compose::load::LoadedProject Session::load(const compose::load::LoadRequest& request) {
    compose::load::LoadedProject loaded = compose::load::load_project(request, files_, sources_);
    for (const Error& warning : loaded.warnings) warn(warning);
    return loaded;
}

Value Session::load_document(const compose::load::LoadRequest& request) {
    compose::load::LoadedDocument loaded = compose::load::load_document(request, files_, sources_);
    for (const Error& warning : loaded.warnings) warn(warning);
    return std::move(loaded.document);
}

compose::load::LoadedProject Session::load(const std::vector<std::string>& services) {
    return load(load_request(services));
}

std::optional<compose::Project> Session::glance_at_files() {
    compose::load::LoadRequest request = location();
    if (names_standard_input(request.files, settings_)) return std::nullopt;
    request.project_name = globals_.text("project-name");
    request.profiles = globals_.texts("profile");
    request.resolve_environment = false; // missing files are no concern here
    try {
        return compose::load::load_project(request, files_, sources_).project;
    } catch (const LoadFailure&) {
        return std::nullopt;
    }
}

std::string Session::given_name() const {
    return setting(globals_, "project-name", settings_, "COMPOSE_PROJECT_NAME");
}

/// The project of the compose files; nothing when there are none, or broken ones, but a name is known.
std::optional<compose::Project> Session::find_project(const std::string& name) {
    // The files of this folder may be those of another project than the one that is named.
    if (globals_.is_given("project-name") && !globals_.is_given("file")) return std::nullopt;
    if (globals_.is_given("file") || name.empty()) return load().project;
    try {
        return load().project;
    } catch (const LoadFailure&) {
        return std::nullopt;
    }
}

compose::Project Session::load_or_observe() {
    const std::string name = given_name();
    auto project = find_project(name);
    return project ? std::move(*project) : compose::execute::observe_project(engine(), name);
}

compose::Project Session::load_or_observe_locked(const std::string& verb) {
    const std::string name = given_name();
    auto project = find_project(name);
    lock_project(project ? project->name : name, verb);
    return project ? std::move(*project) : compose::execute::observe_project(engine(), name);
}

void Session::lock_project(const std::string& project, const std::string& verb, std::stop_token stop) {
    if (lock_ || is_dry_run()) return;
    engine(); // whose address names the lock; and signals are watched from here on
    try {
        lock_ = ProjectLock::take(
            {.path = get_lock_directory(environment_) + "/" + lock_file_name(engine_host_, project),
             .command = "muster " + verb,
             .on_wait = [&](const auto& holder) { say_waiting(project, holder); },
             .stop = std::move(stop)});
    } catch (const Error& error) {
        // A lock guards against accidents; without it everything still works.
        if (is_verbose()) log_remark(error.message);
    }
}

void Session::say_waiting(const std::string& project, const std::optional<LockHolder>& holder) {
    err_.write("Waiting for " + describe_holder(holder, std::time(nullptr)) + " to finish with project " +
               quoted(project) + "\n");
}

engine::Engine& Session::engine() {
    if (!engine_) {
        signals();
        engine::Connection chosen = connection();
        if (is_verbose()) chosen.on_call = log_call;
        engine_host_ = engine::identify(chosen);
        engine_ = engine::connect(chosen);
    }
    return *engine_;
}

engine::Connection Session::connection() {
    return engine::resolve_connection(engine_choice(globals_, environment_), docker_config());
}

const engine::DockerConfig& Session::docker_config() {
    if (docker_config_) return *docker_config_;
    const std::string directory = engine::config_directory_of(engine_choice(globals_, environment_));
    try {
        docker_config_ =
            engine::decode_docker_config(engine::read_docker_config(directory), directory + "/config.json");
    } catch (const Error& error) {
        warn(error);
        docker_config_.emplace();
    }
    return *docker_config_;
}

std::string Session::detach_keys() {
    const std::string& own = docker_config().detach_keys;
    return own.empty() ? default_detach_keys : own;
}

SignalWatch& Session::signals() {
    if (!signals_) signals_ = std::make_unique<SignalWatch>();
    return *signals_;
}

void Session::warn(const Error& warning) {
    err_.write(render_warning(warning, sources_, has_color(err_) ? Color::on : Color::off));
}

void Session::warn(const std::string& message) { warn(Error(ErrorKind::usage, message)); }

bool is_on_in(const std::map<std::string, std::string>& variables, const std::string& name) {
    const auto found = variables.find(name);
    return found != variables.end() && is_yes(found->second);
}

void require_services(const compose::Project& project, const std::vector<std::string>& names) {
    std::vector<std::string> known;
    for (const auto& [name, service] : project.services) known.push_back(name);
    for (const auto& [name, service] : project.disabled_services) known.push_back(name);
    for (const std::string& name : names) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        Error error(ErrorKind::not_found, "no such service: " + quoted(name));
        if (const auto near = nearest(name, known)) error.suggest("did you mean '" + *near + "'?");
        throw error;
    }
}

void enable_services(compose::Project& project, const std::vector<std::string>& names) {
    require_services(project, names);
    for (const std::string& name : names)
        if (auto disabled = project.disabled_services.extract(name))
            project.services.insert(std::move(disabled));
    for (auto& [name, service] : project.services)
        std::erase_if(service.depends_on,
                      [&](const auto& entry) { return !project.services.contains(entry.first); });
}

} // namespace muster::cmd
