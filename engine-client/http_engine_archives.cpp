#include "base/error.hpp"
#include "engine-client/base64.hpp"
#include "engine-client/codec.hpp"
#include "engine-client/errors.hpp"
#include "engine-client/http_engine.hpp"

namespace muster::engine {

namespace {

constexpr char stat_header[] = "x-docker-container-path-stat";

std::string archive_path(const std::string& container, const Query& query) {
    return "/containers/" + encode_segment(container) + "/archive" + query.text();
}

} // namespace

void HttpEngine::upload_archive(const std::string& container, const std::string& path, ByteSource tar,
                                Ownership ownership) {
    const std::string own = ownership == Ownership::container_user ? "1" : "";
    const Query query =
        Query().add("path", path).add("noOverwriteDirNonDir", "1").add_if_set("copyUIDGID", own);
    Request request{Method::put, archive_path(container, query)};
    request.upload = std::move(tar);
    call(std::move(request));
}

void HttpEngine::download_archive(const std::string& container, const std::string& path, const ByteSink& sink,
                                  std::stop_token stop) {
    stream({Method::get, archive_path(container, Query().add("path", path))}, {{}, sink}, std::move(stop));
}

std::optional<PathStat> HttpEngine::find_path(const std::string& container, const std::string& path) {
    const Response response = send({Method::head, archive_path(container, Query().add("path", path))});
    if (response.status == 404) return std::nullopt;
    throw_if_refused(response);
    const auto stat = decode_base64(response.header(stat_header));
    if (!stat) throw reported_failure("the engine does not say what " + path + " is");
    return decode_path_stat(*stat);
}

} // namespace muster::engine
