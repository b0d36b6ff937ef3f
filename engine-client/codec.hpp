#pragma once

#include "engine-client/types.hpp"

/// The Engine API's JSON to and from the types, without any I/O. Members that are not set are left out of
/// what is written; what an engine leaves out, or sends as null, keeps its default. A text that is no JSON is
/// an Error (engine).
namespace muster::engine {

// Containers

/// The body of POST /containers/create. Below API 1.44 it holds the primary endpoint alone (see
/// primary_network), and the MAC address stands with the container instead of the endpoint.
std::string encode_create_container(const ContainerSpec& spec, ApiVersion api);

/// The network whose endpoint makes the container's default route: the one that HostConfig.NetworkMode names,
/// else the first. Nothing without endpoints.
std::optional<std::string> primary_network(const ContainerSpec& spec);

/// Whether a container can be created with all its endpoints at once; else the others than the primary one
/// are connected afterwards.
enum class EndpointsAtCreate { primary, all };
EndpointsAtCreate endpoints_at_create(ApiVersion api);

/// The body of POST /networks/{id}/connect.
std::string encode_connect(const std::string& container, const EndpointSpec& endpoint, ApiVersion api);
/// The body of POST /networks/{id}/disconnect.
enum class Force { no, yes };
std::string encode_disconnect(const std::string& container, Force force);

std::vector<ContainerSummary> decode_container_list(std::string_view json);
ContainerDetails decode_container(std::string_view json);

/// The engine's word for a state; one that the API does not have is taken for the nearest that it has.
ContainerState decode_state(std::string_view word);
/// "Up 3 minutes (healthy)" -> healthy. Source: GET /containers/json, Status.
Health health_in_status(std::string_view status);
/// "Exited (137) 2 hours ago" -> 137.
std::optional<std::int64_t> exit_code_in_status(std::string_view status);

// Networks and volumes

std::string encode_create_network(const NetworkSpec& spec, ApiVersion api);
std::string encode_create_volume(const VolumeSpec& spec);
std::vector<NetworkSummary> decode_network_list(std::string_view json);
NetworkSummary decode_network(std::string_view json);
std::vector<VolumeSummary> decode_volume_list(std::string_view json);
VolumeSummary decode_volume(std::string_view json);

// Images

std::vector<ImageSummary> decode_image_list(std::string_view json);
ImageDetails decode_image(std::string_view json);
/// Of GET /distribution/{name}/json. Throws Error (engine) when the answer has none.
std::string decode_registry_digest(std::string_view json);

/// A line of POST /images/create. Throws Error (engine) for a failure that the engine reports.
PullProgress decode_pull_line(std::string_view line);

/// A line of POST /build: at most one of the members is set.
struct BuildLine {
    std::string trace;    ///< BuildKit's progress, base64
    std::string text;     ///< the classic builder's output
    std::string image_id; ///< the built image
    std::string failure;  ///< the engine's words
    bool operator==(const BuildLine&) const = default;
};
BuildLine decode_build_line(std::string_view line);

// Query parameters that are JSON

std::string encode_strings(const std::vector<std::string>& values);
std::string encode_map(const std::map<std::string, std::string>& values);
/// A value of nothing is null: the engine takes it from its own environment.
std::string encode_build_args(const std::map<std::string, std::optional<std::string>>& args);
std::string encode_ulimits(const std::vector<UlimitSpec>& ulimits);
/// {"label":["a","b=c"]}, or an empty text when there are no values at all.
std::string encode_filters(const std::map<std::string, std::vector<std::string>>& filters);

// Looking into containers

ProcessTable decode_processes(std::string_view json);
ContainerStats decode_stats(std::string_view json);

// Streams and exec

Event decode_event(std::string_view line);
/// The exit code in the answer of POST /containers/{id}/wait. Throws Error (engine) when waiting failed.
std::int64_t decode_wait(std::string_view json);
/// Of X-Docker-Container-Path-Stat, decoded from base64.
PathStat decode_path_stat(std::string_view json);
std::string encode_create_exec(const ExecSpec& spec);
enum class Detach { no, yes };
std::string encode_start_exec(Detach detach, bool tty);
/// Nothing while it runs.
std::optional<std::int64_t> decode_exec_exit_code(std::string_view json);

// Common to all

/// The "Id" of something that was created.
std::string decode_id(std::string_view json);
/// The "message" of a refusal; empty when the text is not one.
std::string decode_message(std::string_view json);

} // namespace muster::engine
