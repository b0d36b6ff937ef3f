#pragma once

#include "base/error.hpp"
#include "compose/source/interpolate.hpp"

#include <string>
#include <utility>
#include <vector>

namespace muster::compose::source {

/// The variables of a dotenv file in the order written, a repeated one at its first place with its last
/// value.
using Variables = std::vector<std::pair<std::string, std::string>>;

/// Reads the grammar of `.env` and of `env_file`: comments, `export`, `K=v` and `K: v`, single quotes
/// (literal) and double quotes (escapes) over several lines, and variables in unquoted and double-quoted
/// values, looked up in `outer` first and then among the earlier keys of the file. A bare `K` takes its value
/// from `outer` and is absent when that has none. Every line that cannot be read is reported with its place
/// and skipped; messages never show a value.
Variables parse_dotenv(FileId file, const SourceMap& sources, const Lookup& outer, Diagnostics& problems);

/// The same for a file that follows others: their variables (`earlier`) are seen unless the file has set them
/// itself, and are part of the result.
Variables parse_dotenv_after(Variables earlier, FileId file, const SourceMap& sources, const Lookup& outer,
                             Diagnostics& problems);

/// Reads an `env_file` of `format: raw`: each line is `K=v` with everything after the first `=` as it stands,
/// or a bare `K` as above; lines that start with `#` are comments.
Variables parse_raw_env(FileId file, const SourceMap& sources, const Lookup& outer, Diagnostics& problems);

/// A line that sets a variable.
struct Assignment {
    std::string name;
    std::string value;
    Span where; ///< without a length, for the line may hold a secret

    bool operator==(const Assignment&) const = default;
};

enum class DotenvFormat { dotenv, raw };

/// Every assignment of a file in the order written, the repeated ones too: for telling where a value comes
/// from. Bare names are not among them, and nothing is reported.
std::vector<Assignment> list_assignments(FileId file, const SourceMap& sources, const Lookup& outer,
                                         DotenvFormat format);

} // namespace muster::compose::source
