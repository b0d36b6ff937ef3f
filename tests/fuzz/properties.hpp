#pragma once

#include "base/error.hpp"
#include "base/source_map.hpp"
#include "base/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What must hold whatever the input. A property that does not hold ends the process, so that libFuzzer keeps
/// the input that broke it.
namespace muster::fuzz {

/// `what` and `detail` say what was broken.
void require(bool holds, std::string_view what, const std::string& detail = {});

void require_equal(const std::string& found, const std::string& expected, std::string_view what);

/// Every place lies inside its file, and every problem can be shown.
void require_true_places(const std::vector<Error>& problems, const SourceMap& sources);

/// The value written as YAML and read again is the same value.
void require_yaml_round_trip(const Value& value);

/// The bytes libFuzzer hands in.
inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

} // namespace muster::fuzz
