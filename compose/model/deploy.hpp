#pragma once

#include "compose/model/values.hpp"

namespace muster::compose {

/// A request for GPUs or the like. Source: Compose spec, deploy.resources.reservations.devices and gpus.
struct DeviceRequest {
    std::vector<std::string> capabilities;
    std::string driver;
    std::optional<DeviceCount> count;
    std::vector<std::string> device_ids;
    KeyValues options;
    bool operator==(const DeviceRequest&) const = default;
};

struct DiscreteResource {
    std::string kind;
    std::int64_t value = 0;
    Extensions extensions;
    bool operator==(const DiscreteResource&) const = default;
};

struct GenericResource {
    std::optional<DiscreteResource> discrete_resource_spec;
    Extensions extensions;
    bool operator==(const GenericResource&) const = default;
};

struct ResourceBounds {
    float cpus = 0;
    Bytes memory;
    std::int64_t pids = 0;
    std::vector<DeviceRequest> devices;
    std::vector<GenericResource> generic_resources;
    Extensions extensions;
    bool operator==(const ResourceBounds&) const = default;
};

struct Resources {
    std::optional<ResourceBounds> limits;
    std::optional<ResourceBounds> reservations;
    Extensions extensions;
    bool operator==(const Resources&) const = default;
};

struct UpdatePolicy {
    std::optional<std::int64_t> parallelism;
    Duration delay;
    std::string failure_action;
    Duration monitor;
    float max_failure_ratio = 0;
    std::string order;
    Extensions extensions;
    bool operator==(const UpdatePolicy&) const = default;
};

struct RestartPolicy {
    std::string condition;
    std::optional<Duration> delay;
    std::optional<std::int64_t> max_attempts;
    std::optional<Duration> window;
    Extensions extensions;
    bool operator==(const RestartPolicy&) const = default;
};

struct PlacementPreference {
    std::string spread;
    Extensions extensions;
    bool operator==(const PlacementPreference&) const = default;
};

struct Placement {
    std::vector<std::string> constraints;
    std::vector<PlacementPreference> preferences;
    std::int64_t max_replicas_per_node = 0;
    Extensions extensions;
    bool operator==(const Placement&) const = default;
};

/// Source: Compose spec, "Deploy section".
struct Deploy {
    std::string mode;
    std::optional<std::int64_t> replicas;
    KeyValues labels;
    std::optional<UpdatePolicy> update_config;
    std::optional<UpdatePolicy> rollback_config;
    Resources resources;
    std::optional<RestartPolicy> restart_policy;
    Placement placement;
    std::string endpoint_mode;
    Extensions extensions;
    bool operator==(const Deploy&) const = default;
};

} // namespace muster::compose
