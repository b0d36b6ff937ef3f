#include "engine-client/docker_config.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

#include <nlohmann/json.hpp>

namespace muster::engine {

using nlohmann::json;

namespace {

std::string text_member(const json& document, const char* key) {
    const auto member = document.find(key);
    return member != document.end() && member->is_string() ? member->get<std::string>() : "";
}

std::vector<std::pair<std::string, std::string>> headers_of(const json& document) {
    std::vector<std::pair<std::string, std::string>> headers;
    const auto member = document.find("HttpHeaders");
    if (member == document.end() || !member->is_object()) return headers;
    for (const auto& [name, value] : member->items())
        if (value.is_string()) headers.emplace_back(name, value.get<std::string>());
    return headers;
}

std::string value_of(const Environment& environment, const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

} // namespace

std::string docker_config_directory(const Environment& environment) {
    const std::string own = value_of(environment, "DOCKER_CONFIG");
    return own.empty() ? value_of(environment, "HOME") + "/.docker" : own;
}

std::string read_docker_config(const std::string& directory) {
    const std::string path = directory + "/config.json";
    const DiskFiles files;
    return files.type(path) == FileType::regular ? files.read(path, Files::default_limit) : std::string();
}

DockerConfig decode_docker_config(const std::string& text, const std::string& path) {
    if (trim(text).empty()) return {};
    const json document = json::parse(text, nullptr, false);
    if (!document.is_object())
        throw Error(ErrorKind::usage,
                    "docker's configuration file " + muster::quoted(path) + " is not a JSON object");
    return {.current_context = text_member(document, "currentContext"),
            .http_headers = headers_of(document),
            .detach_keys = text_member(document, "detachKeys"),
            .ps_format = text_member(document, "psFormat")};
}

} // namespace muster::engine
