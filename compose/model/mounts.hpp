#pragma once

#include "compose/model/values.hpp"

namespace muster::compose {

struct BindOptions {
    std::string selinux;
    std::string propagation;
    OptOut create_host_path; ///< whether the engine makes the directory when it is missing
    std::string recursive;
    Extensions extensions;
    bool operator==(const BindOptions&) const = default;
};

struct VolumeOptions {
    KeyValues labels;
    bool nocopy = false;
    std::string subpath;
    Extensions extensions;
    bool operator==(const VolumeOptions&) const = default;
};

struct TmpfsOptions {
    Bytes size;
    std::int64_t mode = 0;
    Extensions extensions;
    bool operator==(const TmpfsOptions&) const = default;
};

struct ImageMountOptions {
    std::string subpath;
    Extensions extensions;
    bool operator==(const ImageMountOptions&) const = default;
};

/// One entry of services.volumes, long form.
struct Mount {
    std::string type;   ///< bind, volume, tmpfs, image, cluster or npipe
    std::string source; ///< an absolute host path, a volume's key, or empty for an anonymous volume
    std::string target;
    bool read_only = false;
    std::string consistency;
    std::optional<BindOptions> bind;
    std::optional<VolumeOptions> volume;
    std::optional<TmpfsOptions> tmpfs;
    std::optional<ImageMountOptions> image;
    Extensions extensions;
    bool operator==(const Mount&) const = default;
};

} // namespace muster::compose
