#include "compose/load/assemble.hpp"

#include "compose/load/extends.hpp"
#include "compose/load/include.hpp"
#include "compose/load/interpolate_tree.hpp"
#include "compose/load/merge.hpp"
#include "compose/source/yaml_reader.hpp"

namespace muster::compose::load {

namespace {

using source::Node;

/// `version` says nothing any more.
void drop_version(Node& document, LoadContext& context) {
    const auto* version = document.entries().find_entry("version");
    if (version == nullptr) return;
    if (version->value.is_scalar() && version->value.scalar_type() == source::ScalarType::text)
        context.problems.warning(version->key_span, "'version' is obsolete and ignored, remove it");
    else
        context.problems
            .error(version->value.span(),
                   "'version' must be text, not a " + std::string(version->value.kind_name()))
            .suggest("remove it, for it is ignored");
    document.entries().erase("version");
}

class Assembler {
  public:
    Assembler(Layer& layer, LoadContext& context, PathResolver& paths)
        : layer_(layer), context_(context), paths_(paths), variables_(lookup_in(layer.environment)) {}

    Node assemble() {
        for (SourceFile& file : layer_.files) {
            paths_.set_base(file.id, layer_.directory);
            for (Node& document : file.documents) add(std::move(document), file);
        }
        if (!merged_.is_mapping()) merged_ = Node::mapping({});
        return std::move(merged_);
    }

  private:
    void add(Node document, const SourceFile& file) {
        if (document.is_null()) return;
        if (!document.is_mapping()) {
            context_.problems.error(document.span(),
                                    std::string("a compose file must be a mapping, not ") +
                                        (document.is_sequence() ? "a list" : "a single value"));
            return;
        }
        drop_version(document, context_);
        interpolate_tree(document, variables_, context_);
        merge_node(merged_, take_included(document, {file, layer_, context_, paths_}), {}, context_.problems);
        resolve_extends(document, {file.path, layer_.directory, variables_, context_, paths_});
        merge_node(merged_, std::move(document), {}, context_.problems);
    }

    Layer& layer_;
    LoadContext& context_;
    PathResolver& paths_;
    source::Lookup variables_;
    Node merged_;
};

} // namespace

SourceFile read_source_file(LoadContext& context, const ComposeFile& file,
                            const std::optional<std::string>& standard_input) {
    std::string text = file.path == "-" ? standard_input.value_or("") : context.files.read(file.path);
    const FileId id = context.sources.add(file.label, std::move(text));
    return {id, file.path, source::read_yaml(id, context.sources, context.problems)};
}

source::Node assemble(Layer layer, LoadContext& context, PathResolver& paths) {
    return Assembler(layer, context, paths).assemble();
}

} // namespace muster::compose::load
