#include "compose/load/interpolate_tree.hpp"

#include "base/text.hpp"
#include "compose/load/subject.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace muster::compose::load {

namespace {

using source::MappingEntry;
using source::Node;

/// In longer texts a place is not looked for beyond the first line.
constexpr std::size_t longest_searched = 10'000;

/// The column of the first character of the text: after the quote, if there is one.
std::uint32_t text_column(const Node& scalar) {
    const bool is_quoted = scalar.style() == source::ScalarStyle::single_quoted ||
                           scalar.style() == source::ScalarStyle::double_quoted;
    return scalar.span().column + (is_quoted ? 1U : 0U);
}

std::size_t offset_of_column(std::string_view line, std::uint32_t column) {
    return column == 0 ? line.size() : line.size() - skip_code_points(line, column - 1).size();
}

/// Whether the code points from `column` on read `text`.
bool is_written_at(std::string_view line, std::uint32_t column, std::string_view text) {
    return line.substr(offset_of_column(line, column)).starts_with(text);
}

std::size_t count_occurrences(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

/// The place of a part of a text that is written on several lines: as often as the part stands before it in
/// the text, it stands before it in the file.
std::optional<Span> find_below(const Node& scalar, std::size_t offset, std::string_view part,
                               const SourceMap& sources) {
    part = part.substr(0, part.find('\n'));
    const std::string_view text = scalar.text();
    if (text.size() > longest_searched) return std::nullopt;
    std::size_t to_skip = count_occurrences(text.substr(0, offset), part);
    const auto is_break = [](char c) { return c == '\n' || c == ' '; };
    const auto most_lines = static_cast<std::uint32_t>(1 + std::count_if(text.begin(), text.end(), is_break));
    Span place = scalar.span();
    for (std::uint32_t read = 0; read <= most_lines; ++read, ++place.line) {
        const std::string_view line = sources.line(place.file, place.line);
        std::size_t at = line.find(part, read == 0 ? offset_of_column(line, scalar.span().column) : 0);
        for (; at != std::string_view::npos; at = line.find(part, at + 1)) {
            if (to_skip-- > 0) continue;
            place.column = static_cast<std::uint32_t>(1 + count_code_points(line.substr(0, at)));
            place.length = static_cast<std::uint32_t>(count_code_points(part));
            return place;
        }
    }
    return std::nullopt;
}

class Interpolator {
  public:
    Interpolator(const source::Lookup& variables, LoadContext& context)
        : variables_(variables), context_(context) {}

    /// False for a value that has to be removed.
    bool visit(Node& node) {
        if (node.is_scalar()) return visit_scalar(node);
        if (node.is_sequence()) visit_items(node);
        if (node.is_mapping()) visit_entries(node);
        return true;
    }

  private:
    void visit_items(Node& list) {
        if (std::erase_if(list.items(), [this](Node& item) { return !visit(item); }) > 0) list.set_partial();
    }

    void visit_entries(Node& mapping) {
        std::vector<std::string> unusable;
        for (MappingEntry& entry : mapping.entries()) {
            path_.push_back(entry.key);
            if (!visit(entry.value)) unusable.push_back(entry.key);
            path_.pop_back();
        }
        for (const std::string& key : unusable) mapping.entries().erase(key);
        if (!unusable.empty()) mapping.set_partial();
    }

    bool visit_scalar(Node& node) {
        if (has_given_up_ || node.text().find('$') == std::string::npos) return true;
        if (context_.provenance != nullptr) note_references(node, *context_.provenance);
        source::Interpolated result = source::interpolate(node.text(), variables_, context_.budget.text);
        context_.budget.text -= std::min(context_.budget.text, result.text.size());
        for (const std::string& name : result.unset) warn_unset(node, name);
        if (result.problem) {
            report(node, *result.problem);
            // Said once: all that follows would exceed it too.
            if (result.problem->is_excess) has_given_up_ = true;
            return false;
        }
        replace_text(node, std::move(result.text));
        return true;
    }

    void note_references(const Node& node, Provenance& provenance) {
        for (const source::VariableSite& site : source::find_variables(node.text())) {
            VariableReference reference = refer_to(site);
            reference.where = locate_in_text(node, site.offset, site.length, context_.sources);
            reference.scalar = node.span();
            provenance.references.push_back(std::move(reference));
        }
    }

    VariableReference refer_to(const source::VariableSite& site) const {
        VariableReference reference;
        reference.name = site.name;
        if (site.op == source::VariableOperator::default_value)
            reference.default_value = source::interpolate(site.operand, variables_).text;
        const auto value = variables_(site.name);
        const bool is_set = value && !(site.empty_counts_as_unset && value->empty());
        if (is_set || site.op == source::VariableOperator::alternate) return reference;
        reference.substitute = reference.default_value ? Substitute::default_value : Substitute::nothing;
        return reference;
    }

    /// The value of a variable is text, whatever it looks like.
    static void replace_text(Node& node, std::string text) {
        const source::MergeTag tag = node.tag();
        node = Node::scalar(std::move(text), node.span(), source::ScalarStyle::double_quoted);
        node.set_tag(tag);
        node.set_has_variables();
    }

    /// Where it is used first: the files may use it everywhere.
    void warn_unset(const Node& node, const std::string& name) {
        if (!context_.unset_variables.insert(name).second) return;
        const bool is_shown = !context_.problems.is_full_of_warnings();
        context_.problems.warning(is_shown ? find_use(node, name) : node.span(),
                                  "the variable " + quoted(name) + " is not set: it becomes an empty text");
    }

    Span find_use(const Node& node, const std::string& name) const {
        for (const std::string& use : {"${" + name + "}", "$" + name}) {
            const std::size_t offset = node.text().find(use);
            if (offset != std::string::npos)
                return locate_in_text(node, offset, use.size(), context_.sources);
        }
        return node.span();
    }

    void report(const Node& node, const source::InterpolationProblem& problem) {
        context_.problems
            .error(locate_in_text(node, problem.offset, problem.length, context_.sources), problem.message)
            .suggest(problem.hint.empty() ? "set it in the environment or in a '.env' file" : problem.hint);
        context_.trouble.values.insert(path_);
    }

    const source::Lookup& variables_;
    LoadContext& context_;
    KeyPath path_;
    bool has_given_up_ = false;
};

} // namespace

void interpolate_tree(source::Node& document, const source::Lookup& variables, LoadContext& context) {
    if (context.interpolation == Interpolation::on) Interpolator(variables, context).visit(document);
}

Span locate_in_text(const source::Node& scalar, std::size_t offset, std::size_t length,
                    const SourceMap& sources) {
    Span span = scalar.span();
    const std::string_view text = scalar.text();
    if (!span.is_known() || offset > text.size()) return span;
    const std::uint32_t column =
        text_column(scalar) + static_cast<std::uint32_t>(count_code_points(text.substr(0, offset)));
    const std::string_view part = text.substr(offset, std::max<std::size_t>(length, 1));
    if (!is_written_at(sources.line(span.file, span.line), column, part))
        return find_below(scalar, offset, part, sources).value_or(span);
    span.column = column;
    span.length = static_cast<std::uint32_t>(count_code_points(part));
    return span;
}

} // namespace muster::compose::load
