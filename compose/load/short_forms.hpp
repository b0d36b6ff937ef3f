#pragma once

#include "compose/model/service.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Attributes written as one text. All functions throw std::invalid_argument whose text says what was found
/// and what was expected.
namespace muster::compose::load {

/// "KEY=VALUE" cut at the first "=", or a bare "KEY".
std::pair<std::string, std::optional<std::string>> split_assignment(std::string_view text);

struct ShortMount {
    Mount mount;
    std::vector<std::string> unknown_options; ///< options that have no meaning and are passed over
};

/// `[SOURCE:]TARGET[:OPTION,...]`. A source that looks like a path makes a bind mount, any other a volume.
/// Source: Compose spec, services.volumes, short syntax.
ShortMount parse_mount(std::string_view text);

/// `SOURCE[:TARGET[:PERMISSIONS]]`.
DeviceMapping parse_device(std::string_view text);

/// `HOST=IP` or `HOST:IP`, the address with or without brackets.
std::pair<std::string, std::string> parse_extra_host(std::string_view text);

/// An absolute path of a container without ".", ".." and doubled or trailing slashes; any other text as it
/// is.
std::string clean_target(std::string_view path);

} // namespace muster::compose::load
