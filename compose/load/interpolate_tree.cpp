#include "compose/load/interpolate_tree.hpp"

#include "base/text.hpp"
#include "compose/load/subject.hpp"

#include <algorithm>
#include <string>

namespace muster::compose::load {

namespace {

using source::MappingEntry;
using source::Node;

/// The column of the first character of the text: after the quote, if there is one.
std::uint32_t text_column(const Node& scalar) {
    const bool is_quoted = scalar.style() == source::ScalarStyle::single_quoted ||
                           scalar.style() == source::ScalarStyle::double_quoted;
    return scalar.span().column + (is_quoted ? 1U : 0U);
}

/// Whether the code points from `column` on read `text`.
bool is_written_at(std::string_view line, std::uint32_t column, std::string_view text) {
    return column > 0 && skip_code_points(line, column - 1).starts_with(text);
}

class Interpolator {
  public:
    Interpolator(const source::Lookup& variables, LoadContext& context)
        : variables_(variables), context_(context) {}

    /// False for a value that has to be removed.
    bool visit(Node& node) {
        if (node.is_scalar()) return visit_scalar(node);
        if (node.is_sequence()) visit_items(node.items());
        if (node.is_mapping()) visit_entries(node.entries());
        return true;
    }

  private:
    void visit_items(std::vector<Node>& items) {
        std::erase_if(items, [this](Node& item) { return !visit(item); });
    }

    void visit_entries(source::Mapping& entries) {
        std::vector<std::string> unusable;
        for (MappingEntry& entry : entries) {
            path_.push_back(entry.key);
            if (!visit(entry.value)) unusable.push_back(entry.key);
            path_.pop_back();
        }
        for (const std::string& key : unusable) entries.erase(key);
    }

    bool visit_scalar(Node& node) {
        if (has_given_up_ || node.text().find('$') == std::string::npos) return true;
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

    /// The value of a variable is text, whatever it looks like.
    static void replace_text(Node& node, std::string text) {
        const source::MergeTag tag = node.tag();
        node = Node::scalar(std::move(text), node.span(), source::ScalarStyle::double_quoted);
        node.set_tag(tag);
    }

    void warn_unset(const Node& node, const std::string& name) {
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
        if (path_.size() > 1 && path_.front() == "services") context_.trouble.services.insert(path_[1]);
    }

    const source::Lookup& variables_;
    LoadContext& context_;
    KeyPath path_;
    bool has_given_up_ = false;
};

} // namespace

void interpolate_tree(source::Node& document, const source::Lookup& variables, LoadContext& context) {
    Interpolator(variables, context).visit(document);
}

Span locate_in_text(const source::Node& scalar, std::size_t offset, std::size_t length,
                    const SourceMap& sources) {
    Span span = scalar.span();
    const std::string_view text = scalar.text();
    if (!span.is_known() || offset > text.size()) return span;
    const std::uint32_t column =
        text_column(scalar) + static_cast<std::uint32_t>(count_code_points(text.substr(0, offset)));
    const std::string_view part = text.substr(offset, std::max<std::size_t>(length, 1));
    if (!is_written_at(sources.line(span.file, span.line), column, part)) return span;
    span.column = column;
    span.length = static_cast<std::uint32_t>(count_code_points(part));
    return span;
}

} // namespace muster::compose::load
