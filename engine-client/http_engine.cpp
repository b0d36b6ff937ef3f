#include "engine-client/http_engine.hpp"

#include "base/text.hpp"
#include "engine-client/errors.hpp"
#include "engine-client/hijack.hpp"
#include "engine-client/line_splitter.hpp"
#include "engine-client/ssh_tunnel.hpp"

namespace muster::engine {

namespace {

constexpr ApiVersion newest_spoken{1, 51};
constexpr ApiVersion oldest_spoken{1, 41};

ApiVersion engine_api_of(const Response& ping, const std::string& host) {
    const std::optional<ApiVersion> version = parse_api_version(ping.header("api-version"));
    if (version) return *version;
    throw Error(ErrorKind::connection, quoted(host) + " does not answer as a Docker engine: its answer to " +
                                           "/_ping names no API version")
        .suggest("check DOCKER_HOST, or docker's context");
}

/// DOCKER_API_VERSION: "1.44" or "v1.44".
ApiVersion requested_api(const std::string& text) {
    const std::string_view number = std::string_view(text).substr(text.starts_with('v') ? 1 : 0);
    const std::optional<ApiVersion> version = parse_api_version(number);
    if (version) return *version;
    throw Error(ErrorKind::usage, "DOCKER_API_VERSION is " + quoted(text) + ", expected a version like '" +
                                      to_string(newest_spoken) + "'");
}

/// Tells the connection's listener of a request once it has been answered.
class CallTimer {
  public:
    CallTimer(const Connection& connection, const Request& request)
        : connection_(connection), method_(to_string(request.method)), path_(request.path) {}

    void report(int status) const {
        if (!connection_.on_call) return;
        const auto duration = std::chrono::steady_clock::now() - begin_;
        connection_.on_call(
            {method_, path_, status, std::chrono::duration_cast<std::chrono::microseconds>(duration)});
    }

  private:
    const Connection& connection_;
    const char* method_;
    std::string path_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

Error too_old(ApiVersion api) {
    return Error(ErrorKind::unsupported, "engine API " + to_string(api) + " is not supported, " +
                                             to_string(oldest_spoken) + " or newer is needed")
        .suggest("Docker Engine 20.10 and later have it; DOCKER_API_VERSION can choose it");
}

/// The address with the tunnel that it may need.
Address reach(Address address) {
    if (!is_ssh(address.host)) return address;
    auto tunnel = std::make_shared<SshTunnel>(parse_ssh_target(address.host));
    address.socket_path = tunnel->socket_path();
    address.carrier = std::move(tunnel);
    return address;
}

} // namespace

std::unique_ptr<Engine> connect(const Connection& connection) {
    return std::make_unique<HttpEngine>(connection);
}

HttpEngine::Session& HttpEngine::session() {
    const std::lock_guard lock(opening_);
    if (!session_) session_ = open_session();
    return *session_;
}

std::unique_ptr<HttpEngine::Session> HttpEngine::open_session() const {
    auto session = std::make_unique<Session>(reach(address_));
    const Response ping = session->transport.perform({Method::get, "/_ping"});
    throw_if_refused(ping);
    const ApiVersion engine_api = engine_api_of(ping, address_.host);
    // An engine that names no builder of choice (20.10) has BuildKit all the same; "1" is a choice against
    // it.
    const bool has_buildkit = ping.header("builder-version") != "1";
    session->info = {agree_on_api(engine_api), engine_api, has_buildkit};
    return session;
}

ApiVersion HttpEngine::agree_on_api(ApiVersion engine_api) const {
    const ApiVersion api = connection_.api_version.empty() ? std::min(newest_spoken, engine_api)
                                                           : requested_api(connection_.api_version);
    if (api < oldest_spoken) throw too_old(api);
    return api;
}

std::unique_ptr<Hijacked> HttpEngine::open_stream(const std::string& path, const std::string& body) {
    return hijack(session().address, versioned(path), body);
}

std::string HttpEngine::versioned(const std::string& path) { return "/v" + to_string(api()) + path; }

Response HttpEngine::send(Request request) {
    request.path = versioned(request.path);
    const CallTimer timer(connection_, request);
    Response response = session().transport.perform(std::move(request));
    timer.report(response.status);
    return response;
}

Response HttpEngine::call(Request request) {
    Response response = send(std::move(request));
    throw_if_refused(response);
    return response;
}

Response HttpEngine::get(const std::string& path) { return call({Method::get, path}); }

Response HttpEngine::post(const std::string& path, std::string body) {
    return call({Method::post, path, std::move(body)});
}

Response HttpEngine::remove(const std::string& path) { return call({Method::remove, path}); }

std::optional<Response> HttpEngine::find(const std::string& path) {
    Response response = send({Method::get, path});
    if (response.status == 404) return std::nullopt;
    throw_if_refused(response);
    return response;
}

HttpEngine::Ending HttpEngine::stream(Request request, const StreamSinks& sinks, std::stop_token stop) {
    request.path = versioned(request.path);
    const CallTimer timer(connection_, request);
    const std::optional<Response> response =
        session().transport.stream(std::move(request), sinks, std::move(stop));
    timer.report(response ? response->status : 0);
    if (!response) return Ending::stopped;
    throw_if_refused(*response);
    return Ending::complete;
}

HttpEngine::Ending HttpEngine::stream_lines(Request request, const LineSinks& sinks, std::stop_token stop) {
    LineSplitter lines;
    const auto on_bytes = [&](std::string_view bytes) { lines.feed(bytes, sinks.on_line); };
    const Ending ending = stream(std::move(request), {sinks.on_head, on_bytes}, std::move(stop));
    if (ending == Ending::complete) lines.finish(sinks.on_line);
    return ending;
}

} // namespace muster::engine
