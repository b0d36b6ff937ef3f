#include "compose/load/assemble.hpp"

#include "compose/load/extends.hpp"
#include "compose/load/include.hpp"
#include "compose/load/interpolate_tree.hpp"
#include "compose/load/merge.hpp"
#include "compose/source/yaml_reader.hpp"

#include <algorithm>

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

/// What a file may be instead that is given as a compose file.
std::string hint_for_foreign_file(const Node& document) {
    const std::string text = document.is_scalar() ? document.text() : std::string();
    if (text.starts_with("FROM ") || text.starts_with("ARG "))
        return "is this a Dockerfile? it is named in a compose file, with 'build'";
    if (text.find('=') < text.find_first_of(" <"))
        return "is this a file of variables? it is given with --env-file";
    return "a compose file begins with 'services:', and the services stand below, indented";
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
            context_.trouble.top_level = true;
            context_.problems
                .error(document.span(), std::string("a compose file must be a mapping, not ") +
                                            (document.is_sequence() ? "a list" : "a single value"))
                .suggest(hint_for_foreign_file(document));
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

bool is_readable(const SourceFile& file) {
    return std::none_of(file.documents.begin(), file.documents.end(), source::is_unreadable);
}

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
