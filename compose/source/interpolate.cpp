#include "compose/source/interpolate.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace muster::compose::source {

namespace {

constexpr std::size_t unclosed = std::string_view::npos;
constexpr std::size_t deepest_nesting = 100;
constexpr std::size_t most_unset_names = 100;
constexpr const char* escape_hint = "write '$$' for a literal '$'";

bool begins_name(char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool continues_name(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

/// The name at the start of `text`, or an empty view.
std::string_view leading_name(std::string_view text) {
    if (text.empty() || !begins_name(text.front())) return {};
    const auto end = std::find_if_not(text.begin(), text.end(), continues_name);
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

/// For each "${" of a text the position of the '}' that closes it, or `unclosed`.
std::vector<std::size_t> match_braces(std::string_view text) {
    std::vector<std::size_t> closers(text.size(), unclosed);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '}' && !open.empty()) {
            closers[open.back()] = i;
            open.pop_back();
        } else if (text.substr(i, 2) == "${") {
            open.push_back(i++);
        }
    }
    return closers;
}

/// A stretch of the text, by byte positions.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

using Operator = VariableOperator;

/// What stands between "${" and "}".
struct Placeholder {
    std::string_view name;
    Operator op = Operator::none;
    bool empty_counts_as_unset = false; ///< the operator was written with a colon
    Range operand;
};

Operator operator_of(char symbol) {
    switch (symbol) {
    case '-': return Operator::default_value;
    case '+': return Operator::alternate;
    case '?': return Operator::required;
    default: return Operator::none;
    }
}

/// The placeholder inside `range`, or nothing when that is not well formed.
std::optional<Placeholder> read_placeholder(std::string_view text, Range range) {
    Placeholder placeholder;
    placeholder.name = leading_name(text.substr(range.begin, range.end - range.begin));
    std::size_t position = range.begin + placeholder.name.size();
    if (placeholder.name.empty()) return std::nullopt;
    if (position == range.end) return placeholder;
    placeholder.empty_counts_as_unset = text[position] == ':';
    if (placeholder.empty_counts_as_unset) ++position;
    placeholder.op = position < range.end ? operator_of(text[position]) : Operator::none;
    if (placeholder.op == Operator::none) return std::nullopt;
    placeholder.operand = {position + 1, range.end};
    return placeholder;
}

/// Why read_placeholder() found nothing.
std::string explain_malformed(std::string_view inner) {
    const std::string_view name = leading_name(inner);
    if (name.empty()) return "expected a variable name after '${'";
    return "expected '}' or one of the operators :- - :+ + :? ? after '${" + std::string(name) + "'";
}

/// What was most likely meant.
std::string hint_for_malformed(std::string_view inner) {
    const std::string_view trimmed = trim(inner);
    const std::string_view name = leading_name(trimmed);
    const std::string_view rest = trimmed.substr(name.size());
    if (!name.empty() && rest.empty()) return "remove the blanks: " + quoted("${" + std::string(name) + "}");
    if (!name.empty() && rest.starts_with(':'))
        return "a default value is written " +
               quoted("${" + std::string(name) + ":-" +
                      std::string(rest.substr(rest.starts_with(":=") ? 2 : 1)) + "}");
    return escape_hint;
}

/// What a stretch of the text became. A malformed text is a problem even where its value is not needed.
struct Expansion {
    Interpolated result;
    bool is_malformed = false;
};

class Interpolator {
  public:
    Interpolator(std::string_view text, const Lookup& lookup, std::size_t limit)
        : text_(text), lookup_(lookup), text_left_(limit), closers_(match_braces(text)) {}

    Expansion expand(Range range, std::size_t depth) {
        Expansion out;
        std::size_t position = range.begin;
        while (position < range.end && !out.result.problem) {
            const std::size_t dollar = std::min(text_.find('$', position), range.end);
            append(out, text_.substr(position, dollar - position), range);
            position = dollar < range.end ? expand_dollar(out, {dollar, range.end}, depth) : range.end;
        }
        return out;
    }

  private:
    /// Adds what the text at `source` stands for. A few variables within each other may stand for more than
    /// there is memory.
    void append(Expansion& out, std::string_view text, Range source) {
        if (text.size() > text_left_) return report_excess(out, source);
        text_left_ -= text.size();
        out.result.text += text;
    }

    /// Expands what begins with the '$' at range.begin; the position after it.
    std::size_t expand_dollar(Expansion& out, Range range, std::size_t depth) {
        const std::string_view rest = text_.substr(range.begin + 1, range.end - range.begin - 1);
        if (rest.starts_with('{')) return expand_braced(out, range, depth);
        const std::string_view name = leading_name(rest);
        const std::size_t end = range.begin + 1 + (rest.starts_with('$') ? 1 : name.size());
        if (!name.empty())
            append_variable(out, name, {range.begin, end});
        else
            append(out, "$", {range.begin, end});
        return end;
    }

    std::size_t expand_braced(Expansion& out, Range range, std::size_t depth) {
        const std::size_t closer = closers_[range.begin];
        if (closer >= range.end) return report_unclosed(out, range);
        const Range inner{range.begin + 2, closer};
        const Range whole{range.begin, closer + 1};
        const auto placeholder = read_placeholder(text_, inner);
        if (!placeholder)
            report_malformed(out, whole, text_.substr(inner.begin, inner.end - inner.begin));
        else if (depth == deepest_nesting)
            report(out, whole, "variables are nested too deeply", escape_hint);
        else
            append_placeholder(out, *placeholder, whole, depth);
        return whole.end;
    }

    void append_variable(Expansion& out, std::string_view name, Range source) {
        if (const auto value = lookup_(name))
            append(out, *value, source);
        else
            add_unset(out, std::string(name));
    }

    void append_placeholder(Expansion& out, const Placeholder& placeholder, Range whole, std::size_t depth) {
        if (placeholder.op == Operator::none) return append_variable(out, placeholder.name, whole);
        Expansion operand = expand(placeholder.operand, depth + 1);
        if (operand.is_malformed) return append_operand(out, operand, whole);
        const auto value = lookup_(placeholder.name);
        const bool is_set = value && !(placeholder.empty_counts_as_unset && value->empty());
        if (is_set == (placeholder.op == Operator::alternate))
            return append_operand_of(out, placeholder, operand, whole);
        append(out, value.value_or(""), whole);
    }

    /// The operand replaces the variable, or says why the variable is needed.
    void append_operand_of(Expansion& out, const Placeholder& placeholder, const Expansion& operand,
                           Range whole) {
        if (placeholder.op != Operator::required || operand.result.problem)
            return append_operand(out, operand, whole);
        const std::string& reason = operand.result.text;
        out.result.problem = {"required variable " + quoted(placeholder.name) + " is missing a value" +
                                  (reason.empty() ? "" : ": " + reason),
                              whole.begin, whole.end - whole.begin, ""};
    }

    void append_operand(Expansion& out, const Expansion& operand, Range whole) {
        append(out, operand.result.text, whole);
        for (const std::string& name : operand.result.unset) add_unset(out, name);
        if (!operand.result.problem) return;
        out.result.problem = operand.result.problem;
        out.is_malformed = operand.is_malformed;
    }

    static void add_unset(Expansion& out, const std::string& name) {
        auto& unset = out.result.unset;
        if (unset.size() == most_unset_names) return;
        if (std::find(unset.begin(), unset.end(), name) == unset.end()) unset.push_back(name);
    }

    /// Malformed, so that nothing around it goes on.
    static void report_excess(Expansion& out, Range source) {
        out.result.problem = {"the variables stand for too much text", source.begin,
                              source.end - source.begin,
                              "a variable that holds others can grow beyond measure", true};
        out.is_malformed = true;
    }

    std::size_t report_unclosed(Expansion& out, Range range) const {
        const std::string_view name = leading_name(text_.substr(range.begin + 2));
        out.result.problem = {"invalid interpolation format: '${' is never closed", range.begin,
                              2 + name.size(), std::string("close it with '}', or ") + escape_hint};
        out.is_malformed = true;
        return range.end;
    }

    static void report_malformed(Expansion& out, Range whole, std::string_view inner) {
        report(out, whole, explain_malformed(inner), hint_for_malformed(inner));
    }

    static void report(Expansion& out, Range whole, const std::string& why, const std::string& hint) {
        out.result.problem = {"invalid interpolation format: " + why, whole.begin, whole.end - whole.begin,
                              hint};
        out.is_malformed = true;
    }

    std::string_view text_;
    const Lookup& lookup_;
    std::size_t text_left_;
    std::vector<std::size_t> closers_;
};

class VariableFinder {
  public:
    explicit VariableFinder(std::string_view text) : text_(text), closers_(match_braces(text)) {}

    std::vector<VariableSite> find() {
        find_in({0, text_.size()}, 0);
        return std::move(sites_);
    }

  private:
    void find_in(Range range, std::size_t depth) {
        std::size_t position = range.begin;
        while ((position = text_.find('$', position)) < range.end)
            position = find_dollar({position, range.end}, depth);
    }

    std::size_t find_dollar(Range range, std::size_t depth) {
        const std::string_view rest = text_.substr(range.begin + 1, range.end - range.begin - 1);
        if (rest.starts_with('{')) return find_braced(range, depth);
        const std::string_view name = leading_name(rest);
        if (!name.empty())
            sites_.push_back({std::string(name), range.begin, 1 + name.size(), Operator::none, false, {}});
        return range.begin + 1 + (rest.starts_with('$') ? 1 : name.size());
    }

    std::size_t find_braced(Range range, std::size_t depth) {
        const std::size_t closer = closers_[range.begin];
        if (closer >= range.end) return range.begin + 2;
        if (const auto placeholder = read_placeholder(text_, {range.begin + 2, closer}))
            add(*placeholder, {range.begin, closer + 1}, depth);
        return closer + 1;
    }

    void add(const Placeholder& placeholder, Range whole, std::size_t depth) {
        const Range operand = placeholder.operand;
        sites_.push_back({std::string(placeholder.name), whole.begin, whole.end - whole.begin, placeholder.op,
                          placeholder.empty_counts_as_unset,
                          std::string(text_.substr(operand.begin, operand.end - operand.begin))});
        if (depth < deepest_nesting) find_in(operand, depth + 1);
    }

    std::string_view text_;
    std::vector<std::size_t> closers_;
    std::vector<VariableSite> sites_;
};

} // namespace

Interpolated interpolate(std::string_view text, const Lookup& lookup, std::size_t limit) {
    if (text.find('$') == std::string_view::npos) return {std::string(text), {}, std::nullopt};
    return Interpolator(text, lookup, limit).expand({0, text.size()}, 0).result;
}

std::string unset_warning(std::string_view name) {
    return "the variable " + quoted(name) + " is not set: it becomes an empty text";
}

std::vector<VariableSite> find_variables(std::string_view text) {
    if (text.find('$') == std::string_view::npos) return {};
    return VariableFinder(text).find();
}

std::vector<VariableUse> list_variables(std::string_view text) {
    std::vector<VariableUse> uses;
    for (VariableSite& site : find_variables(text)) {
        VariableUse use{std::move(site.name), "", "", site.op == Operator::required};
        if (site.op == Operator::default_value) use.default_value = std::move(site.operand);
        if (site.op == Operator::alternate) use.alternate_value = std::move(site.operand);
        uses.push_back(std::move(use));
    }
    return uses;
}

} // namespace muster::compose::source
