#include "compose/execute/log_timestamps.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

namespace muster::compose::execute {

namespace {

constexpr std::size_t part_limit = 16384;
constexpr std::size_t longest_stamp = 36; // with a zone offset and the blank
constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The number that the digits of `text` make, or -1 when they are not all digits.
int number(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (!is_digit(c)) return -1;
        value = value * 10 + (c - '0');
    }
    return text.empty() ? -1 : value;
}

/// Takes ".748290216" off the front; nothing when there is a point without digits.
std::optional<std::int64_t> take_fraction(std::string_view& text) {
    if (!text.starts_with('.')) return 0;
    text.remove_prefix(1);
    std::int64_t nanoseconds = 0;
    std::int64_t unit = nanoseconds_per_second;
    std::size_t digits = 0;
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
        unit /= 10;
        nanoseconds += unit * (text[digits] - '0');
    }
    text.remove_prefix(digits);
    return digits == 0 ? std::nullopt : std::optional(nanoseconds);
}

/// "Z" or "+02:00" in seconds.
std::optional<std::int64_t> parse_offset(std::string_view text) {
    if (text == "Z") return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
    const int hours = number(text.substr(1, 2));
    const int minutes = number(text.substr(4, 2));
    if (hours < 0 || minutes < 0) return std::nullopt;
    const std::int64_t seconds = hours * 3600 + minutes * 60;
    return text[0] == '+' ? seconds : -seconds;
}

bool has_form(std::string_view text) {
    constexpr std::string_view form = "dddd-dd-ddTdd:dd:dd";
    if (text.size() < form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == 'd' ? !is_digit(text[i]) : text[i] != form[i]) return false;
    return true;
}

} // namespace

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
    using namespace std::chrono;
    if (!has_form(text)) return std::nullopt;
    const auto field = [&](std::size_t at, std::size_t size) { return number(text.substr(at, size)); };
    const year_month_day date = year(field(0, 4)) / field(5, 2) / field(8, 2);
    if (!date.ok()) return std::nullopt;
    const auto time = sys_days(date).time_since_epoch() + hours(field(11, 2)) + minutes(field(14, 2)) +
                      seconds(field(17, 2));
    text.remove_prefix(19);
    const auto fraction = take_fraction(text);
    const auto offset = parse_offset(text);
    if (!fraction || !offset) return std::nullopt;
    return (duration_cast<seconds>(time).count() - *offset) * nanoseconds_per_second + *fraction;
}

std::string to_since(std::int64_t nanoseconds) {
    std::array<char, 48> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%lld.%09lld",
                  static_cast<long long>(nanoseconds / nanoseconds_per_second),
                  static_cast<long long>(nanoseconds % nanoseconds_per_second));
    return buffer.data();
}

void LogTimestamps::feed(std::string_view bytes, const Sink& sink) {
    while (!bytes.empty()) {
        if (!expects_stamp_)
            pass(take_text(bytes), sink);
        else if (take_stamp(bytes))
            settle_stamp(sink);
    }
}

void LogTimestamps::finish(const Sink& sink) {
    if (expects_stamp_ && !stamp_.empty()) settle_stamp(sink);
}

bool LogTimestamps::take_stamp(std::string_view& bytes) {
    const std::size_t room = longest_stamp - stamp_.size();
    const std::size_t end = bytes.substr(0, room).find_first_of(" \n");
    const bool is_ended = end != std::string_view::npos;
    const std::size_t count = is_ended ? end + 1 : std::min(room, bytes.size());
    stamp_ += bytes.substr(0, count);
    bytes.remove_prefix(count);
    return is_ended || stamp_.size() == longest_stamp;
}

void LogTimestamps::settle_stamp(const Sink& sink) {
    expects_stamp_ = false;
    part_size_ = 0;
    const bool is_stamp = stamp_.ends_with(' ');
    const auto time =
        is_stamp ? parse_timestamp(std::string_view(stamp_).substr(0, stamp_.size() - 1)) : std::nullopt;
    if (time) {
        time_ = *time;
        if (!is_line_start_) stamp_.clear();
        return;
    }
    if (is_line_start_) time_ = 0;
    const std::string text = std::exchange(stamp_, {});
    pass(text, sink);
}

std::string_view LogTimestamps::take_text(std::string_view& bytes) {
    const std::size_t room = part_limit - part_size_;
    const std::size_t end = bytes.substr(0, room).find('\n');
    const std::string_view text = bytes.substr(0, end == std::string_view::npos ? room : end + 1);
    bytes.remove_prefix(text.size());
    return text;
}

void LogTimestamps::pass(std::string_view text, const Sink& sink) {
    sink({time_, stamp_, text});
    stamp_.clear();
    part_size_ += text.size();
    is_line_start_ = text.ends_with('\n');
    expects_stamp_ = is_line_start_ || part_size_ >= part_limit;
}

} // namespace muster::compose::execute
