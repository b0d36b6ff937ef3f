#pragma once

#include "compose/model/deploy.hpp"
#include "compose/model/like.hpp"

namespace muster::compose {

template <class V, Like<DeviceRequest> T>
void describe(V& v, T& t) {
    v.field("capabilities", t.capabilities);
    v.field("driver", t.driver);
    v.field("count", t.count);
    v.field("device_ids", t.device_ids);
    v.field("options", t.options);
}

template <class V, Like<DiscreteResource> T>
void describe(V& v, T& t) {
    v.always("kind", t.kind);
    v.always("value", t.value);
    v.extensions(t.extensions);
}

template <class V, Like<GenericResource> T>
void describe(V& v, T& t) {
    v.field("discrete_resource_spec", t.discrete_resource_spec);
    v.extensions(t.extensions);
}

template <class V, Like<ResourceBounds> T>
void describe(V& v, T& t) {
    v.field("cpus", t.cpus);
    v.field("memory", t.memory);
    v.field("pids", t.pids);
    v.field("devices", t.devices);
    v.field("generic_resources", t.generic_resources);
    v.extensions(t.extensions);
}

template <class V, Like<Resources> T>
void describe(V& v, T& t) {
    v.field("limits", t.limits);
    v.field("reservations", t.reservations);
    v.extensions(t.extensions);
}

template <class V, Like<UpdatePolicy> T>
void describe(V& v, T& t) {
    v.field("parallelism", t.parallelism);
    v.field("delay", t.delay);
    v.field("failure_action", t.failure_action);
    v.field("monitor", t.monitor);
    v.field("max_failure_ratio", t.max_failure_ratio);
    v.field("order", t.order);
    v.extensions(t.extensions);
}

template <class V, Like<RestartPolicy> T>
void describe(V& v, T& t) {
    v.field("condition", t.condition);
    v.field("delay", t.delay);
    v.field("max_attempts", t.max_attempts);
    v.field("window", t.window);
    v.extensions(t.extensions);
}

template <class V, Like<PlacementPreference> T>
void describe(V& v, T& t) {
    v.field("spread", t.spread);
    v.extensions(t.extensions);
}

template <class V, Like<Placement> T>
void describe(V& v, T& t) {
    v.field("constraints", t.constraints);
    v.field("preferences", t.preferences);
    v.field("max_replicas_per_node", t.max_replicas_per_node);
    v.extensions(t.extensions);
}

template <class V, Like<Deploy> T>
void describe(V& v, T& t) {
    v.field("mode", t.mode);
    v.field("replicas", t.replicas);
    v.field("labels", t.labels);
    v.field("update_config", t.update_config);
    v.field("rollback_config", t.rollback_config);
    v.always("resources", t.resources);
    v.field("restart_policy", t.restart_policy);
    v.always("placement", t.placement);
    v.field("endpoint_mode", t.endpoint_mode);
    v.extensions(t.extensions);
}

} // namespace muster::compose
