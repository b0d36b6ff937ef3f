#include "compose/source/yaml_reader.hpp"

#include "compose/source/yaml_draft.hpp"
#include "compose/source/yaml_resolver.hpp"

#include <algorithm>
#include <tuple>

namespace muster::compose::source {

namespace {

auto reading_order(const Error& error) {
    const Span where = error.where.value_or(Span());
    return std::tuple(where.line, where.column);
}

Node unreadable_document() {
    Node node;
    node.set_partial();
    return node;
}

} // namespace

bool is_unreadable(const Node& document) { return document.is_null() && document.is_partial(); }

std::vector<Node> read_yaml(FileId file, const SourceMap& sources, Diagnostics& problems) {
    Diagnostics found;
    DraftReader reader(file, sources.text(file), found);
    std::vector<Node> documents;
    while (Draft* draft = reader.next()) documents.push_back(resolve_draft(*draft, found));
    if (reader.has_failed()) documents.push_back(unreadable_document());
    std::vector<Error> errors = found.errors();
    std::stable_sort(errors.begin(), errors.end(),
                     [](const Error& a, const Error& b) { return reading_order(a) < reading_order(b); });
    for (Error& error : errors) problems.error(std::move(error));
    return documents;
}

} // namespace muster::compose::source
