#pragma once

#include "compose/execute/step_actions.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// A provider is a program that brings about what a service stands for, in place of containers: a database of
// a cloud, a tunnel. Source: Compose documentation, "Use provider services"; the program is called as
// `PROGRAM compose --project-name=NAME up|stop|down [--OPTION=VALUE ...] SERVICE`, and says what it does with
// a JSON object on each line of its standard output.

namespace muster::compose::execute {

/// A line of a provider's output.
struct ProviderMessage {
    enum class Kind {
        error,        ///< why it fails
        info,         ///< what it does
        set_variable, ///< NAME=VALUE for the services that depend on it, as SERVICE_NAME
        set_raw,      ///< the same under the very name
        debug
    };
    Kind kind = Kind::info;
    std::string text;

    bool operator==(const ProviderMessage&) const = default;
};

/// Throws Error (step_failed) for what is no such line.
ProviderMessage parse_provider_message(std::string_view line);

/// What a provider says of one of its commands.
struct ProviderCommand {
    std::set<std::string> options;
    std::set<std::string> required;
    bool operator==(const ProviderCommand&) const = default;
};

/// By command: up, down, stop. Empty for a provider that says nothing of itself, which takes every option.
using ProviderMetadata = std::map<std::string, ProviderCommand>;

/// Reads what `PROGRAM compose metadata` printed; nothing of what is not understood.
ProviderMetadata parse_provider_metadata(std::string_view json);

/// "up", "stop" or "down".
std::string to_string(reconcile::ProviderVerb verb);

/// The arguments for a service's provider: of its options those that the command takes. Throws Error
/// (compose_file) when one that the command needs is missing.
std::vector<std::string> provider_arguments(const Project& project, const Service& service,
                                            reconcile::ProviderVerb verb, const ProviderMetadata& metadata);

/// The variables that a provider has told, for one that depends on `service`.
std::map<std::string, std::string> variables_from(const std::string& service,
                                                  const std::vector<ProviderMessage>& messages);

/// The program of a type: a plugin `docker-TYPE` of the Docker CLI, else TYPE in PATH; nothing when there is
/// neither.
std::optional<std::string> find_provider_program(const std::string& type,
                                                 const std::map<std::string, std::string>& environment);

/// Runs a service's provider. Throws Error (not_found) when there is no such program, (step_failed) with its
/// own words when it fails.
void run_provider(const reconcile::RunProvider& step, const StepContext& context,
                  const ProgressSink& progress, std::stop_token stop);

} // namespace muster::compose::execute
