#include "compose/source/yaml_aliases.hpp"

#include "compose/source/yaml_draft.hpp"

#include <map>
#include <tuple>

namespace muster::compose::source {

namespace {

auto position(const Span& place) { return std::tuple(place.line, place.column); }

class AliasFinder {
  public:
    AliasFinder(const Draft& draft, std::vector<AliasUse>& uses) : draft_(draft), uses_(uses) {}

    void find() {
        for (std::size_t i = draft_.root; i < draft_.nodes.size(); ++i) {
            const DraftNode& node = draft_.nodes[i];
            if (node.kind == DraftNode::Kind::alias && !node.children.empty())
                add(node, node.children.front());
        }
    }

  private:
    void add(const DraftNode& alias, std::uint32_t target) {
        const auto [end, is_new] = ends_.try_emplace(target);
        if (is_new) end->second = last_place(target);
        uses_.push_back({alias.span, draft_.nodes[target].span, end->second});
    }

    /// Of a node and all below it.
    Span last_place(std::uint32_t root) const {
        std::vector<std::uint32_t> pending{root};
        Span last = draft_.nodes[root].span;
        while (!pending.empty()) {
            const DraftNode& node = draft_.nodes[pending.back()];
            pending.pop_back();
            if (position(last) < position(node.span)) last = node.span;
            if (node.kind != DraftNode::Kind::alias)
                pending.insert(pending.end(), node.children.begin(), node.children.end());
        }
        return last;
    }

    const Draft& draft_;
    std::vector<AliasUse>& uses_;
    std::map<std::uint32_t, Span> ends_;
};

} // namespace

bool AliasUse::stands_for(const Span& place) const {
    return place.file == begin.file && position(begin) <= position(place) && position(place) <= position(end);
}

std::vector<AliasUse> find_aliases(FileId file, const SourceMap& sources) {
    std::vector<AliasUse> uses;
    Diagnostics unheard;
    DraftReader reader(file, sources.text(file), unheard);
    while (const Draft* draft = reader.next()) AliasFinder(*draft, uses).find();
    return uses;
}

} // namespace muster::compose::source
