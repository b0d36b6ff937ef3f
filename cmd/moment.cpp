#include "cmd/moment.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/units.hpp"
#include "compose/execute/log_timestamps.hpp"

#include <array>
#include <chrono>
#include <ctime>
#include <optional>

namespace muster::cmd {

using compose::execute::parse_timestamp;
using compose::execute::to_since;

namespace {

bool is_unix_time(const std::string& text) {
    const std::size_t point = text.find('.');
    const bool has_two_points = point != std::string::npos && text.find('.', point + 1) != std::string::npos;
    return text.find_first_not_of("0123456789.") == std::string::npos && point != 0 && !has_two_points;
}

std::optional<std::string> local_time(const std::string& text) {
    constexpr std::array forms{"%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"};
    for (const char* form : forms) {
        std::tm parts{};
        const char* end = ::strptime(text.c_str(), form, &parts);
        if (!end || *end != '\0') continue;
        parts.tm_isdst = -1;
        return std::to_string(std::mktime(&parts));
    }
    return std::nullopt;
}

} // namespace

std::string read_moment(const std::string& flag, const std::string& text, std::int64_t now) {
    if (text.empty() || is_unix_time(text)) return text;
    if (const auto age = parse_duration(text)) return to_since(now - age->nanoseconds);
    if (const auto moment = parse_timestamp(text)) return to_since(*moment);
    if (const auto moment = local_time(text)) return *moment;
    throw Error(ErrorKind::usage, "invalid value " + quoted(text) + " for --" + flag +
                                      ": expected an age such as '10m', or a time such as "
                                      "'2026-01-31T15:04:05Z'");
}

std::string current_moment() {
    using namespace std::chrono;
    const auto now = system_clock::now();
    const std::time_t seconds = system_clock::to_time_t(now);
    const auto fraction = duration_cast<nanoseconds>(now.time_since_epoch()).count() % 1'000'000'000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    const std::string digits = std::to_string(fraction);
    return std::string(text.data(), size) + "." + std::string(9 - digits.size(), '0') + digits + "Z";
}

} // namespace muster::cmd
