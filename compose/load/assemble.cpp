#include "compose/load/assemble.hpp"

#include "compose/load/extends.hpp"
#include "compose/load/include.hpp"
#include "compose/load/interpolate_tree.hpp"
#include "compose/load/merge.hpp"
#include "compose/source/yaml_encoding.hpp"
#include "compose/source/yaml_reader.hpp"

namespace muster::compose::load {

namespace {

using source::Node;

/// `version` says nothing any more.
void drop_version(Node& document, LoadContext& context) {
    const auto* version = document.entries().find_entry("version");
    if (version == nullptr) return;
    context.problems.warning(version->key_span, "'version' is obsolete and ignored, remove it");
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

[[noreturn]] void refuse_size(const Node& document) {
    throw Error(ErrorKind::compose_file, "the project is too large: its files hold too many values")
        .at(document.span());
}

} // namespace

SourceFile read_source_file(LoadContext& context, const ComposeFile& file,
                            const std::optional<std::string>& standard_input) {
    if (!LoadBudget::take(context.budget.files, 1))
        throw Error(ErrorKind::compose_file, "the project consists of too many files");
    std::string text = file.path == "-" ? standard_input.value_or("") : context.files.read(file.path);
    const FileId id = context.sources.add(file.label, source::to_utf8(std::move(text)));
    SourceFile source{id, file.path, source::read_yaml(id, context.sources, context.problems)};
    for (const Node& document : source.documents)
        if (!LoadBudget::take(context.budget.values, count_nodes(document))) refuse_size(document);
    return source;
}

source::Node assemble(Layer layer, LoadContext& context, PathResolver& paths) {
    return Assembler(layer, context, paths).assemble();
}

} // namespace muster::compose::load
