#pragma once

#include <string>
#include <string_view>

namespace muster::engine {

/// An image's name, with everything that users leave out filled in but the tag.
/// Source: github.com/distribution/reference, "Grammar".
struct ImageReference {
    std::string domain; ///< "docker.io", "localhost:5000"
    std::string path;   ///< "library/nginx"
    std::string tag;    ///< empty when not given
    std::string digest; ///< "sha256:...", empty when not given
    bool operator==(const ImageReference&) const = default;
};

/// Reads "nginx", "nginx:1.25", "localhost:5000/team/app@sha256:...". Throws Error (compose_file) when the
/// text is not a reference. A 64-digit image id is not one.
ImageReference parse_image_reference(std::string_view text);

/// As users write it: "nginx:1.25", "localhost:5000/team/app".
std::string familiar_name(const ImageReference& reference);

/// With domain and path in full: "docker.io/library/nginx:1.25".
std::string normalised_name(const ImageReference& reference);

/// The same reference with the tag "latest" when it has neither tag nor digest.
ImageReference with_default_tag(ImageReference reference);

} // namespace muster::engine
