#include "cmd/go_template_functions.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cmd/go_print.hpp"
#include "cmd/go_template_functions_text.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <type_traits>

namespace muster::cmd::go_template {

namespace {

using Arguments = std::vector<Value>;

Error failure(std::string message) { return {ErrorKind::usage, std::move(message)}; }

struct Truth {
    bool operator()(std::monostate) const { return false; }
    bool operator()(bool value) const { return value; }
    bool operator()(std::int64_t value) const { return value != 0; }
    bool operator()(double value) const { return value != 0; }
    bool operator()(float value) const { return value != 0; }
    bool operator()(const std::string& value) const { return !value.empty(); }
    bool operator()(const Value::List& value) const { return !value.empty(); }
    bool operator()(const Value::Object& value) const {
        return value.shape == Value::Shape::record || !value.entries.empty();
    }
};

struct KindName {
    std::string operator()(std::monostate) const { return "nil"; }
    std::string operator()(bool) const { return "a boolean"; }
    std::string operator()(std::int64_t) const { return "a whole number"; }
    std::string operator()(double) const { return "a number with a fraction"; }
    std::string operator()(float) const { return "a number with a fraction"; }
    std::string operator()(const std::string&) const { return "a text"; }
    std::string operator()(const Value::List&) const { return "a list"; }
    std::string operator()(const Value::Object& value) const {
        return value.shape == Value::Shape::map ? "a map" : "a record";
    }
};

/// How two values of the same kind stand to each other. Whole numbers and fractions are two kinds, as in Go.
std::partial_ordering order(const Value& a, const Value& b) {
    return a.visit([&](const auto& left) -> std::partial_ordering {
        return b.visit([&](const auto& right) -> std::partial_ordering {
            using Left = std::decay_t<decltype(left)>;
            constexpr bool is_ordered = std::is_arithmetic_v<Left> || std::is_same_v<Left, std::string>;
            if constexpr (is_ordered && std::is_same_v<Left, std::decay_t<decltype(right)>>)
                return left <=> right;
            throw failure("cannot compare " + kind_of(a) + " with " + kind_of(b));
        });
    });
}

bool is_equal(const Value& a, const Value& b) {
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
    return order(a, b) == std::partial_ordering::equivalent;
}

std::partial_ordering order_of(const Arguments& arguments) {
    if (arguments[0].visit([](const auto& data) { return std::is_same_v<decltype(data), const bool&>; }))
        throw failure("booleans have no order");
    return order(arguments[0], arguments[1]);
}

/// Whether the first equals any of the others.
Value call_eq(const Arguments& arguments) {
    return std::any_of(arguments.begin() + 1, arguments.end(),
                       [&](const Value& other) { return is_equal(arguments[0], other); });
}
Value call_ne(const Arguments& arguments) { return !is_equal(arguments[0], arguments[1]); }
Value call_lt(const Arguments& arguments) { return order_of(arguments) < 0; }
Value call_le(const Arguments& arguments) { return order_of(arguments) <= 0; }
Value call_gt(const Arguments& arguments) { return order_of(arguments) > 0; }
Value call_ge(const Arguments& arguments) { return order_of(arguments) >= 0; }
Value call_not(const Arguments& arguments) { return !is_true(arguments[0]); }

struct Length {
    Value operator()(const std::string& text) const { return static_cast<std::int64_t>(text.size()); }
    Value operator()(const Value::List& items) const { return static_cast<std::int64_t>(items.size()); }
    Value operator()(const Value::Object& object) const {
        return static_cast<std::int64_t>(object.entries.size());
    }
    template <class Other>
    Value operator()(const Other&) const {
        throw failure("'len' takes a text, a list or a map");
    }
};

Value call_len(const Arguments& arguments) { return arguments[0].visit(Length{}); }

/// An index of something of that size, or with `last` = size one behind its end too.
std::size_t position(const Value& index, std::size_t size, std::size_t last) {
    const std::int64_t number = whole_number(index);
    if (number < 0 || static_cast<std::uint64_t>(number) > last)
        throw failure("index " + std::to_string(number) + " is out of range: the size is " +
                      std::to_string(size));
    return static_cast<std::size_t>(number);
}

std::size_t element_position(const Value& index, std::size_t size) {
    if (size == 0) throw failure("there is nothing to index");
    return position(index, size, size - 1);
}

Value element(const Value& from, const Value& index) {
    if (from.is_list()) return from.list()[element_position(index, from.list().size())];
    if (from.is_string()) {
        const std::string& text = from.string();
        return static_cast<std::int64_t>(
            static_cast<unsigned char>(text[element_position(index, text.size())]));
    }
    if (!from.is_object() || from.object().shape != Value::Shape::map)
        throw failure("'index' takes a list, a text or a map, not " + kind_of(from));
    const Value* found = from.find(text_argument(index));
    return found ? *found : Value();
}

Value call_index(const Arguments& arguments) {
    Value value = arguments[0];
    for (std::size_t i = 1; i < arguments.size(); ++i) value = element(value, arguments[i]);
    return value;
}

Value call_slice(const Arguments& arguments) {
    const Value& from = arguments[0];
    if (!from.is_list() && !from.is_string())
        throw failure("'slice' takes a list or a text, not " + kind_of(from));
    const std::size_t size = from.is_list() ? from.list().size() : from.string().size();
    const std::size_t begin = arguments.size() > 1 ? position(arguments[1], size, size) : 0;
    const std::size_t end = arguments.size() > 2 ? position(arguments[2], size, size) : size;
    if (begin > end) throw failure("a slice cannot begin behind its end");
    if (from.is_string()) return from.string().substr(begin, end - begin);
    const auto first = from.list().begin();
    return Value::List(first + static_cast<std::ptrdiff_t>(begin), first + static_cast<std::ptrdiff_t>(end));
}

constexpr std::array entries{
    FunctionEntry{"eq", 2, any_number, call_eq},
    FunctionEntry{"ge", 2, 2, call_ge},
    FunctionEntry{"gt", 2, 2, call_gt},
    FunctionEntry{"html", 0, any_number, call_html},
    FunctionEntry{"index", 1, any_number, call_index},
    FunctionEntry{"join", 2, 2, call_join},
    FunctionEntry{"json", 1, 1, call_json},
    FunctionEntry{"le", 2, 2, call_le},
    FunctionEntry{"len", 1, 1, call_len},
    FunctionEntry{"lower", 1, 1, call_lower},
    FunctionEntry{"lt", 2, 2, call_lt},
    FunctionEntry{"ne", 2, 2, call_ne},
    FunctionEntry{"not", 1, 1, call_not},
    FunctionEntry{"pad", 3, 3, call_pad},
    FunctionEntry{"print", 0, any_number, call_print},
    FunctionEntry{"printf", 1, any_number, call_printf},
    FunctionEntry{"println", 0, any_number, call_println},
    FunctionEntry{"slice", 1, 3, call_slice},
    FunctionEntry{"split", 2, 2, call_split},
    FunctionEntry{"title", 1, 1, call_title},
    FunctionEntry{"truncate", 2, 2, call_truncate},
    FunctionEntry{"upper", 1, 1, call_upper},
    FunctionEntry{"urlquery", 0, any_number, call_urlquery},
};

} // namespace

const FunctionEntry* find_function(std::string_view name) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const FunctionEntry& entry) { return entry.name == name; });
    return found == entries.end() ? nullptr : &*found;
}

std::vector<std::string> function_names() {
    std::vector<std::string> names{"and", "or"};
    for (const FunctionEntry& entry : entries) names.emplace_back(entry.name);
    return names;
}

bool is_true(const Value& value) { return value.visit(Truth{}); }

std::string kind_of(const Value& value) { return value.visit(KindName{}); }

} // namespace muster::cmd::go_template
