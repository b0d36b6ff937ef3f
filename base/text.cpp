#include "base/text.hpp"

#include <algorithm>
#include <numeric>

namespace muster {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Damerau-Levenshtein distance (adjacent swaps count once).
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.size()][b.size()];
}

/// How many bytes the sequence that starts here should have; 0 when no sequence can start with this byte.
std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

bool is_valid_sequence(std::string_view s) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    for (std::size_t i = 1; i < s.size(); ++i)
        if ((byte(i) & 0xC0) != 0x80) return false;
    if (s.size() == 3 && byte(0) == 0xE0 && byte(1) < 0xA0) return false;
    if (s.size() == 3 && byte(0) == 0xED && byte(1) > 0x9F) return false;
    if (s.size() == 4 && byte(0) == 0xF0 && byte(1) < 0x90) return false;
    if (s.size() == 4 && byte(0) == 0xF4 && byte(1) > 0x8F) return false;
    return true;
}

/// The valid sequence at the start of `text`, or an empty view.
std::string_view leading_sequence(std::string_view text) {
    const std::size_t length = sequence_length(static_cast<unsigned char>(text.front()));
    if (length == 0 || length > text.size()) return {};
    const std::string_view sequence = text.substr(0, length);
    return is_valid_sequence(sequence) ? sequence : std::string_view();
}

/// Of the code point, or the stray byte, at the start of `text`.
std::size_t leading_length(std::string_view text) {
    if (static_cast<unsigned char>(text.front()) < 0x80) return 1;
    return std::max<std::size_t>(leading_sequence(text).size(), 1);
}

} // namespace

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (;;) {
        const std::size_t end = text.find(separator, begin);
        parts.emplace_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (const std::string& part : parts) {
        if (&part != &parts.front()) out += separator;
        out += part;
    }
    return out;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::string to_lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool is_yes(std::string_view text) {
    const std::string word = to_lower(trim(text));
    return word == "1" || word == "t" || word == "true" || word == "y";
}

std::string quoted(std::string_view text) {
    constexpr std::size_t longest_shown = 200;
    if (text.size() <= longest_shown) return "'" + std::string(text) + "'";
    std::size_t end = longest_shown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return "'" + std::string(text.substr(0, end)) + "...'";
}

std::string join_chain(const std::vector<std::string>& links) {
    constexpr std::size_t shown_at_each_end = 5;
    if (links.size() <= 2 * shown_at_each_end + 1) return join(links, " -> ");
    std::vector<std::string> shown(links.begin(), links.begin() + shown_at_each_end);
    shown.push_back("... " + std::to_string(links.size() - 2 * shown_at_each_end) + " more ...");
    shown.insert(shown.end(), links.end() - shown_at_each_end, links.end());
    return join(shown, " -> ");
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates) {
    constexpr std::size_t longest_compared = 64;
    if (word.size() > longest_compared) return std::nullopt;
    const std::string lower = to_lower(word);
    std::optional<std::string> best;
    std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t least =
            std::max(candidate.size(), word.size()) - std::min(candidate.size(), word.size());
        if (candidate.size() > longest_compared || least >= best_distance) continue;
        const std::size_t distance = edit_distance(lower, to_lower(candidate));
        if (distance < best_distance) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

std::vector<std::string_view> split_code_points(std::string_view text) {
    std::vector<std::string_view> points;
    while (!text.empty()) {
        points.push_back(text.substr(0, leading_length(text)));
        text.remove_prefix(points.back().size());
    }
    return points;
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) text.remove_prefix(leading_length(text));
    return count;
}

std::string_view skip_code_points(std::string_view text, std::size_t count) {
    for (; count > 0 && !text.empty(); --count) text.remove_prefix(leading_length(text));
    return text;
}

std::string visible_code_point(std::string_view code_point) {
    if (code_point == "\t") return " ";
    const auto lead = static_cast<unsigned char>(code_point.front());
    const bool is_c1 =
        code_point.size() == 2 && lead == 0xC2 && static_cast<unsigned char>(code_point[1]) < 0xA0;
    const bool is_control = lead < 0x20 || lead == 0x7F || is_c1;
    const bool is_stray = code_point.size() == 1 && lead >= 0x80;
    return is_control || is_stray ? "?" : std::string(code_point);
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
    std::size_t offset = 0;
    while (offset < text.size()) {
        if (static_cast<unsigned char>(text[offset]) < 0x80) {
            ++offset;
            continue;
        }
        const std::string_view sequence = leading_sequence(text.substr(offset));
        if (sequence.empty()) return offset;
        offset += sequence.size();
    }
    return std::nullopt;
}

std::string counted(std::size_t count, std::string_view noun) {
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

} // namespace muster
