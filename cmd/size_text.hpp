#pragma once

#include <cstdint>
#include <string>

namespace muster::cmd {

/// "1.5kB", "12.3MB": powers of 1000 with three significant digits. Source: Docker CLI,
/// units.HumanSizeWithPrecision.
std::string decimal_size(std::int64_t bytes);

/// "47.68MiB", "1.863GiB": powers of 1024 with four significant digits. Source: Docker CLI, units.BytesSize.
std::string binary_size(std::int64_t bytes);

} // namespace muster::cmd
