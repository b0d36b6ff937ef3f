#include "engine-client/context_store.hpp"

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace muster::engine {

using nlohmann::json;

namespace {

/// Far more than a context ever takes.
constexpr std::size_t metadata_limit = 1UL << 20;

json read_metadata(const std::string& path) {
    json document = json::parse(DiskFiles().read(path, metadata_limit), nullptr, false);
    if (!document.is_object())
        throw Error(ErrorKind::usage,
                    "docker's context file " + muster::quoted(path) + " is not a JSON object");
    return document;
}

const json* find_endpoint(const json& metadata) {
    const auto endpoints = metadata.find("Endpoints");
    if (endpoints == metadata.end() || !endpoints->is_object()) return nullptr;
    const auto endpoint = endpoints->find("docker");
    return endpoint != endpoints->end() && endpoint->is_object() ? &*endpoint : nullptr;
}

std::string host_of(const json& endpoint) {
    const auto host = endpoint.find("Host");
    return host != endpoint.end() && host->is_string() ? host->get<std::string>() : "";
}

TlsOptions::ServerCheck server_check(const json& endpoint) {
    const auto skip = endpoint.find("SkipTLSVerify");
    const bool is_skipped = skip != endpoint.end() && skip->is_boolean() && skip->get<bool>();
    return is_skipped ? TlsOptions::ServerCheck::none : TlsOptions::ServerCheck::full;
}

/// The name in a context's file; empty for what is none.
std::string name_in(const std::filesystem::path& folder) {
    try {
        const json metadata = read_metadata(folder / "meta.json");
        const auto name = metadata.find("Name");
        return name != metadata.end() && name->is_string() ? name->get<std::string>() : "";
    } catch (const Error&) {
        return ""; // said when somebody asks for it
    }
}

} // namespace

std::optional<TlsFile> ContextStore::find_tls_file(const std::string& name, const std::string& file) const {
    std::string path = directory_ + "/tls/" + sha256_hex(name) + "/docker/" + file;
    if (DiskFiles().type(path) == FileType::missing) return std::nullopt;
    return TlsFile{std::move(path), "the context " + muster::quoted(name)};
}

std::optional<ContextEndpoint> ContextStore::find(const std::string& name) const {
    const std::string path = directory_ + "/meta/" + sha256_hex(name) + "/meta.json";
    if (DiskFiles().type(path) == FileType::missing) return std::nullopt;
    const json metadata = read_metadata(path);
    const json* endpoint = find_endpoint(metadata);
    if (!endpoint)
        throw Error(ErrorKind::usage, "the context " + muster::quoted(name) + " names no docker engine")
            .note("it is described in " + muster::quoted(path));
    const TlsOptions tls{.authorities = find_tls_file(name, "ca.pem"),
                         .certificate = find_tls_file(name, "cert.pem"),
                         .key = find_tls_file(name, "key.pem"),
                         .server_check = server_check(*endpoint)};
    return ContextEndpoint{host_of(*endpoint), tls == TlsOptions() ? std::nullopt : std::optional(tls)};
}

std::vector<std::string> ContextStore::list_names() const {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(directory_ + "/meta", ignored))
        if (std::string name = name_in(entry.path()); !name.empty()) names.push_back(std::move(name));
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace muster::engine
