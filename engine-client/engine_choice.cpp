#include "engine-client/engine_choice.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine-client/address.hpp"
#include "engine-client/context_store.hpp"
#include "engine-client/custom_headers.hpp"
#include "engine-client/tls_files.hpp"

namespace muster::engine {

namespace {

constexpr char default_context[] = "default";
constexpr char default_tls_host[] = "tcp://localhost:2376";

std::string value_of(const Environment& environment, const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

/// A context, and the setting that chose it.
struct ChosenContext {
    std::string name;
    std::string setting;
};

ChosenContext choose_context(const EngineChoice& choice, const DockerConfig& config) {
    if (!choice.context.empty()) return {choice.context, "--context"};
    if (!choice.hosts.empty() || !value_of(choice.environment, "DOCKER_HOST").empty())
        return {default_context, ""};
    if (std::string name = value_of(choice.environment, "DOCKER_CONTEXT"); !name.empty())
        return {std::move(name), "DOCKER_CONTEXT"};
    if (!config.current_context.empty()) return {config.current_context, "'docker context use'"};
    return {default_context, ""};
}

Error unknown_context(const ChosenContext& context, const ContextStore& store) {
    std::vector<std::string> names{default_context};
    for (std::string& name : store.list_names()) names.push_back(std::move(name));
    const auto near = nearest(context.name, names);
    Error error(ErrorKind::not_found,
                "no such context: " + quoted(context.name) + ", chosen by " + context.setting);
    error.note("the contexts in " + quoted(store.directory()) + " are: " + join(names, ", "));
    return error.suggest(near ? "did you mean " + quoted(*near) + "?" : "'docker context ls' lists them");
}

void use_context(Connection& connection, const ChosenContext& context, const ContextStore& store) {
    const std::optional<ContextEndpoint> endpoint = store.find(context.name);
    if (!endpoint) throw unknown_context(context, store);
    if (!endpoint->host.empty()) connection.host = endpoint->host;
    connection.tls = endpoint->tls;
    connection.chosen_by = "the context " + quoted(context.name);
}

/// What is used when no context is: --host or DOCKER_HOST, with the TLS of flags and environment.
void use_host(Connection& connection, const EngineChoice& choice) {
    connection.tls = find_tls_options(choice);
    const std::string variable(trim(value_of(choice.environment, "DOCKER_HOST")));
    if (!choice.hosts.empty()) {
        connection.host = trim(choice.hosts.front());
        connection.chosen_by = "--host";
    } else if (!variable.empty()) {
        connection.host = variable;
        connection.chosen_by = "DOCKER_HOST";
    } else if (connection.tls) {
        connection.host = default_tls_host;
        connection.chosen_by = "the wish for TLS without an address";
    }
}

void check_choice(const EngineChoice& choice) {
    if (choice.hosts.size() > 1) throw Error(ErrorKind::usage, "--host can be given only once");
    if (!choice.hosts.empty() && !choice.context.empty())
        throw Error(ErrorKind::usage, "--host cannot be combined with --context");
}

/// An address that cannot be used, with the setting that it comes from.
void check_address(const Connection& connection) {
    try {
        const Address address = address_of(connection);
        if (address.tls) check_tls_files(*address.tls);
    } catch (Error& error) {
        if (!connection.chosen_by.empty()) error.note("it is chosen by " + connection.chosen_by);
        throw;
    }
}

} // namespace

std::string config_directory_of(const EngineChoice& choice) {
    return choice.config_directory.empty() ? docker_config_directory(choice.environment)
                                           : choice.config_directory;
}

Connection resolve_connection(const EngineChoice& choice, const DockerConfig& config) {
    check_choice(choice);
    Connection connection;
    connection.api_version = value_of(choice.environment, "DOCKER_API_VERSION");
    connection.headers = custom_headers(value_of(choice.environment, "DOCKER_CUSTOM_HEADERS"), config);
    const ChosenContext context = choose_context(choice, config);
    if (context.name == default_context)
        use_host(connection, choice);
    else
        use_context(connection, context, ContextStore(config_directory_of(choice) + "/contexts"));
    check_address(connection);
    return connection;
}

Connection connection_from(const Environment& environment) {
    const std::string directory = docker_config_directory(environment);
    const DockerConfig config =
        decode_docker_config(read_docker_config(directory), directory + "/config.json");
    return resolve_connection({.environment = environment}, config);
}

} // namespace muster::engine
