#include "cmd/go_print.hpp"

#include "base/text.hpp"
#include "cmd/go_template_literals.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <type_traits>

namespace muster::cmd {

namespace {

constexpr int widest = 1'000'000;

/// A verb with what stands between it and the '%'.
struct Directive {
    char verb = 'v';
    bool minus = false;
    bool plus = false;
    bool sharp = false;
    bool space = false;
    bool zero = false;
    std::optional<int> width;
    std::optional<int> precision;
};

/// The shortest digits that read back the same, in Go's %g form. Source: Go, strconv.FormatFloat.
std::string shortest(double value) {
    std::array<char, 64> buffer{};
    const double magnitude = std::abs(value);
    const bool is_scientific = magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e6);
    const auto form = is_scientific ? std::chars_format::scientific : std::chars_format::fixed;
    const auto [end, problem] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, form);
    return {buffer.data(), end};
}

std::string float_text(double value, const Directive& how) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    const char form = how.verb == 'v' ? 'g' : how.verb == 'F' ? 'f' : how.verb;
    if (!how.precision && (form == 'g' || form == 'G')) return shortest(value);
    const std::string pattern = std::string("%.*") + form;
    const int precision = how.precision.value_or(6);
    const int length = std::snprintf(nullptr, 0, pattern.c_str(), precision, value);
    std::string text(static_cast<std::size_t>(length) + 1, '\0');
    std::snprintf(text.data(), text.size(), pattern.c_str(), precision, value);
    text.pop_back();
    return text;
}

int base_of(char verb) {
    switch (verb) {
    case 'b': return 2;
    case 'o':
    case 'O': return 8;
    case 'x':
    case 'X': return 16;
    default: return 10;
    }
}

/// With the flag '#'.
std::string prefix_of(char verb) {
    switch (verb) {
    case 'b': return "0b";
    case 'o': return "0";
    case 'x': return "0x";
    case 'X': return "0X";
    default: return "";
    }
}

std::string integer_digits(std::uint64_t magnitude, const Directive& how) {
    const int base = base_of(how.verb);
    std::array<char, 72> buffer{};
    const auto [end, problem] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude, base);
    std::string digits(buffer.data(), end);
    if (how.verb == 'X')
        for (char& c : digits) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    const auto least = static_cast<std::size_t>(how.precision.value_or(1));
    if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
    if (how.verb == 'O') return "0o" + digits;
    return how.sharp ? prefix_of(how.verb) + digits : digits;
}

std::string integer_text(std::int64_t value, const Directive& how) {
    const auto bits = static_cast<std::uint64_t>(value);
    const bool shows_plus = how.plus && how.verb != 'v'; // "%+v" is about the names of fields
    const std::string sign = value < 0 ? "-" : shows_plus ? "+" : how.space ? " " : "";
    return sign + integer_digits(value < 0 ? 0 - bits : bits, how);
}

std::string hexadecimal(std::string_view text, const Directive& how) {
    std::string out;
    const char* digits = how.verb == 'x' ? "0123456789abcdef" : "0123456789ABCDEF";
    for (const char c : text) {
        out += digits[static_cast<unsigned char>(c) >> 4U];
        out += digits[static_cast<unsigned char>(c) & 0xFU];
    }
    return out;
}

/// Numbers are filled with zeros behind their sign.
std::string padded(std::string text, const Directive& how, bool is_number) {
    const std::size_t width = static_cast<std::size_t>(how.width.value_or(0));
    const std::size_t count = count_code_points(text);
    if (count >= width) return text;
    if (how.minus) return text.append(width - count, ' ');
    const bool has_sign = is_number && (text[0] == '-' || text[0] == '+' || text[0] == ' ');
    const bool fills_zeros = how.zero && is_number;
    return text.insert(fills_zeros && has_sign ? 1 : 0, width - count, fills_zeros ? '0' : ' ');
}

class Formatter {
  public:
    explicit Formatter(const Directive& how) : how_(how) {}

    std::string format(const Value& value) const {
        if (how_.verb == 'T') return padded(go_type(value), how_, false);
        return value.visit([&](const auto& data) { return one(value, data); });
    }

