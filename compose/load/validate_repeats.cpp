#include "compose/load/validate.hpp"

#include "base/text.hpp"

#include <array>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace muster::compose::load {

namespace {

using source::Node;

/// Lists of a service whose entries must differ. Others drop what is repeated (unique.hpp). "*" stands for
/// any entry or key.
constexpr std::array service_lists{"depends_on",
                                   "device_cgroup_rules",
                                   "external_links",
                                   "extra_hosts",
                                   "group_add",
                                   "models",
                                   "networks",
                                   "security_opt",
                                   "volumes_from",
                                   "build.extra_hosts",
                                   "develop.watch.*.ignore",
                                   "develop.watch.*.include",
                                   "deploy.resources.reservations.devices.*.capabilities",
                                   "deploy.resources.reservations.devices.*.device_ids",
                                   "gpus.*.capabilities",
                                   "gpus.*.device_ids",
                                   "volumes.*.volume.labels"};

class RepeatCheck {
  public:
    explicit RepeatCheck(Findings& findings) : findings_(findings) {}

    /// `rest` is the way from the node at `path` to the lists.
    void visit(const Node& node, const KeyPath& path, std::span<const std::string> rest) {
        if (rest.empty()) return check(node, path);
        if (rest.front() != "*") {
            const Node* below = node.find(rest.front());
            if (below != nullptr) visit(*below, joined(path, {rest.front()}), rest.subspan(1));
        } else if (node.is_sequence()) {
            for (std::size_t i = 0; i < node.items().size(); ++i)
                visit(node.items()[i], joined(path, {std::to_string(i)}), rest.subspan(1));
        }
    }

  private:
    void check(const Node& list, const KeyPath& path) {
        if (!list.is_sequence() || list.items().size() < 2) return;
        // 1000 and "1000" are two things.
        std::map<std::pair<source::ScalarType, std::string>, Span> seen;
        for (const Node& item : list.items()) {
            if (!item.is_scalar()) continue;
            const auto [first, is_new] = seen.try_emplace({item.scalar_type(), item.text()}, item.span());
            if (is_new) continue;
            findings_.add_at(item.span(), describe_value(path) + " has " + quoted(item.text()) + " twice")
                .note("first given here", first->second);
        }
    }

    Findings& findings_;
};

} // namespace

void validate_repeats(const Project& project, Findings& findings) {
    std::vector<KeyPath> lists;
    for (const char* list : service_lists) lists.push_back(split(list, '.'));
    RepeatCheck check(findings);
    for (const auto& [name, service] : project.services) {
        const Node* node = findings.find({"services", name});
        if (node == nullptr) continue;
        for (const KeyPath& list : lists) check.visit(*node, {"services", name}, list);
    }
}

} // namespace muster::compose::load
