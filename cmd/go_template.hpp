#pragma once

#include "base/source_map.hpp"
#include "base/value.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace muster::cmd {

namespace go_template {
struct Parsed;
}

/// What a template is rendered over.
struct TemplateData {
    /// A record: asking for a field that it lacks is an error. A map gives "<no value>" instead.
    Value fields;
    /// What may be asked of `fields` with a text: {{.Label "org.example.owner"}}.
    std::map<std::string, std::function<std::string(const std::string&)>> methods = {};
};

/// A template in the language of Go's text/template, as users give it to --format: "{{.Name}}: {{json
/// .Ports}}".
///
/// Understood are fields, variables, pipes, parentheses, if, with, range, break, continue, comments and
/// trimming
/// ("{{-"); the functions and, or, not, eq, ne, lt, le, gt, ge, len, index, slice, print, printf, println,
/// html, urlquery, and the Docker CLI's json, split, join, title, lower, upper, pad and truncate. Not
/// understood are define, template, block, call and js. Outside of quotes "\t" and "\n" stand for a tab and a
/// line end. Source: https://pkg.go.dev/text/template; Docker CLI, templates.
class GoTemplate {
  public:
    /// `file`: the text's place in the SourceMap. Throws Error (usage) with the place in the template.
    explicit GoTemplate(std::string text, FileId file = 0);
    ~GoTemplate();
    GoTemplate(GoTemplate&&) noexcept;
    GoTemplate& operator=(GoTemplate&&) noexcept;

    /// Throws Error (usage) with the place in the template: an unknown field, an argument of the wrong kind,
    /// or more work than a format has any use for.
    std::string render(const TemplateData& data) const;

    /// For a table's header: the template over the headings of the fields instead of a row. json, title,
    /// lower, upper and truncate leave a heading as it is, and {{.Label "org.example.owner"}} is headed
    /// "owner". What cannot be rendered ends it early.
    std::string render_heading(const std::map<std::string, std::string>& headings) const;

  private:
    std::unique_ptr<go_template::Parsed> parsed_;
};

} // namespace muster::cmd
