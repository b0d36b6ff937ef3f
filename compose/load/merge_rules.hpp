#pragma once

#include "compose/load/rule_tree.hpp"
#include "compose/load/subject.hpp"

namespace muster::compose::load {

/// How the value of one attribute in a later file goes together with the one in an earlier file.
enum class MergeRule {
    generic,     ///< mappings key by key, lists one after the other, scalars replaced; null changes nothing
    replace,     ///< the later value only, null too
    list,        ///< one after the other, a single value counting as a list of one
    key_values,  ///< by key, a list of KEY=VALUE counting as a mapping; null is a value
    names,       ///< by key, a list of names counting as a mapping without values
    extra_hosts, ///< one after the other, in the form of a list
    build,       ///< a text counts as its context
    logging,     ///< by key while the driver is the same, else replaced
    ulimit,      ///< by key when both are mappings, else replaced
    subnets      ///< list entries with the same subnet by key, others one after the other
};

using MergeRules = RuleTree<MergeRule>;

/// The rules for what stands at a path of a compose file, or nullptr. The table is in merge_rules.cpp.
/// Source: Compose spec, "Merge Compose files".
const MergeRules* find_merge_rules(const KeyPath& path);

} // namespace muster::compose::load