  private:
    bool is_one_of(std::string_view verbs) const { return verbs.find(how_.verb) != std::string_view::npos; }

    std::string mismatch(const Value& value) const {
        if (value.is_null()) return std::string("%!") + how_.verb + "(<nil>)";
        return std::string("%!") + how_.verb + "(" + go_type(value) + "=" + go_text(value) + ")";
    }

    std::string one(const Value& value, std::monostate) const {
        return is_one_of("v") ? padded("<nil>", how_, false) : mismatch(value);
    }
    std::string one(const Value& value, bool data) const {
        return is_one_of("vt") ? padded(data ? "true" : "false", how_, false) : mismatch(value);
    }
    std::string one(const Value& value, std::int64_t data) const {
        if (is_one_of("vdxXobO")) return padded(integer_text(data, how_), how_, !how_.precision);
        if (!is_one_of("cq")) return mismatch(value);
        const std::string point = go_template::encode_utf8(static_cast<char32_t>(data));
        return padded(how_.verb == 'c' ? point : "'" + point + "'", how_, false);
    }
    std::string one(const Value& value, double data) const {
        if (!is_one_of("veEfFgG")) return mismatch(value);
        std::string text = float_text(data, how_);
        if (how_.plus && how_.verb != 'v' && text[0] != '-' && text[0] != '+') text.insert(0, "+");
        return padded(text, how_, true);
    }
    std::string one(const Value& value, float data) const { return one(value, static_cast<double>(data)); }

    std::string one(const Value& value, const std::string& data) const {
        if (!is_one_of("vsqxX")) return mismatch(value);
        const std::string shown = how_.precision ? first_points(data) : data;
        if (is_one_of("vs")) return padded(shown, how_, false);
        return padded(how_.verb == 'q' ? go_quoted(shown) : hexadecimal(shown, how_), how_, false);
    }
    std::string first_points(const std::string& data) const {
        const std::string_view rest = skip_code_points(data, static_cast<std::size_t>(*how_.precision));
        return data.substr(0, data.size() - rest.size());
    }

    std::string one(const Value&, const Value::List& items) const {
        std::vector<std::string> parts;
        for (const Value& item : items) parts.push_back(format(item));
        return "[" + join(parts, " ") + "]";
    }
    std::string one(const Value&, const Value::Object& object) const {
        const bool is_map = object.shape == Value::Shape::map;
        std::vector<const Value::Entry*> entries;
        for (const Value::Entry& entry : object.entries) entries.push_back(&entry);
        if (is_map)
            std::sort(entries.begin(), entries.end(), [](auto* a, auto* b) { return a->first < b->first; });
        std::vector<std::string> parts;
        for (const Value::Entry* entry : entries)
            parts.push_back((is_map || how_.plus ? entry->first + ":" : "") + format(entry->second));
        return is_map ? "map[" + join(parts, " ") + "]" : "{" + join(parts, " ") + "}";
    }

    const Directive& how_;
};

/// Goes through a format and its arguments side by side.
class Printf {
  public:
    Printf(std::string_view format, const std::vector<Value>& arguments)
        : rest_(format), arguments_(arguments) {}

    std::string print() {
        while (!rest_.empty()) {
            const std::size_t percent = std::min(rest_.find('%'), rest_.size());
            out_ += rest_.substr(0, percent);
            rest_.remove_prefix(percent);
            if (!rest_.empty()) print_directive();
        }
        if (!is_reordered_ && next_ < arguments_.size()) print_surplus();
        return std::move(out_);
    }

  private:
    char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

    void print_directive() {
        rest_.remove_prefix(1);
        Directive how;
        take_flags(how);
        how.width = take_size();
        if (how.width && *how.width < 0) {
            how.minus = true;
            how.width = -*how.width;
        }
        if (peek() == '.') {
            rest_.remove_prefix(1);
            how.precision = std::max(take_size().value_or(0), 0);
        }
        take_number();
        if (rest_.empty()) {
            out_ += "%!(NOVERB)";
            return;
        }
        how.verb = rest_.front();
        rest_.remove_prefix(1);
        print_verb(how);
    }

