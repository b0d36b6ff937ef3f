#include "cmd/explanation_text.hpp"

#include "base/credentials.hpp"
#include "cmd/screen_text.hpp"
#include "cmd/terminal.hpp"

#include <algorithm>

namespace muster::cmd {

using compose::load::Candidate;
using compose::load::VariableExplanation;

namespace {

constexpr std::size_t gap = 2;

/// A value made of a credential is one itself.
bool is_hidden(const std::string& name, const Candidate& candidate) {
    return is_credential(name, candidate.value.value_or("")) ||
           std::any_of(candidate.made_of.begin(), candidate.made_of.end(),
                       [](const auto& ingredient) { return is_sensitive_name(ingredient.name); });
}

/// A value by which all others of the variable are to be hidden too.
bool is_hidden(const VariableExplanation& variable) {
    return std::any_of(variable.candidates.begin(), variable.candidates.end(),
                       [&](const Candidate& candidate) { return is_hidden(variable.name, candidate); });
}

std::string on_one_line(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += "\\t";
        else
            out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
    }
    return out;
}

std::string shown(const std::optional<std::string>& value, bool hidden) {
    if (!value) return "(not set)";
    if (value->empty()) return "(empty)";
    return hidden ? hidden_value : on_one_line(*value);
}

struct Row {
    std::string name;
    std::string source;
    std::string value;
    Paint paint = Paint::none;
};

Row row_of(const Candidate& candidate, bool hidden) {
    if (candidate.is_used) return {"", candidate.source, shown(candidate.value, hidden), Paint::none};
    if (!candidate.value) return {"", "  needed at " + candidate.source, "", Paint::none};
    return {"", "  instead of " + candidate.source, shown(candidate.value, hidden), Paint::dim};
}

void add_rows(const VariableExplanation& variable, std::vector<Row>& rows) {
    const std::size_t first = rows.size();
    const bool hidden = is_hidden(variable);
    const auto& candidates = variable.candidates;
    if (std::none_of(candidates.begin(), candidates.end(), [](const auto& one) { return one.is_used; }))
        rows.push_back({"", variable.value ? "unknown" : "nowhere", shown(variable.value, hidden)});
    for (const Candidate& candidate : candidates) {
        rows.push_back(row_of(candidate, hidden));
        for (const auto& ingredient : candidate.made_of)
            rows.push_back({"", "  from " + ingredient.name + ": " + ingredient.source, "",
                            candidate.is_used ? Paint::none : Paint::dim});
    }
    rows[first].name = variable.name;
}

class Drawing {
  public:
    Drawing(const std::vector<Row>& rows, const ExplanationLook& look) : look_(look) {
        for (const Row& row : rows) {
            name_width_ = std::max(name_width_, display_width(row.name) + gap);
            if (!row.value.empty()) source_width_ = std::max(source_width_, display_width(row.source) + gap);
        }
    }

    std::string line(const Row& row) const {
        const std::string source =
            row.value.empty() ? row.source : pad(row.source, source_width_) + row.value;
        const std::string text = cut(source);
        return pad(row.name, name_width_) + (look_.color ? paint(row.paint, text) : text) + "\n";
    }

  private:
    std::string cut(const std::string& text) const {
        const bool is_short = look_.width <= name_width_ || display_width(text) <= look_.width - name_width_;
        return look_.width == 0 || is_short ? text : fit(text, look_.width - name_width_);
    }

    const ExplanationLook& look_;
    std::size_t name_width_ = 0;
    std::size_t source_width_ = 0;
};

Value value_or_hidden(const std::optional<std::string>& value, bool hidden) {
    if (!value) return {};
    return hidden && !value->empty() ? Value(hidden_value) : Value(*value);
}

Value source_record(const Candidate& candidate, bool hidden) {
    Value out = Value::record();
    out.add("source", candidate.source);
    out.add("value", value_or_hidden(candidate.value, hidden));
    out.add("used", candidate.is_used);
    if (candidate.made_of.empty()) return out;
    Value::List made_of;
    for (const auto& ingredient : candidate.made_of) {
        Value part = Value::record();
        part.add("name", ingredient.name);
        part.add("source", ingredient.source);
        made_of.push_back(std::move(part));
    }
    out.add("made_of", std::move(made_of));
    return out;
}

} // namespace

std::string explanation_text(const std::vector<VariableExplanation>& variables, const ExplanationLook& look) {
    std::vector<Row> rows{{"VARIABLE", "FROM", "VALUE", Paint::bold}};
    for (const VariableExplanation& variable : variables) add_rows(variable, rows);
    const Drawing drawing(rows, look);
    std::string out;
    for (const Row& row : rows) out += drawing.line(row);
    return out;
}

Value explanation_list(const std::vector<VariableExplanation>& variables) {
    Value::List out;
    for (const VariableExplanation& variable : variables) {
        const bool hidden = is_hidden(variable);
        Value::List sources;
        for (const Candidate& candidate : variable.candidates)
            sources.push_back(source_record(candidate, hidden));
        Value record = Value::record();
        record.add("name", variable.name);
        record.add("value", value_or_hidden(variable.value, hidden));
        record.add("sources", std::move(sources));
        out.push_back(std::move(record));
    }
    return out;
}

} // namespace muster::cmd
