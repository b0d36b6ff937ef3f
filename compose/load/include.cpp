#include "compose/load/include.hpp"

#include "base/text.hpp"
#include "compose/load/merge.hpp"

#include <algorithm>
#include <array>

namespace muster::compose::load {

namespace {

using source::MappingEntry;
using source::Node;

/// Each level takes a piece of the program's stack.
constexpr std::size_t deepest_include = 1000;

struct WrittenPath {
    std::string text;
    Span where;
};

/// One entry of `include`, in its long form.
struct Entry {
    std::vector<WrittenPath> paths;
    std::string project_directory;
    std::optional<std::vector<WrittenPath>> environment_files;
};

class EntryReader {
  public:
    explicit EntryReader(Diagnostics& problems) : problems_(problems) {}

    std::optional<Entry> read(const Node& node) {
        Entry entry;
        if (node.is_scalar())
            entry.paths = {{node.text(), node.span()}};
        else if (!read_long_form(node, entry))
            return std::nullopt;
        return entry;
    }

  private:
    bool read_long_form(const Node& node, Entry& entry) {
        if (!node.is_mapping()) return fail(node.span(), "an entry of 'include' must be a path or a mapping");
        for (const MappingEntry& member : node.entries())
            if (!read_member(member, entry)) return false;
        return !entry.paths.empty() || fail(node.span(), "an entry of 'include' lacks 'path'");
    }

    bool read_member(const MappingEntry& member, Entry& entry) {
        if (member.value.is_null()) return true;
        if (member.key == "path") return read_texts(member, entry.paths);
        if (member.key == "env_file") return read_texts(member, entry.environment_files.emplace());
        if (member.key != "project_directory")
            return fail(member.key_span, "unknown key " + quoted(member.key) + " in an entry of 'include'",
                        "it may have 'path', 'project_directory' and 'env_file'");
        if (!member.value.is_scalar()) return fail(member.value.span(), "'project_directory' must be text");
        entry.project_directory = member.value.text();
        return true;
    }

    bool read_texts(const MappingEntry& member, std::vector<WrittenPath>& out) {
        if (member.value.is_scalar())
            out.push_back({member.value.text(), member.value.span()});
        else if (!member.value.is_sequence())
            return fail_texts(member);
        for (const Node& item : member.value.items()) {
            if (!item.is_scalar()) return fail_texts(member);
            out.push_back({item.text(), item.span()});
        }
        return true;
    }

    bool fail_texts(const MappingEntry& member) {
        return fail(member.value.span(),
                    quoted(member.key) + " of 'include' must be text or a list of texts");
    }

    bool fail(Span where, std::string message, std::string hint = {}) {
        problems_.error(where, std::move(message)).suggest(std::move(hint));
        return false;
    }

    Diagnostics& problems_;
};

class Includer {
  public:
    explicit Includer(const IncludeScope& scope) : scope_(scope), problems_(scope.context.problems) {}

    Node include_all(const Node& section) {
        if (section.is_null()) return {};
        if (!section.is_sequence()) {
            problems_.error(section.span(), "'include' must be a list")
                .suggest("write each file as '- PATH'");
            return {};
        }
        for (const Node& item : section.items())
            if (const auto entry = EntryReader(problems_).read(item); !entry || !include(*entry))
                scope_.context.trouble.top_level = true;
        return std::move(merged_);
    }

  private:
    /// Whether all files of the entry could be read.
    bool include(const Entry& entry) {
        Layer layer;
        layer.includers = scope_.layer.includers;
        layer.includers.push_back(scope_.file.path);
        for (const WrittenPath& path : entry.paths)
            if (!add_file(layer, path)) return false;
        layer.directory = entry.project_directory.empty()
                              ? parent_path(layer.files.front().path)
                              : resolve(scope_.layer.directory, entry.project_directory);
        layer.environment = scope_.layer.environment;
        if (!add_environment(entry, layer)) return false;
        Node included = assemble(std::move(layer), scope_.context, scope_.paths);
        included.entries().erase("name");
        merge_node(merged_, std::move(included), {}, {problems_, scope_.context.trouble.removed});
        return true;
    }

    bool add_environment(const Entry& entry, Layer& layer) {
        const std::vector<WrittenPath> files = environment_files(entry, layer.directory);
        std::vector<std::string> paths;
        for (const WrittenPath& file : files) {
            if (!is_there(file)) return false;
            paths.push_back(file.text);
        }
        add_dotenv_files(scope_.context, paths, layer.environment,
                         files.empty() ? Span{} : files.front().where);
        return true;
    }

    bool is_there(const WrittenPath& file) {
        if (scope_.context.files.type(file.text) != FileType::missing) return true;
        problems_.error(file.where, "the env_file " + quoted(scope_.context.display_name(file.text)) +
                                        " of this 'include' does not exist");
        return false;
    }

    std::string resolve(const std::string& directory, const std::string& path) const {
        return PathResolver(directory, home()).resolve({}, path);
    }

    std::string home() const {
        const auto found = scope_.layer.environment.find("HOME");
        return found == scope_.layer.environment.end() ? std::string() : found->second;
    }

    bool add_file(Layer& layer, const WrittenPath& written) {
        const Span where = written.where;
        const std::string path = resolve(scope_.layer.directory, written.text);
        if (std::find(layer.includers.begin(), layer.includers.end(), path) != layer.includers.end())
            return report_cycle(layer.includers, path, where);
        if (layer.includers.size() > deepest_include) {
            problems_.error(where, "'include' leads through more than " + std::to_string(deepest_include) +
                                       " files");
            return false;
        }
        try {
            reject_remote_file(written.text);
            layer.files.push_back(
                read_source_file(scope_.context, {path, scope_.context.display_name(path)}, std::nullopt));
            scope_.context.included.emplace(layer.files.back().id, where);
            return is_readable(layer.files.back());
        } catch (Error& problem) {
            problems_.error(problem.at(where));
            return false;
        }
    }

    bool report_cycle(const std::vector<std::string>& chain, const std::string& path, Span where) {
        std::vector<std::string> names;
        const auto start = std::find(chain.begin(), chain.end(), path);
        std::transform(start, chain.end(), std::back_inserter(names),
                       [this](const std::string& file) { return scope_.context.display_name(file); });
        names.push_back(scope_.context.display_name(path));
        problems_.error(where, names.size() == 2 ? "the file includes itself"
                                                 : "files include each other: " + join_chain(names));
        return false;
    }

    /// With absolute paths.
    std::vector<WrittenPath> environment_files(const Entry& entry, const std::string& directory) const {
        if (!entry.environment_files) {
            const std::string path = resolve_path(directory, ".env");
            if (!scope_.context.has_file(path)) return {};
            return {{path, entry.paths.front().where}};
        }
        std::vector<WrittenPath> files;
        for (const WrittenPath& file : *entry.environment_files)
            if (file.text != "/dev/null")
                files.push_back({resolve(parent_path(scope_.file.path), file.text), file.where});
        return files;
    }

    const IncludeScope& scope_;
    Diagnostics& problems_;
    Node merged_;
};

} // namespace

source::Node take_included(source::Node& document, const IncludeScope& scope) {
    const Node* section = document.entries().find("include");
    if (section == nullptr) return {};
    Node included = Includer(scope).include_all(*section);
    document.entries().erase("include");
    return included;
}

} // namespace muster::compose::load
