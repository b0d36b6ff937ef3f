#pragma once

#include "cmd/command.hpp"
#include "cmd/go_template.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::cmd {

/// A verb's rows: its usual table as a template, and the headings of the fields.
struct RowLayout {
    std::string table; ///< "{{.Name}}\t{{.Status}}"
    std::map<std::string, std::string> headings;
};

/// How rows are printed: --format as the Docker CLI reads it. "table" or nothing is the usual table, "json"
/// one object per line, "table TEMPLATE" a table of those columns, anything else a template for each row.
/// Source: Docker CLI, formatter.Context.
class RowFormat {
  public:
    /// Throws Error (usage), with a place in `sources`, for what is no template.
    RowFormat(const std::string& format, RowLayout layout, SourceMap& sources);

    /// The lines, each with its end. Throws Error (usage) when a row does not fit the template.
    std::string render(const std::vector<TemplateData>& rows) const;

  private:
    std::optional<GoTemplate> template_; ///< nothing: JSON
    bool is_table_ = false;
    RowLayout layout_;
};

/// --format of the verbs that print rows.
FlagSpec row_format_flag();

} // namespace muster::cmd
