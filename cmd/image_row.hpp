#pragma once

#include "engine-client/types.hpp"

#include <string>

namespace muster::cmd {

/// The image of one container, as `images` shows it.
struct ImageRow {
    std::string container;
    std::string id; ///< "sha256:..."
    std::string repository;
    std::string tag;
    std::string platform; ///< "linux/arm64/v8"
    std::int64_t size = 0;
    std::string created;     ///< RFC 3339; empty: not known
    std::string last_tagged; ///< likewise
    bool operator==(const ImageRow&) const = default;
};

/// Repository and tag are those by which the container was made, "<none>" where it was made by an id.
ImageRow image_row(const engine::ContainerSummary& container, const engine::ImageDetails& image);

} // namespace muster::cmd
