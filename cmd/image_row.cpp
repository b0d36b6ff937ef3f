#include "cmd/image_row.hpp"

#include "base/error.hpp"
#include "engine-client/image_reference.hpp"

namespace muster::cmd {

namespace {

constexpr char none[] = "<none>";

struct Name {
    std::string repository = none;
    std::string tag = none;
};

Name name_of(const std::string& reference) {
    if (reference.starts_with("sha256:")) return {};
    try {
        engine::ImageReference parsed = engine::with_default_tag(engine::parse_image_reference(reference));
        const std::string tag = parsed.tag.empty() ? none : parsed.tag;
        parsed.tag.clear();
        parsed.digest.clear();
        return {engine::familiar_name(parsed), tag};
    } catch (const Error&) {
        return {}; // an id, which the engine shows once the name has gone to another image
    }
}

std::string platform_of(const engine::ImageDetails& image) {
    const std::string variant = image.variant.empty() ? "" : "/" + image.variant;
    return image.os + "/" + image.architecture + variant;
}

/// Go's zero time stands for none.
std::string known_time(const std::string& text) { return text.starts_with("0001-01-01") ? "" : text; }

} // namespace

ImageRow image_row(const engine::ContainerSummary& container, const engine::ImageDetails& image) {
    const Name name = name_of(container.image);
    return {.container = container.name,
            .id = image.id,
            .repository = name.repository,
            .tag = name.tag,
            .platform = platform_of(image),
            .size = image.size,
            .created = known_time(image.created),
            .last_tagged = known_time(image.last_tagged)};
}

} // namespace muster::cmd
