#pragma once

#include <optional>
#include <string>
#include <vector>

namespace muster::cmd {

/// What the Docker CLI asks of its plugins. Source: Docker CLI, "Docker CLI plugins".
/// The metadata that `docker-cli-plugin-metadata` prints, or nothing when that was not asked for.
std::optional<std::string> plugin_metadata(const std::vector<std::string>& arguments);

/// The arguments without the "compose" that the Docker CLI puts in front when it calls a plugin. Flags of its
/// own may precede it: "--context box compose up".
std::vector<std::string> without_plugin_name(const std::string& program, std::vector<std::string> arguments);

} // namespace muster::cmd
