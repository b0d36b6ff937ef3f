#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace muster::compose::execute {

/// The number of the Dockerfile's line where the instruction begins that a step of a build carries out
/// ("[build 2/5] RUN make", "Step 2/5 : RUN make"); nothing when it is not found, or stands there twice.
std::optional<std::size_t> find_instruction_line(std::string_view dockerfile, std::string_view step);

} // namespace muster::compose::execute
