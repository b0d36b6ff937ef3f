#include "cmd/go_template_functions_text.hpp"

#include "base/error.hpp"
#include "base/go_json.hpp"
#include "base/text.hpp"
#include "cmd/go_print.hpp"
#include "cmd/go_template_functions.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace muster::cmd::go_template {

namespace {

using Arguments = std::vector<Value>;

constexpr std::int64_t most_padding = 1'000'000;

Error failure(std::string message) { return {ErrorKind::usage, std::move(message)}; }

std::string to_upper(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

Value::List characters_of(const std::string& text) {
    Value::List points;
    for (const std::string_view point : split_code_points(text)) points.emplace_back(point);
    return points;
}

/// Between texts that stand next to each other there is no blank. Source: Go, fmt.Sprint.
std::string print(const Arguments& arguments) {
    std::string out;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i > 0 && !arguments[i].is_string() && !arguments[i - 1].is_string()) out += ' ';
        out += go_text(arguments[i]);
    }
    return out;
}

/// A JSON text whose escapes for HTML are undone: the Docker CLI's json function leaves '<', '>' and '&' as
/// they are.
std::string without_html_escapes(const std::string& json) {
    static constexpr std::array<std::pair<std::string_view, char>, 3> escapes{
        {{"\\u003c", '<'}, {"\\u003e", '>'}, {"\\u0026", '&'}}};
    std::string out;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const auto found = std::find_if(escapes.begin(), escapes.end(), [&](const auto& escape) {
            return json.compare(i, escape.first.size(), escape.first) == 0;
        });
        if (found != escapes.end()) {
            out += found->second;
            i += found->first.size() - 1;
        } else {
            out += json[i];
            if (json[i] == '\\') out += json[++i];
        }
    }
    return out;
}

std::string html_escape(char c) {
    switch (c) {
    case '"': return "&#34;";
    case '\'': return "&#39;";
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    default: return {c};
    }
}

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Source: Go, url.QueryEscape.
std::string query_escape(char c) {
    if (c == ' ') return "+";
    if (is_letter_or_digit(c) || c == '-' || c == '_' || c == '.' || c == '~') return {c};
    std::array<char, 4> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%%%02X", static_cast<unsigned char>(c));
    return buffer.data();
}

std::string escape_all(const std::string& text, std::string (*escape)(char)) {
    std::string out;
    for (const char c : text) out += escape(c);
    return out;
}

std::string blanks(const Value& count) {
    const std::int64_t number = whole_number(count);
    if (number < 0 || number > most_padding)
        throw failure("cannot pad by " + std::to_string(number) + ": expected 0 to " +
                      std::to_string(most_padding));
    std::string out;
    out.append(static_cast<std::size_t>(number), ' ');
    return out;
}

} // namespace

const std::string& text_argument(const Value& value) {
    if (!value.is_string()) throw failure("expected a text, found " + kind_of(value));
    return value.string();
}

std::int64_t whole_number(const Value& value) {
    return value.visit([&](const auto& data) -> std::int64_t {
        if constexpr (std::is_same_v<std::decay_t<decltype(data)>, std::int64_t>) return data;
        throw failure("expected a whole number, found " + kind_of(value));
    });
}

Value call_html(const Arguments& arguments) { return escape_all(print(arguments), html_escape); }

Value call_join(const Arguments& arguments) {
    if (!arguments[0].is_list())
        throw failure("'join' takes a list and a separator, not " + kind_of(arguments[0]));
    std::vector<std::string> parts;
    for (const Value& item : arguments[0].list()) parts.push_back(go_text(item));
    return join(parts, text_argument(arguments[1]));
}

Value call_json(const Arguments& arguments) {
    const std::string json = to_go_json(arguments[0]);
    return arguments[0].is_object() ? json : without_html_escapes(json); // a row keeps them in the Docker CLI
}

Value call_lower(const Arguments& arguments) { return to_lower(text_argument(arguments[0])); }

/// A text with blanks before and behind it; nothing stays nothing. Source: Docker CLI, templates.
Value call_pad(const Arguments& arguments) {
    const std::string& text = text_argument(arguments[0]);
    return text.empty() ? text : blanks(arguments[1]) + text + blanks(arguments[2]);
}

Value call_print(const Arguments& arguments) { return print(arguments); }

Value call_printf(const Arguments& arguments) {
    return go_printf(text_argument(arguments[0]), {arguments.begin() + 1, arguments.end()});
}

Value call_println(const Arguments& arguments) {
    std::vector<std::string> parts;
    for (const Value& value : arguments) parts.push_back(go_text(value));
    return join(parts, " ") + "\n";
}

Value call_split(const Arguments& arguments) {
    const std::string& text = text_argument(arguments[0]);
    const std::string& separator = text_argument(arguments[1]);
    if (separator.empty()) return characters_of(text);
    Value::List parts;
    std::size_t begin = 0;
    for (;;) {
        const std::size_t end = text.find(separator, begin);
        parts.emplace_back(text.substr(begin, end - begin));
        if (end == std::string::npos) return parts;
        begin = end + separator.size();
    }
}

/// Source: Go, strings.Title.
Value call_title(const Arguments& arguments) {
    std::string text = text_argument(arguments[0]);
    bool begins_word = true;
    for (char& c : text) {
        if (begins_word && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        begins_word = !is_letter_or_digit(c) && c != '_' && c != '\'' && static_cast<unsigned char>(c) < 0x80;
    }
    return text;
}

Value call_truncate(const Arguments& arguments) {
    const std::string& text = text_argument(arguments[0]);
    const std::int64_t length = whole_number(arguments[1]);
    if (length < 0) throw failure("cannot truncate to " + std::to_string(length) + " characters");
    const std::string_view rest = skip_code_points(text, static_cast<std::size_t>(length));
    return text.substr(0, text.size() - rest.size());
}

Value call_upper(const Arguments& arguments) { return to_upper(text_argument(arguments[0])); }

Value call_urlquery(const Arguments& arguments) { return escape_all(print(arguments), query_escape); }

} // namespace muster::cmd::go_template
