#pragma once

#include "base/render_error.hpp"
#include "compose/source/yaml_encoding.hpp"
#include "compose/source/yaml_reader.hpp"

#include <string>
#include <vector>

namespace muster::compose::source {

/// A text that was read as YAML, with what there was to say about it.
struct ReadText {
    std::vector<Node> documents;
    std::vector<Error> errors;
    std::string messages; ///< all errors as a user sees them; the file is called "f"
};

inline ReadText read_text(const std::string& text) {
    SourceMap sources;
    Diagnostics problems;
    ReadText read;
    read.documents = read_yaml(sources.add("f", to_utf8(text)), sources, problems);
    read.errors = problems.errors();
    for (const Error& error : read.errors) read.messages += render_error(error, sources);
    return read;
}

/// A tree on one line: plain text as it is, other text in "quotes", `!reset` and `!override` before what
/// they stand on.
inline std::string dump(const Node& node) {
    std::string out;
    if (node.tag() == MergeTag::reset) out += "!reset ";
    if (node.tag() == MergeTag::override_) out += "!override ";
    if (node.is_null()) return out + "null";
    if (node.is_scalar())
        return out + (node.style() == ScalarStyle::plain ? node.text() : "\"" + node.text() + "\"");
    std::string parts;
    const auto add = [&](const std::string& part) { parts += (parts.empty() ? "" : ", ") + part; };
    if (node.is_sequence()) {
        for (const Node& item : node.items()) add(dump(item));
        return out + "[" + parts + "]";
    }
    for (const MappingEntry& entry : node.entries()) add(entry.key + ": " + dump(entry.value));
    return out + "{" + parts + "}";
}

/// The documents, separated by " --- ".
inline std::string dump(const std::vector<Node>& documents) {
    std::string out;
    for (const Node& document : documents)
        out += (&document == &documents.front() ? "" : " --- ") + dump(document);
    return out;
}

} // namespace muster::compose::source
