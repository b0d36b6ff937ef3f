#include "cmd/list_format.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

namespace muster::cmd {

ListFormat list_format(const Flags& flags) {
    const std::string format = flags.text("format");
    if (format.empty() || format == "table") return ListFormat::table;
    if (format == "json") return ListFormat::json;
    throw Error(ErrorKind::usage, "unsupported format " + quoted(format) + ": expected 'table' or 'json'");
}

} // namespace muster::cmd
