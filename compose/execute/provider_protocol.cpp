#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/execute/provider.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace muster::compose::execute {

using nlohmann::json;
using reconcile::ProviderVerb;

namespace {

std::string text_member(const json& object, const char* name) {
    const auto member = object.is_object() ? object.find(name) : object.end();
    return member != object.end() && member->is_string() ? member->get<std::string>() : "";
}

[[noreturn]] void fail_line(std::string_view line) {
    throw Error(ErrorKind::step_failed,
                "the provider answered " + muster::quoted(line) + ", which is no message of a provider")
        .suggest("a provider prints JSON objects: {\"type\": \"info\", \"message\": \"...\"}");
}

std::optional<ProviderMessage::Kind> kind_of(const std::string& type) {
    using enum ProviderMessage::Kind;
    if (type == "error") return error;
    if (type == "info") return info;
    if (type == "setenv") return set_variable;
    if (type == "rawsetenv") return set_raw;
    if (type == "debug") return debug;
    return std::nullopt;
}

ProviderCommand command_from(const json& command) {
    ProviderCommand out;
    const auto parameters = command.find("parameters");
    if (parameters == command.end() || !parameters->is_array()) return out;
    for (const json& parameter : *parameters) {
        const std::string name = text_member(parameter, "name");
        if (name.empty()) continue;
        out.options.insert(name);
        const auto required = parameter.find("required");
        if (required != parameter.end() && required->is_boolean() && required->get<bool>())
            out.required.insert(name);
    }
    return out;
}

std::string to_upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

} // namespace

ProviderMessage parse_provider_message(std::string_view line) {
    const json message = json::parse(line, nullptr, false);
    if (message.is_discarded() || !message.is_object()) fail_line(line);
    const auto kind = kind_of(text_member(message, "type"));
    if (!kind) fail_line(line);
    ProviderMessage out{*kind, text_member(message, "message")};
    const bool sets =
        out.kind == ProviderMessage::Kind::set_variable || out.kind == ProviderMessage::Kind::set_raw;
    if (sets && out.text.find('=') == std::string::npos)
        throw Error(ErrorKind::step_failed, "the provider sets a variable without a value");
    return out;
}

ProviderMetadata parse_provider_metadata(std::string_view text) {
    const json document = json::parse(text, nullptr, false);
    ProviderMetadata metadata;
    if (document.is_discarded() || !document.is_object()) return metadata;
    for (const char* command : {"up", "stop", "down"}) {
        const auto found = document.find(command);
        if (found != document.end() && found->is_object()) metadata[command] = command_from(*found);
    }
    return metadata;
}

std::string to_string(ProviderVerb verb) {
    switch (verb) {
    case ProviderVerb::up: return "up";
    case ProviderVerb::stop: return "stop";
    case ProviderVerb::down: return "down";
    }
    return {};
}

std::vector<std::string> provider_arguments(const Project& project, const Service& service, ProviderVerb verb,
                                            const ProviderMetadata& metadata) {
    const auto command = metadata.find(to_string(verb));
    const bool is_described = command != metadata.end() && !command->second.options.empty();
    const auto& options = service.provider->options.entries;
    if (is_described)
        for (const std::string& name : command->second.required)
            if (!options.contains(name))
                throw Error(ErrorKind::compose_file, "option " + muster::quoted(name) + ", which provider " +
                                                         muster::quoted(service.provider->type) +
                                                         " needs, is missing in service " +
                                                         muster::quoted(service.name))
                    .suggest("write it below 'provider.options'");
    std::vector<std::string> arguments{"compose", "--project-name=" + project.name, to_string(verb)};
    for (const auto& [name, values] : options) {
        if (is_described && !command->second.options.contains(name)) continue;
        for (const std::string& value : values) arguments.push_back("--" + name + "=" + value);
    }
    arguments.push_back(service.name);
    return arguments;
}

std::map<std::string, std::string> variables_from(const std::string& service,
                                                  const std::vector<ProviderMessage>& messages) {
    std::map<std::string, std::string> variables;
    for (const ProviderMessage& message : messages) {
        const bool is_raw = message.kind == ProviderMessage::Kind::set_raw;
        if (!is_raw && message.kind != ProviderMessage::Kind::set_variable) continue;
        const std::size_t equals = message.text.find('=');
        const std::string name = message.text.substr(0, equals);
        variables[is_raw ? name : to_upper(service) + "_" + name] = message.text.substr(equals + 1);
    }
    return variables;
}

} // namespace muster::compose::execute
