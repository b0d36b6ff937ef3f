#include "compose/execute/provider.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/execute/child_process.hpp"

#include <unistd.h>

namespace muster::compose::execute {

using reconcile::ProviderVerb;

namespace {

/// Set by the Docker CLI for its plugins; a provider that sees it takes itself for one.
constexpr char plugin_variable[] = "DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND";

bool is_executable(const std::string& path) { return ::access(path.c_str(), X_OK) == 0; }

std::string find_variable(const std::map<std::string, std::string>& environment, const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? "" : found->second;
}

/// Source: Docker CLI, cli-plugins/manager.
std::vector<std::string> plugin_folders(const std::map<std::string, std::string>& environment) {
    std::string configuration = find_variable(environment, "DOCKER_CONFIG");
    if (configuration.empty()) configuration = find_variable(environment, "HOME") + "/.docker";
    return {configuration + "/cli-plugins", "/usr/local/lib/docker/cli-plugins",
            "/usr/local/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins",
            "/usr/libexec/docker/cli-plugins"};
}

ChildCommand command_for(const std::string& program, std::vector<std::string> arguments) {
    return {.program = program, .arguments = std::move(arguments), .hidden_variables = {plugin_variable}};
}

/// A provider need not know the command.
ProviderMetadata ask_metadata(const std::string& program, std::stop_token stop) {
    std::string answer;
    const int code = run_child(
        command_for(program, {"compose", "metadata"}),
        [&](ChildStream stream, std::string_view line) {
            if (stream == ChildStream::output) answer.append(line).append(1, '\n');
        },
        std::move(stop));
    return code == 0 ? parse_provider_metadata(answer) : ProviderMetadata{};
}

/// One run of a provider: passes on what it says, keeps its variables and why it fails.
class ProviderRun {
  public:
    ProviderRun(const Service& service, const ProgressSink& progress)
        : service_(service), progress_(progress) {}

    void run(ChildCommand command, std::stop_token stop) {
        for (const auto& [name, value] : service_.environment.entries)
            if (value) command.environment[name] = *value;
        const int code = run_child(
            command, [this](ChildStream stream, std::string_view line) { hear(stream, line); }, stop);
        if (!error_.empty()) throw Error(ErrorKind::step_failed, blame() + error_);
        if (stop.stop_requested()) throw Error(ErrorKind::interrupted, blame() + "it was asked to end");
        if (code != 0)
            throw Error(ErrorKind::step_failed, blame() + "it exited with code " + std::to_string(code));
    }

    std::map<std::string, std::string> variables() const { return variables_from(service_.name, messages_); }

  private:
    std::string blame() const { return "provider " + quoted(service_.provider->type) + " failed: "; }

    /// Its standard error is for people.
    void hear(ChildStream stream, std::string_view line) {
        if (stream == ChildStream::error) return progress_(std::string(line));
        ProviderMessage message = parse_provider_message(line);
        switch (message.kind) {
        case ProviderMessage::Kind::error: error_ = message.text; return;
        case ProviderMessage::Kind::info: return progress_(message.text);
        case ProviderMessage::Kind::debug: return;
        case ProviderMessage::Kind::set_variable:
        case ProviderMessage::Kind::set_raw: messages_.push_back(std::move(message)); return;
        }
    }

    const Service& service_;
    const ProgressSink& progress_;
    std::string error_;
    std::vector<ProviderMessage> messages_;
};

[[noreturn]] void fail_missing(const Service& service) {
    const std::string& type = service.provider->type;
    throw Error(ErrorKind::not_found,
                "there is no provider " + quoted(type) + " for service " + quoted(service.name))
        .suggest("install it as 'docker-" + type + "' among the Docker CLI's plugins, or as '" + type +
                 "' in PATH");
}

} // namespace

std::optional<std::string> find_provider_program(const std::string& type,
                                                 const std::map<std::string, std::string>& environment) {
    for (const std::string& folder : plugin_folders(environment))
        if (is_executable(folder + "/docker-" + type)) return folder + "/docker-" + type;
    for (const std::string& folder : split(find_variable(environment, "PATH"), ':'))
        if (!folder.empty() && is_executable(folder + "/" + type)) return folder + "/" + type;
    return std::nullopt;
}

void run_provider(const reconcile::RunProvider& step, const StepContext& context,
                  const ProgressSink& progress, std::stop_token stop) {
    const Service& service = context.project.services.at(step.service);
    const auto program = find_provider_program(service.provider->type, context.project.environment);
    if (!program) fail_missing(service);
    const ProviderMetadata metadata = ask_metadata(*program, stop);
    // Few providers can stop: only one that says so is asked to.
    if (step.verb == ProviderVerb::stop && !metadata.contains(to_string(step.verb))) return;
    ProviderRun run(service, progress);
    run.run(command_for(*program, provider_arguments(context.project, service, step.verb, metadata)), stop);
    context.outcomes.add_variables(step.service, run.variables());
}

} // namespace muster::compose::execute
