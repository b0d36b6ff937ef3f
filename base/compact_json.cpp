#include "base/compact_json.hpp"

namespace muster {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Behind the closing quote of the string that begins at `start`.
std::size_t string_end(std::string_view text, std::size_t start) {
    for (std::size_t i = start + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i + 1;
    }
    return std::string_view::npos;
}

/// Keeps count of the brackets that are open; false for one that closes another.
bool follow_bracket(char c, std::string& expected) {
    if (c == '{') expected += '}';
    if (c == '[') expected += ']';
    if (c != '}' && c != ']') return true;
    if (expected.empty() || expected.back() != c) return false;
    expected.pop_back();
    return true;
}

} // namespace

std::optional<std::string> compact_json_object(std::string_view text) {
    std::string out;
    std::string expected;
    for (std::size_t i = 0; i < text.size();) {
        if (is_blank(text[i])) {
            ++i;
            continue;
        }
        const bool is_outside = out.empty() ? text[i] != '{' : expected.empty();
        if (is_outside || !follow_bracket(text[i], expected)) return std::nullopt;
        const std::size_t end = text[i] == '"' ? string_end(text, i) : i + 1;
        if (end == std::string_view::npos) return std::nullopt;
        out += text.substr(i, end - i);
        i = end;
    }
    if (out.empty() || !expected.empty()) return std::nullopt;
    return out;
}

} // namespace muster
