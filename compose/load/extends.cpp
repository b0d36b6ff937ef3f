#include "compose/load/extends.hpp"

#include "base/text.hpp"
#include "compose/load/assemble.hpp"
#include "compose/load/interpolate_tree.hpp"
#include "compose/load/known_keys.hpp"
#include "compose/load/merge.hpp"
#include "compose/load/service_variables.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

namespace muster::compose::load {

namespace {

using source::MappingEntry;
using source::Node;

/// A file whose services are extended, or extend others.
struct Origin {
    std::string path;
    std::string directory;
    Node* services = nullptr; ///< null when the file has none
    Node document;            ///< holds the services of a file that was read for `extends` only
    std::set<std::string> resolved;
};

/// The service that `extends` names.
struct Target {
    std::string service;
    std::string file; ///< empty: the same file
    Span where;
    Span file_place; ///< of the file's name
};

/// Further services of a circle are named, but their places are not shown.
constexpr std::size_t most_notes = 8;

/// A service, in one of the files.
struct Link {
    Origin* origin;
    std::string service;

    auto operator<=>(const Link&) const = default;
};

/// A service that extends another one, which is missing when there is something wrong with it.
struct Step {
    Link link;
    std::optional<Link> base;
    Span where; ///< of what it extends
};

Node* services_of(Node& document) {
    Node* services = document.is_mapping() ? document.entries().find("services") : nullptr;
    return services != nullptr && services->is_mapping() ? services : nullptr;
}

class ExtendsResolver {
  public:
    explicit ExtendsResolver(const ExtendsScope& scope) : scope_(scope), problems_(scope.context.problems) {}

    void resolve_all(Node& document) {
        Origin origin{scope_.path, scope_.directory, services_of(document), {}, {}};
        if (origin.services == nullptr) return;
        std::vector<std::string> names;
        for (const MappingEntry& entry : origin.services->entries()) names.push_back(entry.key);
        for (const std::string& name : names) resolve(origin, name);
    }

  private:
    /// Follows the services that extend one another to the last one, then lays each over the one it extends.
    /// No recursion: a chain may be longer than the program's stack.
    void resolve(Origin& origin, const std::string& name) {
        std::optional<Link> link = Link{&origin, name};
        while (link) link = follow(*link);
        for (; !chain_.empty(); chain_.pop_back()) lay_over_base(chain_.back());
        open_.clear();
    }

    /// The service that this one extends, unless it is settled already.
    std::optional<Link> follow(const Link& link) {
        if (!link.origin->resolved.insert(link.service).second) return std::nullopt;
        Node& service = service_at(link);
        const Node* extends = service.find("extends");
        if (extends == nullptr) return std::nullopt;
        const auto target = read_target(*extends, link.service);
        service.entries().erase("extends");
        open_.insert(link);
        chain_.push_back({link, std::nullopt, target ? target->where : Span{}});
        if (target) chain_.back().base = find_base(*link.origin, *target);
        return chain_.back().base;
    }

    static Node& service_at(const Link& link) { return *link.origin->services->entries().find(link.service); }

    void lay_over_base(const Step& step) {
        auto& trouble = scope_.context.trouble.services;
        if (!step.base || trouble.contains(step.base->service)) trouble.insert(step.link.service);
        if (!step.base) return;
        Node& service = service_at(step.link);
        const Node& base = service_at(*step.base);
        if (!LoadBudget::take(scope_.context.budget.values, count_nodes(base)))
            throw Error(ErrorKind::compose_file, "'extends' makes the project too large").at(service.span());
        const Extension extension{step.base->service, base.span().file, step.where};
        scope_.context.extensions[step.link.service].push_back(extension);
        service = extended(base, std::move(service), step.link.service);
    }

    Node extended(Node base, Node own, const std::string& name) {
        own.set_tag(source::MergeTag::none);
        note_environment(name, base, scope_.context);
        const Span span = own.span();
        merge_node(base, std::move(own), {"services", name}, {problems_, scope_.context.trouble.removed});
        base.set_span(span);
        return base;
    }

    /// The service to extend; nothing after reporting that there is none.
    std::optional<Link> find_base(Origin& origin, const Target& target) {
        Origin* base_origin = target.file.empty() ? &origin : open(origin, target);
        if (base_origin == nullptr) return std::nullopt;
        const Link link{base_origin, target.service};
        if (open_.contains(link)) return report_cycle(link, target.where);
        const Node* base = base_origin->services == nullptr
                               ? nullptr
                               : base_origin->services->entries().find(target.service);
        if (base == nullptr || !base->is_mapping()) return report_missing(*base_origin, target);
        return link;
    }

