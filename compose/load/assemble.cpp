#include "compose/load/assemble.hpp"

#include "base/text.hpp"
#include "compose/load/extends.hpp"
#include "compose/load/include.hpp"
#include "compose/load/interpolate_tree.hpp"
#include "compose/load/merge.hpp"
#include "compose/load/service_variables.hpp"
#include "compose/source/yaml_encoding.hpp"
#include "compose/source/yaml_reader.hpp"

#include <algorithm>

namespace muster::compose::load {

namespace {

using source::Node;

bool is_text(const Node& node) { return node.is_scalar() && node.scalar_type() == source::ScalarType::text; }

/// `version` says nothing any more.
void drop_version(Node& document, LoadContext& context) {
    const auto* version = document.entries().find_entry("version");
    if (version == nullptr) return;
    if (is_text(version->value))
        context.problems.warning(version->key_span, "'version' is obsolete and ignored, remove it");
    else
        context.problems.error(version->value.span(), "'version' must be text in quotes")
            .suggest("it is obsolete and ignored: remove it");
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
        if (!document.is_mapping()) return report_kind(document);
        drop_version(document, context_);
        interpolate_tree(document, variables_, context_);
        report_empty_sections(document);
        merge_node(merged_, take_included(document, {file, layer_, context_, paths_}), {}, notes());
        resolve_extends(document, {file.path, layer_.directory, variables_, context_, paths_});
        note_environments(document, context_);
        merge_node(merged_, std::move(document), {}, notes());
    }

    MergeNotes notes() { return {context_.problems, context_.trouble.removed}; }

    void report_kind(const Node& document) {
        context_.trouble.top_level = true;
        if (document.is_null())
            context_.problems.error(document.span(), "this part of the compose file is empty")
                .suggest("remove the '---' before it");
        else
            context_.problems
                .error(document.span(), std::string("a compose file must be a mapping, not ") +
                                            (document.is_sequence() ? "a list" : "a single value"))
                .suggest(hint_for_foreign_file(document));
    }

    /// Those that no document before this one has filled.
    void report_empty_sections(const Node& document) {
        for (const char* name : {"services", "networks", "volumes", "secrets", "configs", "models"}) {
            const Node* section = document.find(name);
            const bool is_empty = section != nullptr && section->is_null() &&
                                  section->tag() != source::MergeTag::reset && merged_.find(name) == nullptr;
            if (is_empty)
                context_.problems.error(section->span(), quoted(name) + " is empty")
                    .suggest("put an entry below it, or remove it");
        }
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

bool is_readable(const SourceFile& file) {
    return std::none_of(file.documents.begin(), file.documents.end(), source::is_unreadable);
}

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