    void print_verb(const Directive& how) {
        if (how.verb == '%')
            out_ += '%';
        else if (is_bad_number_)
            out_ += std::string("%!") + how.verb + "(BADINDEX)";
        else if (next_ >= arguments_.size())
            out_ += std::string("%!") + how.verb + "(MISSING)";
        else
            out_ += Formatter(how).format(arguments_[next_++]);
        is_bad_number_ = false;
    }

    void take_flags(Directive& how) {
        for (;; rest_.remove_prefix(1)) {
            switch (peek()) {
            case '-': how.minus = true; break;
            case '+': how.plus = true; break;
            case '#': how.sharp = true; break;
            case ' ': how.space = true; break;
            case '0': how.zero = true; break;
            default: return;
            }
        }
    }

    /// A width or precision: digits, or '*' for the next argument.
    std::optional<int> take_size() {
        take_number();
        if (peek() != '*') return take_digits();
        rest_.remove_prefix(1);
        const std::int64_t* found = nullptr;
        if (next_ < arguments_.size())
            found = arguments_[next_++].visit([](const auto& data) -> const std::int64_t* {
                if constexpr (std::is_same_v<std::decay_t<decltype(data)>, std::int64_t>) return &data;
                return nullptr;
            });
        if (!found || *found > widest || *found < -widest) return std::nullopt;
        return static_cast<int>(*found);
    }

    std::optional<int> take_digits() {
        int number = 0;
        const auto [end, problem] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
        if (end == rest_.data() || peek() == '-') return std::nullopt;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return problem == std::errc() && number <= widest ? std::optional(number) : std::nullopt;
    }

    /// "[2]": the next argument is the second.
    void take_number() {
        if (peek() != '[') return;
        const std::size_t close = rest_.find(']');
        if (close == std::string_view::npos) return;
        std::size_t number = 0;
        const auto [end, problem] = std::from_chars(rest_.data() + 1, rest_.data() + close, number);
        is_bad_number_ = problem != std::errc() || end != rest_.data() + close || number == 0 ||
                         number > arguments_.size();
        if (!is_bad_number_) next_ = number - 1;
        is_reordered_ = true;
        rest_.remove_prefix(close + 1);
    }

    void print_surplus() {
        std::vector<std::string> parts;
        for (; next_ < arguments_.size(); ++next_) {
            const Value& value = arguments_[next_];
            parts.push_back(value.is_null() ? "<nil>" : go_type(value) + "=" + go_text(value));
        }
        out_ += "%!(EXTRA " + join(parts, ", ") + ")";
    }

    std::string_view rest_;
    const std::vector<Value>& arguments_;
    std::size_t next_ = 0;
    bool is_reordered_ = false;
    bool is_bad_number_ = false;
    std::string out_;
};

struct TypeName {
    std::string operator()(std::monostate) const { return "<nil>"; }
    std::string operator()(bool) const { return "bool"; }
    std::string operator()(std::int64_t) const { return "int"; }
    std::string operator()(double) const { return "float64"; }
    std::string operator()(float) const { return "float32"; }
    std::string operator()(const std::string&) const { return "string"; }
    std::string operator()(const Value::List& items) const {
        return "[]" + (items.empty() ? "string" : go_type(items.front()));
    }
    std::string operator()(const Value::Object& object) const {
        return object.shape == Value::Shape::map ? "map[string]string" : "struct";
    }
};

std::string escaped(std::string_view point) {
    if (point == "\"" || point == "\\") return "\\" + std::string(point);
    if (point == "\n") return "\\n";
    if (point == "\t") return "\\t";
    if (point == "\r") return "\\r";
    if (visible_code_point(point) == point) return std::string(point);
    std::array<char, 8> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "\\x%02x", static_cast<unsigned char>(point.front()));
    return buffer.data();
}

} // namespace

std::string go_text(const Value& value) { return Formatter(Directive{}).format(value); }

std::string go_printf(std::string_view format, const std::vector<Value>& arguments) {
    return Printf(format, arguments).print();
}

std::string go_quoted(std::string_view text) {
    std::string out = "\"";
    for (const std::string_view point : split_code_points(text)) out += escaped(point);
    return out + "\"";
}

std::string go_type(const Value& value) { return value.visit(TypeName{}); }

} // namespace muster::cmd
