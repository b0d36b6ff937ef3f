#include "base/error.hpp"
#include "engine-client/codec.hpp"
#include "engine-client/http_engine.hpp"
#include "engine-client/image_reference.hpp"
#include "engine-client/required_api.hpp"

namespace muster::engine {

namespace {

std::string path_of(const std::string& container, const std::string& what = {}) {
    return "/containers/" + encode_segment(container) + what;
}

/// Another removal (a second caller's, or the engine's own of an auto-removed container) came first.
bool is_being_removed(const Error& error) {
    return error.kind == ErrorKind::conflict &&
           error.message.find("already in progress") != std::string::npos;
}

std::string seconds(std::optional<int> timeout) { return timeout ? std::to_string(*timeout) : ""; }

} // namespace

std::vector<ContainerSummary> HttpEngine::list_containers(const std::vector<std::string>& labels) {
    const Query query = Query().add("all", "1").add_if_set("filters", encode_filters({{"label", labels}}));
    return decode_container_list(get("/containers/json" + query.text()).body);
}

std::optional<ContainerDetails> HttpEngine::find_container(const std::string& container) {
    const std::optional<Response> response = find(path_of(container, "/json"));
    return response ? std::optional(decode_container(response->body)) : std::nullopt;
}

std::string HttpEngine::create_container(const std::string& name, const ContainerSpec& spec) {
    require_api(spec, api());
    const Query query = Query().add_if_set("name", name).add_if_set("platform", spec.platform);
    const Response response = post("/containers/create" + query.text(), encode_create_container(spec, api()));
    const std::string id = decode_id(response.body);
    if (endpoints_at_create(api()) == EndpointsAtCreate::primary) connect_endpoints(id, spec);
    return id;
}

void HttpEngine::connect_endpoints(const std::string& container, const ContainerSpec& spec) {
    const std::optional<std::string> primary = primary_network(spec);
    try {
        for (const auto& [network, endpoint] : spec.endpoints)
            if (network != primary) connect_network(network, container, endpoint);
    } catch (...) {
        abandon_container(container);
        throw;
    }
}

// The failure that led here is the one to report.
void HttpEngine::abandon_container(const std::string& container) {
    try {
        remove_container(container, RemoveVolumes::anonymous);
    } catch (const Error&) {
    }
}

void HttpEngine::start_container(const std::string& container) { post(path_of(container, "/start")); }

void HttpEngine::stop_container(const std::string& container, std::optional<int> timeout) {
    post(path_of(container, "/stop") + Query().add_if_set("t", seconds(timeout)).text());
}

void HttpEngine::restart_container(const std::string& container, std::optional<int> timeout) {
    post(path_of(container, "/restart") + Query().add_if_set("t", seconds(timeout)).text());
}

void HttpEngine::kill_container(const std::string& container, const std::string& signal) {
    post(path_of(container, "/kill") + Query().add_if_set("signal", signal).text());
}

void HttpEngine::rename_container(const std::string& container, const std::string& name) {
    post(path_of(container, "/rename") + Query().add("name", name).text());
}

void HttpEngine::remove_container(const std::string& container, RemoveVolumes volumes) {
    const Query query = Query().add("force", "1").add("v", volumes == RemoveVolumes::anonymous ? "1" : "0");
    try {
        remove(path_of(container) + query.text());
    } catch (const Error& error) {
        if (is_being_removed(error)) return wait_until_removed(container);
        if (error.kind != ErrorKind::not_found) throw;
    }
}

void HttpEngine::wait_until_removed(const std::string& container) {
    try {
        post(path_of(container, "/wait") + Query().add("condition", "removed").text());
    } catch (const Error& error) {
        if (error.kind != ErrorKind::not_found) throw;
    }
}

void HttpEngine::pause_container(const std::string& container) { post(path_of(container, "/pause")); }

void HttpEngine::unpause_container(const std::string& container) { post(path_of(container, "/unpause")); }

void HttpEngine::resize_container(const std::string& container, TerminalSize size) {
    const Query query = Query().add("h", std::to_string(size.rows)).add("w", std::to_string(size.columns));
    post(path_of(container, "/resize") + query.text());
}

std::string HttpEngine::commit_container(const std::string& container, const CommitSpec& spec) {
    Query query = Query().add("container", container).add("pause", spec.pause ? "1" : "0");
    if (!spec.reference.empty()) {
        const ImageReference image = with_default_tag(parse_image_reference(spec.reference));
        query.add("repo", familiar_name({image.domain, image.path, "", ""})).add("tag", image.tag);
    }
    query.add_if_set("comment", spec.message).add_if_set("author", spec.author);
    for (const std::string& change : spec.changes) query.add("changes", change);
    return decode_id(post("/commit" + query.text()).body);
}

void HttpEngine::export_container(const std::string& container, const ByteSink& sink, std::stop_token stop) {
    stream({Method::get, path_of(container, "/export")}, {{}, sink}, std::move(stop));
}

} // namespace muster::engine
