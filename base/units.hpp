#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster {

/// A length of time in nanoseconds, as the Engine API counts it.
struct Duration {
    std::int64_t nanoseconds = 0;

    auto operator<=>(const Duration&) const = default;
};

/// A number of bytes; -1 where the engine reads it as "unlimited".
struct Bytes {
    std::int64_t count = 0;

    auto operator<=>(const Bytes&) const = default;
};

/// Reads "1m30s", "1.5h", "500ms", "1d2h" (units ns us ms s m h d w). Nothing when the text is not a
/// duration. Source: Compose spec, "Specifying durations".
std::optional<Duration> parse_duration(std::string_view text);

/// "1m30s", "26h0m0s", "1.5s", "0s": the form of Go's time.Duration, which `config` and the hash use.
std::string to_string(Duration duration);

/// Reads "64", "1.5g", "512mb", "1 GiB" (powers of 1024), and "-1".
/// Source: Compose spec, "Specifying byte values".
std::optional<Bytes> parse_bytes(std::string_view text);

/// "1.5kB", "12.3MB": decimal units with at most four significant digits, as the Docker CLI prints sizes.
std::string human_size(std::int64_t bytes);

/// "Less than a second", "5 seconds", "About a minute", "3 hours": as the Docker CLI prints ages.
std::string human_duration(std::int64_t seconds);

} // namespace muster
