#pragma once

#include "base/text.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace muster::compose::load {

/// Rules for the values of a document as a tree of keys ("*" for any key or index), so that a walk down a
/// document walks down the rules at the same time.
template <class Rule>
struct RuleTree {
    Rule rule{};
    std::map<std::string, std::unique_ptr<RuleTree>, std::less<>> children;

    /// The rules below a key, or nullptr when there are none.
    const RuleTree* find(std::string_view key) const {
        auto child = children.find(key);
        if (child == children.end()) child = children.find("*");
        return child == children.end() ? nullptr : child->second.get();
    }

    /// Adds a rule for "services.*.ports".
    void add(std::string_view path, Rule rule_there) {
        RuleTree* tree = this;
        for (const std::string& key : split(path, '.')) {
            std::unique_ptr<RuleTree>& child = tree->children[key];
            if (!child) child = std::make_unique<RuleTree>();
            tree = child.get();
        }
        tree->rule = rule_there;
    }
};

} // namespace muster::compose::load
