#include "compose/source/natural_order.hpp"

#include "compose/source/code_point.hpp"

#include <algorithm>

namespace muster::compose::source {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool continues_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// How many bytes the texts share, in whole code points.
std::size_t shared_prefix(std::string_view first, std::string_view second) {
    const std::size_t shorter = std::min(first.size(), second.size());
    std::size_t length = 0;
    while (length < shorter && first[length] == second[length]) ++length;
    const auto is_within = [&] {
        return continues_code_point(first[length]) || continues_code_point(second[length]);
    };
    while (length > 0 && length < shorter && is_within()) --length;
    return length;
}

std::string_view leading_digits(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

std::string_view without_leading_zeros(std::string_view digits) {
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

/// Whether the number that the text ends with has a digit other than 0, so that zeros behind it count.
bool ends_within_number(std::string_view text) {
    while (!text.empty() && is_digit(text.back())) {
        if (text.back() != '0') return true;
        text.remove_suffix(1);
    }
    return false;
}

/// Compares texts behind their common prefix that do not both begin with a letter.
bool is_number_less(std::string_view prefix, std::string_view first, std::string_view second) {
    std::string_view a = leading_digits(first);
    std::string_view b = leading_digits(second);
    const std::size_t written_a = a.size();
    const std::size_t written_b = b.size();
    if (!ends_within_number(prefix)) {
        a = without_leading_zeros(a);
        b = without_leading_zeros(b);
    }
    if (a.size() != b.size()) return a.size() < b.size();
    if (a != b) return a < b;
    if (written_a != written_b) return written_a < written_b;
    return decode_code_point(first) < decode_code_point(second);
}

} // namespace

bool is_naturally_less(std::string_view first, std::string_view second) {
    const std::size_t shared = shared_prefix(first, second);
    if (shared == first.size() || shared == second.size()) return first.size() < second.size();
    const std::uint32_t a = decode_code_point(first.substr(shared));
    const std::uint32_t b = decode_code_point(second.substr(shared));
    if (is_letter(a) && is_letter(b)) return a < b;
    if (is_letter(a) != is_letter(b)) {
        const bool follows_digit = shared > 0 && is_digit(first[shared - 1]);
        return follows_digit ? is_letter(a) : is_letter(b);
    }
    return is_number_less(first.substr(0, shared), first.substr(shared), second.substr(shared));
}

} // namespace muster::compose::source
