#include "compose/load/origins.hpp"

#include "base/text.hpp"
#include "compose/source/yaml_aliases.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace muster::compose::load {

namespace {

using source::Node;

constexpr std::size_t most_notes = 4;

/// Services that extend one another beyond this are not followed to the place of a problem.
constexpr std::size_t longest_chain = 100;

auto reading_order(const Error& error) {
    if (!error.where) return std::tuple(true, FileId{0}, std::uint32_t{0}, std::uint32_t{0});
    return std::tuple(false, error.where->file, error.where->line, error.where->column);
}

/// The lines in which a service is written.
struct Lines {
    FileId file = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = std::numeric_limits<std::uint32_t>::max(); ///< the first one behind it

    bool contain(const Span& place) const {
        return place.file == file && begin <= place.line && place.line < end;
    }
};

/// A problem, the service that has it, and how that came by it.
struct Told {
    Error error;
    std::string service;
    std::vector<Note> origin;
    bool is_own = true; ///< the service's own lines say it
};

class OriginTeller {
  public:
    OriginTeller(const LoadContext& context, const Node& document)
        : context_(context), services_(document.find("services")) {}

    std::vector<Error> run() {
        const std::vector<Error>& errors = context_.problems.errors();
        for (std::size_t i = 0; i < errors.size(); ++i) tell(i, errors[i]);
        std::vector<Error> out;
        for (Told& told : told_) {
            for (std::size_t i = 0; i < told.origin.size() && i < most_notes; ++i)
                told.error.notes.push_back(std::move(told.origin[i]));
            out.push_back(std::move(told.error));
        }
        sort_in_reading_order(out);
        return out;
    }

  private:
    void tell(std::size_t number, const Error& error) {
        Told told{error, service_of(number), {}, true};
        if (error.where) add_origin(told);
        const auto [known, is_new] = numbers_.emplace(identity(told), told_.size());
        if (is_new || !error.where)
            told_.push_back(std::move(told));
        else
            join(told_[known->second], std::move(told));
    }

    std::string service_of(std::size_t number) const {
        const auto subject = context_.trouble.subjects.find(number);
        const bool is_of_service = subject != context_.trouble.subjects.end() && subject->second.size() > 1 &&
                                   subject->second.front() == "services";
        return is_of_service ? subject->second[1] : std::string();
    }

    /// The same for the problems that only the name of the service tells apart.
    static std::string identity(const Told& told) {
        std::string text = told.error.message;
        const std::string name = "service " + quoted(told.service);
        const std::size_t at = told.service.empty() ? std::string::npos : text.find(name);
        if (at != std::string::npos) text.erase(at, name.size());
        const Span where = told.error.where.value_or(Span{});
        for (const std::uint32_t part : {where.file, where.line, where.column})
            text += ":" + std::to_string(part);
        return text;
    }

    static void join(Told& first, Told again) {
        if (first.is_own || first.service == again.service) return;
        if (again.is_own) {
            first = std::move(again);
            return;
        }
        first.origin.insert(first.origin.end(), again.origin.begin(), again.origin.end());
    }

    void add_origin(Told& told) {
        const Span where = *told.error.where;
        add_alias(told, where);
        add_extension(told, where);
        const auto included = context_.included.find(where.file);
        if (included != context_.included.end())
            told.origin.push_back(
                {quoted(context_.sources.name(where.file)) + " is included here", included->second});
    }

    void add_alias(Told& told, const Span& where) {
        const Lines lines = lines_of(told.service);
        if (told.service.empty() || lines.contain(where)) return;
        for (const source::AliasUse& use : aliases_of(where.file))
            if (use.stands_for(where) && lines.contain(use.alias)) {
                told.is_own = false;
                told.origin.push_back(
                    {"it is part of service " + quoted(told.service) + " through this alias", use.alias});
                return;
            }
    }

    void add_extension(Told& told, const Span& where) {
        const auto extensions = context_.extensions.find(told.service);
        if (extensions == context_.extensions.end() || lines_of(told.service).contain(where)) return;
        for (const Extension& first : extensions->second) {
            const std::vector<Note> chain = chain_to(where, told.service, first);
            if (chain.empty()) continue;
            told.is_own = false;
            told.origin.insert(told.origin.end(), chain.begin(), chain.end());
            return;
        }
    }

    /// From the service over those it extends to the one written at that place; empty when none is.
    std::vector<Note> chain_to(const Span& where, std::string service, const Extension& first) const {
        std::vector<Note> chain;
        for (const Extension* link = &first; link != nullptr && chain.size() < longest_chain;) {
            chain.push_back(
                {"service " + quoted(service) + " extends " + quoted(link->service) + " here", link->where});
            if (is_written_in_base(where, *link)) return chain;
            service = link->service;
            link = extension_of(link->service, link->file);
        }
        return {};
    }

    bool is_written_in_base(const Span& where, const Extension& link) const {
        return link.file != link.where.file ? where.file == link.file : lines_of(link.service).contain(where);
    }

    const Extension* extension_of(const std::string& service, FileId file) const {
        const auto extensions = context_.extensions.find(service);
        if (extensions == context_.extensions.end()) return nullptr;
        const auto found = std::find_if(extensions->second.begin(), extensions->second.end(),
                                        [&](const Extension& link) { return link.where.file == file; });
        return found == extensions->second.end() ? nullptr : &*found;
    }

    Lines lines_of(const std::string& service) const {
        const auto* entry = services_ != nullptr && services_->is_mapping()
                                ? services_->entries().find_entry(service)
                                : nullptr;
        if (entry == nullptr) return {};
        Lines lines{entry->key_span.file, entry->key_span.line, {}};
        lines.end = std::numeric_limits<std::uint32_t>::max();
        for (const auto& other : services_->entries())
            if (other.key_span.file == lines.file && other.key_span.line > lines.begin)
                lines.end = std::min(lines.end, other.key_span.line);
        return lines;
    }

    const std::vector<source::AliasUse>& aliases_of(FileId file) {
        const auto [aliases, is_new] = aliases_.try_emplace(file);
        if (is_new) aliases->second = source::find_aliases(file, context_.sources);
        return aliases->second;
    }

    const LoadContext& context_;
    const Node* services_;
    std::vector<Told> told_;
    std::map<std::string, std::size_t> numbers_;
    std::map<FileId, std::vector<source::AliasUse>> aliases_;
};

} // namespace

void sort_in_reading_order(std::vector<Error>& errors) {
    std::stable_sort(errors.begin(), errors.end(),
                     [](const Error& a, const Error& b) { return reading_order(a) < reading_order(b); });
}

std::vector<Error> with_origins(const LoadContext& context, const source::Node& document) {
    return OriginTeller(context, document).run();
}

} // namespace muster::compose::load
