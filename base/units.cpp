#include "base/units.hpp"

#include "base/text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace muster {

namespace {

constexpr std::uint64_t microsecond = 1'000;
constexpr std::uint64_t millisecond = 1'000 * microsecond;
constexpr std::uint64_t second = 1'000 * millisecond;
constexpr std::uint64_t minute = 60 * second;
constexpr std::uint64_t hour = 60 * minute;

struct Unit {
    std::string_view name;
    std::uint64_t size;
};

// Longer names first, so that "ms" is not read as "m".
constexpr std::array<Unit, 10> duration_units{{{"ns", 1},
                                               {"us", microsecond},
                                               {"\xC2\xB5s", microsecond},
                                               {"ms", millisecond},
                                               {"s", second},
                                               {"m", minute},
                                               {"h", hour},
                                               {"d", 24 * hour},
                                               {"w", 7 * 24 * hour},
                                               {"\xCE\xBCs", microsecond}}};

/// The leading decimal number of `text`, removed from it.
std::optional<double> take_number(std::string_view& text) {
    std::size_t length = 0;
    while (length < text.size() && ((text[length] >= '0' && text[length] <= '9') || text[length] == '.'))
        ++length;
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + length, value);
    if (problem != std::errc() || end != text.data() + length || length == 0) return std::nullopt;
    text.remove_prefix(length);
    return value;
}

std::optional<std::uint64_t> take_duration_unit(std::string_view& text) {
    for (const Unit& unit : duration_units) {
        if (!text.starts_with(unit.name)) continue;
        text.remove_prefix(unit.name.size());
        return unit.size;
    }
    return std::nullopt;
}

std::string decimal_fraction(std::uint64_t value, std::uint64_t unit) {
    std::string digits = std::to_string(unit + value % unit).substr(1);
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
    return std::to_string(value / unit) + (digits.empty() ? "" : "." + digits);
}

/// "1m30s" for a length of time in nanoseconds.
std::string write_duration(std::uint64_t ns) {
    if (ns == 0) return "0s";
    if (ns < microsecond) return std::to_string(ns) + "ns";
    if (ns < millisecond) return decimal_fraction(ns, microsecond) + "\xC2\xB5s";
    if (ns < second) return decimal_fraction(ns, millisecond) + "ms";
    std::string out;
    if (ns >= hour) out += std::to_string(ns / hour) + "h";
    if (ns >= minute) out += std::to_string(ns % hour / minute) + "m";
    return out + decimal_fraction(ns % minute, second) + "s";
}

std::optional<std::int64_t> to_int64(double value) {
    if (!(std::abs(value) < 9.2e18)) return std::nullopt;
    return static_cast<std::int64_t>(std::llround(value));
}

/// The power of 1024 that a suffix such as "k", "MB" or "gib" stands for.
std::optional<int> byte_power(std::string suffix) {
    if (suffix.empty() || suffix == "b") return 0;
    if (suffix.ends_with("ib"))
        suffix.erase(suffix.size() - 2);
    else if (suffix.ends_with("b"))
        suffix.pop_back();
    const std::size_t power = std::string_view("kmgtp").find(suffix);
    if (suffix.size() != 1 || power == std::string_view::npos) return std::nullopt;
    return static_cast<int>(power) + 1;
}

} // namespace

std::optional<Duration> parse_duration(std::string_view text) {
    text = trim(text);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text == "0") return Duration{0};
    if (text.empty()) return std::nullopt;
    double total = 0;
    while (!text.empty()) {
        const auto number = take_number(text);
        const auto unit = number ? take_duration_unit(text) : std::nullopt;
        if (!unit) return std::nullopt;
        total += *number * static_cast<double>(*unit);
    }
    const auto nanoseconds = to_int64(total);
    if (!nanoseconds) return std::nullopt;
    return Duration{negative ? -*nanoseconds : *nanoseconds};
}

std::string to_string(Duration duration) {
    const auto bits = static_cast<std::uint64_t>(duration.nanoseconds);
    return duration.nanoseconds < 0 ? "-" + write_duration(0 - bits) : write_duration(bits);
}

std::optional<Bytes> parse_bytes(std::string_view text) {
    text = trim(text);
    if (text == "-1") return Bytes{-1};
    const auto number = take_number(text);
    if (!number) return std::nullopt;
    const auto power = byte_power(to_lower(trim(text)));
    if (!power) return std::nullopt;
    const double exact = *number * std::pow(1024.0, *power);
    if (!(exact < 9.2e18)) return std::nullopt;
    return Bytes{static_cast<std::int64_t>(exact)};
}

std::string human_size(std::int64_t bytes) {
    static constexpr std::array<const char*, 6> names{"B", "kB", "MB", "GB", "TB", "PB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1000.0 && unit + 1 < names.size()) {
        value /= 1000.0;
        ++unit;
    }
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.4g%s", value, names[unit]);
    return buffer.data();
}

std::string human_duration(std::int64_t seconds) {
    if (seconds < 1) return "Less than a second";
    if (seconds == 1) return "1 second";
    if (seconds < 60) return std::to_string(seconds) + " seconds";
    const std::int64_t minutes = seconds / 60;
    if (minutes == 1) return "About a minute";
    if (minutes < 60) return std::to_string(minutes) + " minutes";
    const std::int64_t hours = (seconds + 1800) / 3600;
    if (hours == 1) return "About an hour";
    if (hours < 48) return std::to_string(hours) + " hours";
    if (hours < 24 * 7 * 2) return std::to_string(hours / 24) + " days";
    if (hours < 24 * 30 * 2) return std::to_string(hours / 24 / 7) + " weeks";
    if (hours < 24 * 365 * 2) return std::to_string(hours / 24 / 30) + " months";
    return std::to_string(hours / 24 / 365) + " years";
}

} // namespace muster
