#include "base/error.hpp"
#include "engine-client/codec.hpp"
#include "engine-client/errors.hpp"
#include "engine-client/spec_members.hpp"

namespace muster::engine {

namespace {

/// The words of a failure that a stream reports; empty when the line reports none.
std::string failure_in(const MemberReader& reader) {
    std::string words;
    reader("error", words);
    reader.object("errorDetail", [&](const MemberReader& detail) { detail("message", words); });
    return words;
}

} // namespace

void members(const MemberReader& reader, ImageSummary& image) {
    reader("Id", image.id);
    reader("RepoTags", image.tags);
    reader("RepoDigests", image.digests);
    reader("Labels", image.labels);
    reader("Created", image.created);
    reader("Size", image.size);
    std::erase(image.tags, "<none>:<none>");
    std::erase(image.digests, "<none>@<none>");
}

void members(const MemberReader& reader, ImageDetails& image) {
    reader("Id", image.id);
    reader("Os", image.os);
    reader("Architecture", image.architecture);
    reader("Variant", image.variant);
    reader("Size", image.size);
    reader("Created", image.created);
    reader.object("Metadata",
                  [&](const MemberReader& metadata) { metadata("LastTagTime", image.last_tagged); });
    reader.object("Config", [&](const MemberReader& config) {
        config("Env", image.environment);
        config("Cmd", image.command);
        config("Entrypoint", image.entrypoint);
        config("Labels", image.labels);
        config("User", image.user);
        config("WorkingDir", image.working_dir);
        config("Healthcheck", image.healthcheck);
        config.keys("Volumes", image.volumes);
        config.keys("ExposedPorts", image.exposed_ports);
    });
}

void members(const MemberReader& reader, PullProgress& progress) {
    reader("id", progress.id);
    reader("status", progress.status);
    reader.object("progressDetail", [&](const MemberReader& detail) {
        detail("current", progress.current);
        detail("total", progress.total);
    });
}

std::vector<ImageSummary> decode_image_list(std::string_view json) {
    return decode<std::vector<ImageSummary>>(parse_json(json));
}

ImageDetails decode_image(std::string_view json) { return decode<ImageDetails>(parse_json(json)); }

std::string decode_registry_digest(std::string_view json) {
    const Json document = parse_json(json);
    std::string digest;
    MemberReader(document).object("Descriptor",
                                  [&](const MemberReader& descriptor) { descriptor("digest", digest); });
    if (digest.empty()) throw Error(ErrorKind::engine, "the engine's answer has no digest");
    return digest;
}

PullProgress decode_pull_line(std::string_view line) {
    const Json document = parse_json(line);
    const std::string failure = failure_in(MemberReader(document));
    if (!failure.empty()) throw reported_failure(failure);
    return decode<PullProgress>(document);
}

BuildLine decode_build_line(std::string_view line) {
    const Json document = parse_json(line);
    const MemberReader reader(document);
    BuildLine decoded;
    decoded.failure = failure_in(reader);
    std::string id;
    reader("id", id);
    if (id == "moby.buildkit.trace")
        reader("aux", decoded.trace);
    else
        reader.object("aux", [&](const MemberReader& aux) { aux("ID", decoded.image_id); });
    reader("stream", decoded.text);
    return decoded;
}

} // namespace muster::engine
