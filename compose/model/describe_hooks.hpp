#pragma once

#include "compose/model/hooks.hpp"
#include "compose/model/like.hpp"

namespace muster::compose {

template <class V, Like<Hook> T>
void describe(V& v, T& t) {
    v.always("command", t.command);
    v.field("user", t.user);
    v.field("privileged", t.privileged);
    v.field("working_dir", t.working_dir);
    v.field("environment", t.environment);
    v.extensions(t.extensions);
}

template <class V, Like<PreStartHook> T>
void describe(V& v, T& t) {
    v.always("command", t.command);
    v.field("image", t.image);
    v.field("user", t.user);
    v.field("privileged", t.privileged);
    v.field("working_dir", t.working_dir);
    v.field("environment", t.environment);
    v.field("per_replica", t.per_replica);
    v.extensions(t.extensions);
}

template <class V, Like<WatchRule> T>
void describe(V& v, T& t) {
    v.always("path", t.path);
    v.always("action", t.action);
    v.field("target", t.target);
    v.always("exec", t.exec);
    v.field("include", t.include);
    v.field("ignore", t.ignore);
    v.field("initial_sync", t.initial_sync);
    v.extensions(t.extensions);
}

template <class V, Like<Develop> T>
void describe(V& v, T& t) {
    v.field("watch", t.watch);
    v.extensions(t.extensions);
}

} // namespace muster::compose
