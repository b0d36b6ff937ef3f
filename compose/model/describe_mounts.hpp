#pragma once

#include "compose/model/like.hpp"
#include "compose/model/mounts.hpp"

namespace muster::compose {

template <class V, Like<BindOptions> T>
void describe(V& v, T& t) {
    v.field("selinux", t.selinux);
    v.field("propagation", t.propagation);
    v.field("create_host_path", t.create_host_path);
    v.field("recursive", t.recursive);
    v.extensions(t.extensions);
}

template <class V, Like<VolumeOptions> T>
void describe(V& v, T& t) {
    v.field("labels", t.labels);
    v.field("nocopy", t.nocopy);
    v.field("subpath", t.subpath);
    v.extensions(t.extensions);
}

template <class V, Like<TmpfsOptions> T>
void describe(V& v, T& t) {
    v.field("size", t.size);
    v.field("mode", t.mode);
    v.extensions(t.extensions);
}

template <class V, Like<ImageMountOptions> T>
void describe(V& v, T& t) {
    v.field("subpath", t.subpath);
    v.extensions(t.extensions);
}

template <class V, Like<Mount> T>
void describe(V& v, T& t) {
    v.field("type", t.type);
    v.field("source", t.source);
    v.field("target", t.target);
    v.field("read_only", t.read_only);
    v.field("consistency", t.consistency);
    v.field("bind", t.bind);
    v.field("volume", t.volume);
    v.field("tmpfs", t.tmpfs);
    v.field("image", t.image);
    v.extensions(t.extensions);
}

} // namespace muster::compose
