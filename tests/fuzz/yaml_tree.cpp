#include "compose/source/scalar.hpp"
#include "compose/source/yaml_encoding.hpp"
#include "compose/source/yaml_reader.hpp"
#include "tests/fuzz/properties.hpp"

/// The YAML reader, and the writer with what was read.

using namespace muster;
using compose::source::MappingEntry;
using compose::source::Node;

namespace {

void walk(const Node& node, const SourceMap& sources) {
    Error place(ErrorKind::internal, "a node");
    fuzz::require_true_places({place.at(node.span())}, sources);
    if (node.is_scalar()) compose::source::canonical_text(node);
    if (node.is_sequence())
        for (const Node& item : node.items()) walk(item, sources);
    if (!node.is_mapping()) return;
    for (const MappingEntry& entry : node.entries()) {
        fuzz::require(node.find(entry.key) == &entry.value, "a key is not found", entry.key);
        walk(entry.value, sources);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SourceMap sources;
    Diagnostics problems;
    const FileId file = sources.add("f", compose::source::to_utf8(std::string(fuzz::text_of(data, size))));
    const std::vector<Node> documents = compose::source::read_yaml(file, sources, problems);
    fuzz::require_true_places(problems.errors(), sources);
    for (const Node& document : documents) {
        walk(document, sources);
        if (problems.has_errors()) continue;
        // What is written is always a mapping.
        Value root = Value::map();
        root.add("document", compose::source::to_value(document));
        fuzz::require_yaml_round_trip(root);
    }
    return 0;
}
