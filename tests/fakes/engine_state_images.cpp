#include "base/digest.hpp"
#include "engine-client/image_reference.hpp"
#include "tests/fakes/engine_refusal.hpp"
#include "tests/fakes/engine_state.hpp"

#include <algorithm>

namespace muster::fakes {

using engine::ImageReference;

namespace {

constexpr std::string_view id_prefix = "sha256:";

ImageReference parse(const std::string& reference) {
    return engine::with_default_tag(engine::parse_image_reference(reference));
}

std::optional<ImageReference> try_parse(const std::string& reference) {
    try {
        return engine::parse_image_reference(reference);
    } catch (const Error&) {
        return std::nullopt; // an id
    }
}

std::string short_id(const std::string& id) { return id.substr(id_prefix.size(), 12); }

bool has_tag(const FakeImage& image, const std::string& tag) {
    return std::find(image.tags.begin(), image.tags.end(), tag) != image.tags.end();
}

bool has_id_prefix(const FakeImage& image, const std::string& prefix) {
    return !prefix.empty() && std::string_view(image.details.id).substr(id_prefix.size()).starts_with(prefix);
}

/// As a filter, a name without a tag stands for all tags, and an id for nothing.
bool answers_to(const FakeImage& image, const std::string& filter) {
    const auto wanted = try_parse(filter);
    return wanted && std::any_of(image.tags.begin(), image.tags.end(), [&](const std::string& tag) {
               ImageReference own = engine::parse_image_reference(tag);
               if (wanted->tag.empty() && wanted->digest.empty()) own.tag.clear();
               return own == *wanted;
           });
}

engine::ImageSummary summary_of(const FakeImage& image) {
    return {.id = image.details.id,
            .tags = image.tags,
            .digests = {},
            .labels = image.details.labels,
            .created = image.created,
            .size = 0};
}

/// Everything that BuildKit's cache depends on.
std::string content_of(const engine::BuildSpec& spec, const std::string& context) {
    std::string content = context + '\n' + spec.dockerfile + '\n' + spec.target + '\n' + spec.platform;
    for (const auto& [name, value] : spec.args) content += '\n' + name + '=' + value.value_or("");
    for (const auto& [name, value] : spec.labels) content += '\n' + name + '=' + value;
    return content;
}

} // namespace

std::string name_in_messages(const std::string& image) {
    const auto reference = try_parse(image);
    return reference && !image.starts_with(id_prefix)
               ? engine::familiar_name(engine::with_default_tag(*reference))
               : image;
}

const FakeImage* EngineState::find_image(const std::string& image) const {
    if (const auto by_id = images_.find(image); by_id != images_.end()) return &by_id->second;
    const auto reference = try_parse(image);
    for (const auto& [id, candidate] : images_)
        if (reference && has_tag(candidate, engine::familiar_name(engine::with_default_tag(*reference))))
            return &candidate;
    for (const auto& [id, candidate] : images_)
        if (has_id_prefix(candidate, image)) return &candidate;
    return nullptr;
}

std::vector<engine::ImageSummary> EngineState::list_images(const std::vector<std::string>& references,
                                                           const std::vector<std::string>& labels) const {
    std::vector<engine::ImageSummary> summaries;
    for (const auto& [id, image] : images_) {
        const bool is_named = std::any_of(references.begin(), references.end(), [&](const auto& reference) {
            return answers_to(image, reference);
        });
        const bool is_labelled = !labels.empty() && has_labels(image.details.labels, labels);
        const bool is_any = references.empty() && labels.empty();
        if (is_named || is_labelled || is_any) summaries.push_back(summary_of(image));
    }
    return summaries;
}

std::string EngineState::add_image(const std::string& reference, engine::ImageDetails details) {
    if (details.id.empty()) details.id = std::string(id_prefix) + new_id("image");
    if (details.os.empty()) details.os = "linux";
    if (details.architecture.empty()) details.architecture = "amd64";
    const std::string id = details.id;
    keep_image(std::move(details));
    tag_image(id, reference);
    return id;
}

void EngineState::keep_image(engine::ImageDetails details) {
    if (images_.contains(details.id)) return;
    FakeImage& image = images_[details.id];
    image.details = std::move(details);
    image.created = now_ / 1'000'000'000;
}

void EngineState::tag_image(const std::string& id, const std::string& reference) {
    const std::string tag = engine::familiar_name(parse(reference));
    for (auto& [other, image] : images_) std::erase(image.tags, tag);
    images_.at(id).tags.push_back(tag);
}

std::string EngineState::add_remote_image(const std::string& reference, engine::ImageDetails details) {
    if (details.id.empty()) details.id = std::string(id_prefix) + new_id("image");
    const std::string id = details.id;
    remote_images_[engine::normalised_name(parse(reference))] = std::move(details);
    return id;
}

std::string EngineState::registry_digest(const std::string& reference) const {
    const std::string name = engine::normalised_name(parse(reference));
    const auto found = remote_images_.find(name);
    if (found == remote_images_.end())
        throw refused("Head \"https://registry.example.com/v2/\": manifest unknown: " + name);
    return std::string(id_prefix) + sha256_hex(name + found->second.id);
}

void EngineState::pull_image(const std::string& reference) {
    const ImageReference parsed = parse(reference);
    const auto found = remote_images_.find(engine::normalised_name(parsed));
    if (found == remote_images_.end())
        throw no_such(
            "pull access denied for " + reference +
            ", repository does not exist or may require 'docker login': denied: requested access to "
            "the resource is denied");
    add_image(reference, found->second);
    report("image", "pull", engine::familiar_name(parsed), {{"name", engine::familiar_name(parsed)}});
}

std::string EngineState::build_image(const engine::BuildSpec& spec, const std::string& context) {
    builds.push_back(spec);
    const std::string content = content_of(spec, context);
    engine::ImageDetails details;
    details.labels = spec.labels;
    details.id = std::string(id_prefix) + (spec.no_cache ? new_id(content) : sha256_hex(content));
    if (spec.tags.empty()) keep_image(details);
    for (const std::string& tag : spec.tags) add_image(tag, details);
    return details.id;
}

void EngineState::remove_image(const std::string& image) {
    const FakeImage* found = find_image(image);
    if (!found) throw no_such("No such image: " + name_in_messages(image));
    const std::string id = found->details.id;
    const std::string tag = name_in_messages(image);
    const bool is_by_tag = has_tag(*found, tag);
    if (!is_by_tag && found->tags.size() > 1)
        throw conflict("conflict: unable to delete " + short_id(id) +
                       " (must be forced) - image is referenced in multiple repositories");
    const bool is_last_tag = found->tags.size() <= 1;
    if (is_last_tag) check_image_unused(*found, is_by_tag ? tag : "");
    if (is_by_tag) report("image", "untag", id, {{"name", id}});
    if (is_last_tag) report("image", "delete", id, {{"name", id}});
    if (is_last_tag)
        images_.erase(id);
    else
        std::erase(images_.at(id).tags, tag);
}

void EngineState::check_image_unused(const FakeImage& image, const std::string& tag) const {
    const std::string id = short_id(image.details.id);
    for (const auto& [container_id, container] : containers_) {
        if (container->image_id != image.details.id) continue;
        const std::string user = container_id.substr(0, 12);
        if (!tag.empty())
            throw conflict("conflict: unable to remove repository reference \"" + tag +
                           "\" (must force) - container " + user + " is using its referenced image " + id);
        throw conflict("conflict: unable to delete " + id +
                       (container->is_alive()
                            ? " (cannot be forced) - image is being used by running container "
                            : " (must be forced) - image is being used by stopped container ") +
                       user);
    }
}

} // namespace muster::fakes