    std::optional<Target> read_target(const Node& extends, const std::string& name) {
        Target target{{}, {}, extends.span(), extends.span()};
        const std::string subject = "'extends' of service " + quoted(name);
        if (extends.is_scalar()) {
            target.service = extends.text();
            return target;
        }
        if (!extends.is_mapping())
            return fail(extends.span(), subject + " must be text or a mapping, not a list",
                        "a service extends one other service");
        for (const MappingEntry& entry : extends.entries()) {
            if (entry.key != "service" && entry.key != "file")
                return fail(entry.key_span, "unknown key " + quoted(entry.key) + " in " + subject,
                            "it may have 'service' and 'file'");
            if (!entry.value.is_scalar())
                return fail(entry.value.span(), quoted(entry.key) + " in " + subject + " must be text");
            const bool is_file = entry.key == "file";
            if (entry.value.text().empty())
                return fail(entry.value.span(), quoted(entry.key) + " in " + subject + " is empty");
            (is_file ? target.file : target.service) = entry.value.text();
            (is_file ? target.file_place : target.where) = entry.value.span();
        }
        if (target.service.empty())
            return fail(extends.span(), subject + " lacks 'service'", "add 'service: NAME' below it");
        return target;
    }

    std::nullopt_t fail(Span where, std::string message, std::string hint = {}) {
        problems_.error(where, std::move(message)).suggest(std::move(hint));
        return std::nullopt;
    }

    /// The file that `extends` names, read once; nullptr after reporting that it cannot be read.
    Origin* open(const Origin& from, const Target& target) {
        const std::string path = resolve_path(from.directory, target.file);
        const auto known = origins_.find(path);
        if (known != origins_.end()) return known->second.get();
        auto origin = std::make_unique<Origin>();
        origin->path = path;
        origin->directory = parent_path(path);
        try {
            reject_remote_file(target.file);
            if (!read_document(*origin)) return nullptr;
        } catch (Error& problem) {
            problems_.error(problem.at(target.file_place));
            return nullptr;
        }
        return (origins_[path] = std::move(origin)).get();
    }

    /// Whether it is well-formed.
    bool read_document(Origin& origin) {
        LoadContext& context = scope_.context;
        SourceFile file =
            read_source_file(context, {origin.path, context.display_name(origin.path)}, std::nullopt);
        if (!is_readable(file)) return false;
        scope_.paths.set_base(file.id, origin.directory);
        for (Node& document : file.documents) {
            interpolate_tree(document, scope_.variables, context);
            merge_node(origin.document, std::move(document), {}, {problems_, context.trouble.removed});
        }
        origin.services = services_of(origin.document);
        return true;
    }

    std::nullopt_t report_cycle(const Link& link, Span where) {
        const auto first =
            std::find_if(chain_.begin(), chain_.end(), [&](const Step& step) { return step.link == link; });
        std::vector<std::string> names;
        std::transform(first, chain_.end(), std::back_inserter(names),
                       [this](const Step& step) { return describe(step.link); });
        names.push_back(describe(link));
        if (names.size() == 2) {
            problems_.error(where, "service " + quoted(link.service) + " extends itself");
            return std::nullopt;
        }
        Error& error = problems_.error(where, "services extend each other: " + join_chain(names));
        for (std::size_t i = 0; i + 2 < names.size() && i < most_notes; ++i)
            error.note(quoted(names[i]) + " extends " + quoted(names[i + 1]) + " here",
                       first[static_cast<std::ptrdiff_t>(i)].where);
        return std::nullopt;
    }

    std::string describe(const Link& link) const {
        if (link.origin->path == scope_.path) return link.service;
        return link.service + " of " + scope_.context.display_name(link.origin->path);
    }

    std::nullopt_t report_missing(const Origin& origin, const Target& target) {
        std::vector<std::string> names;
        if (origin.services != nullptr)
            for (const MappingEntry& entry : origin.services->entries()) names.push_back(entry.key);
        const std::string file = target.file.empty() ? std::string("this file") : quoted(target.file);
        problems_
            .error(target.where, "there is no service " + quoted(target.service) + " to extend in " + file)
            .suggest(hint_for_name(target.service, names));
        return std::nullopt;
    }

    const ExtendsScope& scope_;
    Diagnostics& problems_;
    std::map<std::string, std::unique_ptr<Origin>> origins_;
    std::vector<Step> chain_; ///< from the service being resolved to the one reached
    std::set<Link> open_;     ///< those of the chain
};

} // namespace

void resolve_extends(source::Node& document, const ExtendsScope& scope) {
    ExtendsResolver(scope).resolve_all(document);
}

} // namespace muster::compose::load
