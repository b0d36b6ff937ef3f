#include "compose/source/yaml_ambiguity.hpp"

#include "compose/source/scalar.hpp"

#include <algorithm>
#include <array>

namespace muster::compose::source {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_old_boolean(std::string_view text) {
    static constexpr std::array<std::string_view, 16> words{
        "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF"};
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// Removes leading digits (underscores too where the notation has them) and says how many there were.
std::size_t take_digits(std::string_view& text, std::string_view also = "") {
    const auto end = std::find_if_not(text.begin(), text.end(), [&](char c) {
        return is_digit(c) || also.find(c) != std::string_view::npos;
    });
    const auto count = static_cast<std::size_t>(end - text.begin());
    text.remove_prefix(count);
    return count;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

/// "12:30:45", "-1:30.5": YAML 1.1's numbers of base 60.
bool is_sexagesimal(std::string_view text) {
    take(text, "+-");
    if (text.empty() || !is_digit(text.front())) return false;
    take_digits(text, "_");
    std::size_t parts = 0;
    for (; take(text, ":"); ++parts) {
        const std::string_view part = text;
        const std::size_t digits = take_digits(text);
        if (digits == 0 || digits > 2 || (digits == 2 && part.front() > '5')) return false;
    }
    if (take(text, ".")) take_digits(text, "_");
    return parts > 0 && text.empty();
}

/// Removes a number of one or two digits, or of exactly `digits`; -1 when there is none.
int take_number(std::string_view& text, std::size_t digits) {
    const std::string_view before = text;
    const std::size_t count = std::min(take_digits(text), digits);
    const bool is_complete = digits == 2 ? count > 0 : count == digits;
    if (!is_complete) return -1;
    text = before.substr(count);
    int value = 0;
    for (const char c : before.substr(0, count)) value = value * 10 + (c - '0');
    return value;
}

int days_of_month(int year, int month) {
    const bool is_leap_year = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    static constexpr std::array<int, 13> days{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year ? 29 : days[static_cast<std::size_t>(month)];
}

/// "2024-1-2"
bool take_date(std::string_view& text) {
    const int year = take_number(text, 4);
    if (year < 0 || !take(text, "-")) return false;
    const int month = take_number(text, 2);
    if (month < 1 || month > 12 || !take(text, "-")) return false;
    const int day = take_number(text, 2);
    return day >= 1 && day <= days_of_month(year, month);
}

bool take_up_to(std::string_view& text, int greatest) {
    const int value = take_number(text, 2);
    return value >= 0 && value <= greatest;
}

/// "15:4:5.25"
bool take_time(std::string_view& text) {
    if (!take_up_to(text, 23) || !take(text, ":") || !take_up_to(text, 59) || !take(text, ":") ||
        !take_up_to(text, 59))
        return false;
    return !take(text, ".,") || take_digits(text) > 0;
}

/// "Z", "+02:00"
bool take_zone(std::string_view& text) {
    if (take(text, "Z")) return true;
    return take(text, "+-") && take_up_to(text, 24) && take(text, ":") && take_up_to(text, 60);
}

bool is_time(std::string_view text) {
    if (!take_date(text)) return false;
    if (text.empty()) return true;
    if (take(text, " ")) return take_time(text) && text.empty();
    return take(text, "Tt") && take_time(text) && take_zone(text) && text.empty();
}

} // namespace

bool is_ambiguous(std::string_view text) {
    return is_null_text(text) || resolve_plain(text) != ScalarType::text || is_old_boolean(text) ||
           is_sexagesimal(text) || is_time(text);
}

} // namespace muster::compose::source
