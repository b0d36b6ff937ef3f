#pragma once

#include "compose/model/project.hpp"
#include "engine-client/types.hpp"

#include <string>
#include <string_view>

/// The labels by which a project's containers, networks and volumes are found again, the same as Docker
/// Compose's.
namespace muster::compose::translate {

namespace label {
inline constexpr char project[] = "com.docker.compose.project";
inline constexpr char service[] = "com.docker.compose.service";
inline constexpr char version[] = "com.docker.compose.version";
inline constexpr char config_hash[] = "com.docker.compose.config-hash";
inline constexpr char container_number[] = "com.docker.compose.container-number";
inline constexpr char oneoff[] = "com.docker.compose.oneoff";
inline constexpr char slug[] = "com.docker.compose.slug";
inline constexpr char image[] = "com.docker.compose.image";
inline constexpr char depends_on[] = "com.docker.compose.depends_on";
inline constexpr char working_dir[] = "com.docker.compose.project.working_dir";
inline constexpr char config_files[] = "com.docker.compose.project.config_files";
inline constexpr char environment_file[] = "com.docker.compose.project.environment_file";
inline constexpr char replace[] = "com.docker.compose.replace";
inline constexpr char network[] = "com.docker.compose.network";
inline constexpr char volume[] = "com.docker.compose.volume";
inline constexpr char image_builder[] = "com.docker.compose.image.builder";
/// Our own; see granted_files.hpp. It is in no hash, so that either tool takes over the other's project.
inline constexpr char files[] = "muster.files";
} // namespace label

/// The version of Docker Compose whose labels, names and hashes these are; its tools read it.
inline constexpr char compose_version[] = "2.40.3";

/// The value, or an empty string.
std::string find_label(const engine::Labels& labels, const char* name);

/// "label=value", as list filters take it.
std::string label_filter(const char* name, std::string_view value);

engine::Labels network_labels(const Project& project, const std::string& key);
engine::Labels volume_labels(const Project& project, const std::string& key);
engine::Labels image_labels(const Project& project, const Service& service);

/// What stands in com.docker.compose.depends_on: "db:service_healthy:false,cache:service_started:true".
std::string depends_on_label(const Service& service);

} // namespace muster::compose::translate
