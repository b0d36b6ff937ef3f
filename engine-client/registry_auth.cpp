#include "engine-client/registry_auth.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine-client/base64.hpp"

#include <nlohmann/json.hpp>
#include <optional>

namespace muster::engine {

using nlohmann::json;

namespace {

constexpr std::string_view docker_hub = "docker.io";
constexpr std::string_view docker_hub_key = "https://index.docker.io/v1/";
/// In place of a user's name: the secret is an identity token.
constexpr std::string_view token_user = "<token>";

/// An entry of "auths". Source: Docker CLI, cli/config/types, AuthConfig.
struct Credentials {
    std::string username;
    std::string password;
    std::string identity_token;
    std::string registry_token;

    bool are_empty() const {
        return username.empty() && password.empty() && identity_token.empty() && registry_token.empty();
    }
};

json parse_object(std::string_view text, const std::string& what) {
    json document = json::parse(text, nullptr, false);
    if (!document.is_object()) throw Error(ErrorKind::usage, what + " is not a JSON object");
    return document;
}

std::string text_member(const json& object, const std::string& key) {
    const auto member = object.find(key);
    return member != object.end() && member->is_string() ? member->get<std::string>() : "";
}

const json* object_member(const json& object, const std::string& key) {
    const auto member = object.find(key);
    return member != object.end() && member->is_object() ? &*member : nullptr;
}

/// "https://registry.example.com/v1/" -> "registry.example.com".
std::string_view host_of(std::string_view key) {
    for (const std::string_view scheme : {"https://", "http://"})
        if (key.starts_with(scheme)) key.remove_prefix(scheme.size());
    return key.substr(0, key.find('/'));
}

const json* find_entry(const json& auths, const std::string& registry) {
    if (const json* exact = object_member(auths, registry)) return exact;
    for (const auto& [key, entry] : auths.items())
        if (entry.is_object() && host_of(key) == host_of(registry)) return &entry;
    return nullptr;
}

/// "auth" is the base64 of "user:password".
void read_auth(const std::string& auth, const std::string& registry, Credentials& credentials) {
    const std::optional<std::string> decoded = decode_base64(auth);
    const std::size_t colon = decoded ? decoded->find(':') : std::string::npos;
    if (colon == std::string::npos || colon == 0)
        throw Error(ErrorKind::usage, "the credentials for " + muster::quoted(registry) +
                                          " in the docker configuration cannot be read")
            .suggest("log in again with 'docker login'");
    credentials.username = decoded->substr(0, colon);
    credentials.password = decoded->substr(colon + 1);
    const std::size_t end = credentials.password.find_last_not_of('\0');
    credentials.password.resize(end == std::string::npos ? 0 : end + 1);
}

Credentials credentials_of(const json& entry, const std::string& registry) {
    Credentials credentials;
    credentials.username = text_member(entry, "username");
    credentials.password = text_member(entry, "password");
    credentials.identity_token = text_member(entry, "identitytoken");
    credentials.registry_token = text_member(entry, "registrytoken");
    const std::string auth = text_member(entry, "auth");
    if (!auth.empty()) read_auth(auth, registry, credentials);
    return credentials;
}

/// Source: Engine API, "Authentication".
AuthHeader header_of(const Credentials& credentials, const std::string& registry) {
    json document = {{"serveraddress", registry}};
    const auto add = [&](const char* key, const std::string& value) {
        if (!value.empty()) document[key] = value;
    };
    add("username", credentials.username);
    add("password", credentials.password);
    add("identitytoken", credentials.identity_token);
    add("registrytoken", credentials.registry_token);
    return {encode_base64url(document.dump(-1, ' ', false, json::error_handler_t::replace))};
}

/// The name of the program that keeps the registry's credentials, or empty.
std::string store_for(const json& config, const std::string& registry) {
    const json* helpers = object_member(config, "credHelpers");
    const std::string own = helpers ? text_member(*helpers, registry) : "";
    return own.empty() ? text_member(config, "credsStore") : own;
}

} // namespace

std::string registry_key(const ImageReference& image) {
    return image.domain == docker_hub ? std::string(docker_hub_key) : image.domain;
}

RegistryAuth find_registry_auth(const ImageReference& image, std::string_view docker_config) {
    if (trim(docker_config).empty()) return AnonymousAccess{};
    const json config = parse_object(docker_config, "the docker configuration");
    const std::string registry = registry_key(image);
    const std::string store = store_for(config, registry);
    if (!store.empty()) return NeedsCredentialStore{store, registry};
    const json* auths = object_member(config, "auths");
    const json* entry = auths ? find_entry(*auths, registry) : nullptr;
    if (!entry) return AnonymousAccess{};
    const Credentials credentials = credentials_of(*entry, registry);
    if (credentials.are_empty()) return AnonymousAccess{};
    return header_of(credentials, registry);
}

AuthHeader auth_header_from(const NeedsCredentialStore& asked, std::string_view program_output) {
    const json answer = parse_object(program_output, "the answer of 'docker-credential-" + asked.name + "'");
    Credentials credentials;
    credentials.username = text_member(answer, "Username");
    const std::string secret = text_member(answer, "Secret");
    const bool is_token = credentials.username == token_user;
    if (is_token) credentials.username.clear();
    (is_token ? credentials.identity_token : credentials.password) = secret;
    return header_of(credentials, asked.registry);
}

} // namespace muster::engine
