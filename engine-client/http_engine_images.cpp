#include "base/error.hpp"
#include "engine-client/build_progress.hpp"
#include "engine-client/codec.hpp"
#include "engine-client/errors.hpp"
#include "engine-client/http_engine.hpp"
#include "engine-client/image_reference.hpp"

namespace muster::engine {

namespace {

std::string image_path(const std::string& image, const std::string& what = {}) {
    return "/images/" + encode_reference(image) + what;
}

/// The engine compares its filter with references as users write them: "nginx", not
/// "docker.io/library/nginx". What is no reference (an id) is left as it is, and finds nothing.
std::string filter_pattern(const std::string& reference) {
    try {
        return familiar_name(parse_image_reference(reference));
    } catch (const Error&) {
        return reference;
    }
}

std::vector<std::string> filter_patterns(const std::vector<std::string>& references) {
    std::vector<std::string> patterns;
    for (const std::string& reference : references) patterns.push_back(filter_pattern(reference));
    return patterns;
}

/// Adds the images that are not there yet.
void merge(std::vector<ImageSummary>& images, std::vector<ImageSummary> further) {
    for (ImageSummary& image : further) {
        const auto is_same = [&](const ImageSummary& other) { return other.id == image.id; };
        if (std::none_of(images.begin(), images.end(), is_same)) images.push_back(std::move(image));
    }
}

Query pull_query(const std::string& text, const std::string& platform) {
    ImageReference reference = with_default_tag(parse_image_reference(text));
    const std::string version = reference.digest.empty() ? reference.tag : reference.digest;
    reference.tag.clear();
    reference.digest.clear();
    return Query()
        .add("fromImage", familiar_name(reference))
        .add("tag", version)
        .add_if_set("platform", platform);
}

Query build_query(const BuildSpec& spec, const EngineInfo& engine) {
    Query query;
    query.add("version", engine.has_buildkit ? "2" : "1").add("rm", "1");
    for (const std::string& tag : spec.tags) query.add("t", tag);
    for (const std::string& host : spec.extra_hosts) query.add("extrahosts", host);
    query.add_if_set("dockerfile", spec.dockerfile).add_if_set("remote", spec.remote);
    query.add_if_set("target", spec.target).add_if_set("networkmode", spec.network);
    query.add_if_set("platform", spec.platform).add_if_set("isolation", spec.isolation);
    if (!spec.args.empty()) query.add("buildargs", encode_build_args(spec.args));
    if (!spec.labels.empty()) query.add("labels", encode_map(spec.labels));
    if (!spec.cache_from.empty()) query.add("cachefrom", encode_strings(spec.cache_from));
    if (!spec.ulimits.empty()) query.add("ulimits", encode_ulimits(spec.ulimits));
    if (spec.shm_size != 0) query.add("shmsize", std::to_string(spec.shm_size));
    if (spec.no_cache) query.add("nocache", "1");
    if (spec.pull) query.add("pull", "1");
    return query;
}

/// The lines of a running build, of either builder.
class BuildStream {
  public:
    explicit BuildStream(const BuildSink& progress)
        : progress_(progress ? progress : [](const BuildProgress&) {}) {}

    void feed(std::string_view line) {
        const BuildLine decoded = decode_build_line(line);
        if (!decoded.failure.empty()) fail(decoded.failure);
        if (!decoded.trace.empty()) trace_.feed(decoded.trace, progress_);
        if (!decoded.text.empty()) log_.feed(decoded.text, progress_);
        if (!decoded.image_id.empty()) image_id_ = decoded.image_id;
    }

    void finish() { trace_.finish(progress_); }
    const std::string& image_id() const { return image_id_; }

  private:
    [[noreturn]] void fail(const std::string& words) {
        finish();
        log_.fail(words, progress_);
        throw reported_failure(words);
    }

    BuildSink progress_;
    BuildkitTrace trace_;
    ClassicBuildLog log_;
    std::string image_id_;
};

} // namespace

std::vector<ImageSummary> HttpEngine::filtered_images(const std::string& filters) {
    return decode_image_list(get("/images/json" + Query().add_if_set("filters", filters).text()).body);
}

// The engine lists only what passes all kinds of filters, so each kind is asked for by itself.
std::vector<ImageSummary> HttpEngine::list_images(const std::vector<std::string>& references,
                                                  const std::vector<std::string>& labels) {
    if (references.empty()) return filtered_images(encode_filters({{"label", labels}}));
    std::vector<ImageSummary> images =
        filtered_images(encode_filters({{"reference", filter_patterns(references)}}));
    if (!labels.empty()) merge(images, filtered_images(encode_filters({{"label", labels}})));
    return images;
}

std::optional<ImageDetails> HttpEngine::find_image(const std::string& image) {
    const std::optional<Response> response = find(image_path(image, "/json"));
    return response ? std::optional(decode_image(response->body)) : std::nullopt;
}

void HttpEngine::pull_image(const std::string& reference, const std::string& platform,
                            const std::string& registry_auth,
                            const std::function<void(const PullProgress&)>& progress, std::stop_token stop) {
    Request request{Method::post, "/images/create" + pull_query(reference, platform).text()};
    if (!registry_auth.empty()) request.headers.emplace_back("X-Registry-Auth", registry_auth);
    const auto on_line = [&](std::string_view line) {
        const PullProgress step = decode_pull_line(line);
        if (progress) progress(step);
    };
    stream_lines(std::move(request), {{}, on_line}, std::move(stop));
}

std::string HttpEngine::build_image(const BuildSpec& spec, ByteSource context,
                                    const std::function<void(const BuildProgress&)>& progress,
                                    std::stop_token stop) {
    Request request{Method::post, "/build" + build_query(spec, info()).text()};
    if (spec.remote.empty()) request.upload = std::move(context);
    if (!spec.registry_auths.empty()) request.headers.emplace_back("X-Registry-Config", spec.registry_auths);
    BuildStream build(progress);
    const auto on_line = [&](std::string_view line) { build.feed(line); };
    if (stream_lines(std::move(request), {{}, on_line}, std::move(stop)) == Ending::stopped) return {};
    build.finish();
    if (build.image_id().empty())
        throw Error(ErrorKind::engine, "the engine ended the build without an image");
    return build.image_id();
}

void HttpEngine::remove_image(const std::string& image) { remove(image_path(image)); }

std::string HttpEngine::get_registry_digest(const std::string& reference, const std::string& registry_auth) {
    Request request{Method::get, "/distribution/" + encode_reference(reference) + "/json"};
    if (!registry_auth.empty()) request.headers.emplace_back("X-Registry-Auth", registry_auth);
    return decode_registry_digest(call(std::move(request)).body);
}

} // namespace muster::engine
