#pragma once

#include "compose/model/build.hpp"
#include "compose/model/like.hpp"

namespace muster::compose {

template <class V, Like<Ulimit> T>
void describe(V& v, T& t) {
    v.field("single", t.single);
    v.field("soft", t.soft);
    v.field("hard", t.hard);
}

template <class V, Like<FileReference> T>
void describe(V& v, T& t) {
    v.field("source", t.source);
    v.field("target", t.target);
    v.field("uid", t.uid);
    v.field("gid", t.gid);
    v.field("mode", t.mode);
    v.extensions(t.extensions);
}

template <class V, Like<Build> T>
void describe(V& v, T& t) {
    v.field("context", t.context);
    v.field("dockerfile", t.dockerfile);
    v.field("dockerfile_inline", t.dockerfile_inline);
    v.field("entitlements", t.entitlements);
    v.field("args", t.args);
    v.field("provenance", t.provenance);
    v.field("sbom", t.sbom);
    v.field("ssh", t.ssh);
    v.field("labels", t.labels);
    v.field("cache_from", t.cache_from);
    v.field("cache_to", t.cache_to);
    v.field("no_cache", t.no_cache);
    v.field("no_cache_filter", t.no_cache_filter);
    v.field("additional_contexts", t.additional_contexts);
    v.field("pull", t.pull);
    v.field("extra_hosts", t.extra_hosts);
    v.field("isolation", t.isolation);
    v.field("network", t.network);
    v.field("target", t.target);
    v.field("secrets", t.secrets);
    v.field("shm_size", t.shm_size);
    v.field("tags", t.tags);
    v.field("ulimits", t.ulimits);
    v.field("platforms", t.platforms);
    v.field("privileged", t.privileged);
    v.extensions(t.extensions);
}

} // namespace muster::compose
