#include "base/error.hpp"
#include "engine-client/codec.hpp"
#include "engine-client/http_engine.hpp"
#include "engine-client/required_api.hpp"

namespace muster::engine {

namespace {

std::string network_path(const std::string& network, const std::string& what = {}) {
    return "/networks/" + encode_segment(network) + what;
}

std::string volume_path(const std::string& volume) { return "/volumes/" + encode_segment(volume); }

/// The engine answers 403 instead of 409 for a network that containers are still connected to.
bool is_in_use(const Error& error) { return error.message.find("has active endpoints") != std::string::npos; }

std::string with_labels(const std::string& path, const std::vector<std::string>& labels) {
    return path + Query().add_if_set("filters", encode_filters({{"label", labels}})).text();
}

} // namespace

std::vector<NetworkSummary> HttpEngine::list_networks(const std::vector<std::string>& labels) {
    return decode_network_list(get(with_labels("/networks", labels)).body);
}

std::optional<NetworkSummary> HttpEngine::find_network(const std::string& network) {
    const std::optional<Response> response = find(network_path(network));
    if (!response) return std::nullopt;
    NetworkSummary found = decode_network(response->body);
    // The engine also takes the beginning of an id for a match.
    if (found.name != network && found.id != network) return std::nullopt;
    return found;
}

std::string HttpEngine::create_network(const NetworkSpec& spec) {
    require_api(spec, api());
    return decode_id(post("/networks/create", encode_create_network(spec, api())).body);
}

void HttpEngine::remove_network(const std::string& network) {
    try {
        remove(network_path(network));
    } catch (Error& error) {
        if (is_in_use(error)) error.kind = ErrorKind::conflict;
        throw;
    }
}

void HttpEngine::connect_network(const std::string& network, const std::string& container,
                                 const EndpointSpec& endpoint) {
    require_api(network, endpoint, api());
    post(network_path(network, "/connect"), encode_connect(container, endpoint, api()));
}

void HttpEngine::disconnect_network(const std::string& network, const std::string& container,
                                    Disconnect how) {
    const Force force = how == Disconnect::forced ? Force::yes : Force::no;
    post(network_path(network, "/disconnect"), encode_disconnect(container, force));
}

std::vector<VolumeSummary> HttpEngine::list_volumes(const std::vector<std::string>& labels) {
    return decode_volume_list(get(with_labels("/volumes", labels)).body);
}

std::optional<VolumeSummary> HttpEngine::find_volume(const std::string& volume) {
    const std::optional<Response> response = find(volume_path(volume));
    return response ? std::optional(decode_volume(response->body)) : std::nullopt;
}

void HttpEngine::create_volume(const VolumeSpec& spec) {
    post("/volumes/create", encode_create_volume(spec));
}

void HttpEngine::remove_volume(const std::string& volume) { remove(volume_path(volume)); }

} // namespace muster::engine
