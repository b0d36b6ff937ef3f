#include "base/go_json.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

namespace muster {

namespace {

std::string escape_control(unsigned char c) {
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
    }
    std::array<char, 8> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "\\u%04x", static_cast<unsigned>(c));
    return buffer.data();
}

bool needs_escape(unsigned char c) {
    return c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&';
}

void append_code_point(std::string& out, std::string_view point) {
    const auto lead = static_cast<unsigned char>(point.front());
    if (point.size() == 1 && lead >= 0x80)
        out += "\\ufffd";
    else if (point == "\xE2\x80\xA8")
        out += "\\u2028";
    else if (point == "\xE2\x80\xA9")
        out += "\\u2029";
    else if (point.size() == 1 && needs_escape(lead))
        out += escape_control(lead);
    else
        out += point;
}

void append_string(std::string& out, std::string_view text) {
    out += '"';
    for (const std::string_view point : split_code_points(text)) append_code_point(out, point);
    out += '"';
}

/// Go writes exponents with at least two digits from strconv, then strips a leading zero: 1e-09 -> 1e-9.
std::string strip_exponent_zero(std::string text) {
    const std::size_t e = text.find('e');
    if (e != std::string::npos && e + 3 == text.size() - 1 && text[e + 1] == '-' && text[e + 2] == '0')
        text.erase(e + 2, 1);
    return text;
}

template <class Float>
std::string in_format(Float value, std::chars_format format) {
    std::array<char, 64> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
    return std::string(buffer.data(), result.ptr);
}

/// Go fills a great number up with zeros, where std::to_chars writes out what the float happens to be:
/// 100000000000000000000 and not 100000002004087734272.
template <class Float>
std::string filled_with_zeros(Float value) {
    std::string text = in_format(value, std::chars_format::scientific);
    const std::size_t mark = text.find('e');
    const auto exponent = static_cast<std::size_t>(std::stoi(text.substr(mark + 1)));
    text.erase(mark);
    std::erase(text, '.');
    const std::size_t sign = value < 0 ? 1 : 0;
    text.resize(sign + exponent + 1, '0');
    return text;
}

template <class Float>
std::string shortest(Float value) {
    const Float magnitude = std::abs(value);
    const bool is_scientific = magnitude != 0 && (magnitude < Float(1e-6) || magnitude >= Float(1e21));
    if (is_scientific) return strip_exponent_zero(in_format(value, std::chars_format::scientific));
    constexpr auto first_rounded = static_cast<Float>(1ULL << std::numeric_limits<Float>::digits);
    return magnitude >= first_rounded ? filled_with_zeros(value) : in_format(value, std::chars_format::fixed);
}

enum class Layout { compact, indented };

class Writer {
  public:
    explicit Writer(Layout layout) : indented_(layout == Layout::indented) {}

    void write(const Value& value) {
        value.visit([this](const auto& data) { write_data(data); });
    }

    std::string take() { return std::move(out_); }

  private:
    void write_data(std::monostate) { out_ += "null"; }
    void write_data(bool value) { out_ += value ? "true" : "false"; }
    void write_data(std::int64_t value) { out_ += std::to_string(value); }
    void write_data(double value) { out_ += go_number(value); }
    void write_data(float value) { out_ += go_number(value); }
    void write_data(const std::string& value) { append_string(out_, value); }

    void write_data(const Value::List& items) {
        write_items('[', ']', items, [this](const Value& item) { write(item); });
    }

    void write_data(const Value::Object& object) {
        std::vector<const Value::Entry*> entries;
        for (const Value::Entry& entry : object.entries) entries.push_back(&entry);
        if (object.shape == Value::Shape::map)
            std::sort(entries.begin(), entries.end(),
                      [](const auto* a, const auto* b) { return a->first < b->first; });
        write_items('{', '}', entries, [this](const Value::Entry* entry) {
            append_string(out_, entry->first);
            out_ += indented_ ? ": " : ":";
            write(entry->second);
        });
    }

    template <class Items, class WriteItem>
    void write_items(char open, char close, const Items& items, WriteItem write_item) {
        out_ += open;
        ++depth_;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0) out_ += ',';
            start_line();
            write_item(items[i]);
        }
        --depth_;
        if (!items.empty()) start_line();
        out_ += close;
    }

    void start_line() {
        if (indented_) out_ += "\n" + std::string(2 * depth_, ' ');
    }

    bool indented_;
    std::size_t depth_ = 0;
    std::string out_;
};

/// The document itself is a map to Docker Compose, whatever it is to us.
Value with_sorted_members(const Value& document) {
    if (!document.is_object()) return document;
    Value sorted = document;
    sorted.object().shape = Value::Shape::map;
    return sorted;
}

} // namespace

std::string go_number(double value) { return shortest(value); }

std::string go_number(float value) { return shortest(value); }

std::string to_go_json(const Value& value) {
    Writer writer(Layout::compact);
    writer.write(value);
    return writer.take();
}

std::string to_sorted_go_json(const Value& value) {
    Writer writer(Layout::indented);
    writer.write(with_sorted_members(value));
    return writer.take();
}

} // namespace muster
