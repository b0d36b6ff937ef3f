#include "compose/load/merge_rules.hpp"

#include <array>

namespace muster::compose::load {

namespace {

struct AttributeRule {
    const char* path; ///< "*" stands for any key
    MergeRule rule;
};

constexpr std::array attribute_rules{
    AttributeRule{"networks.*.ipam.config", MergeRule::subnets},
    AttributeRule{"networks.*.labels", MergeRule::key_values},
    AttributeRule{"volumes.*.labels", MergeRule::key_values},
    AttributeRule{"secrets.*.labels", MergeRule::key_values},
    AttributeRule{"configs.*.labels", MergeRule::key_values},
    AttributeRule{"services.*.annotations", MergeRule::key_values},
    AttributeRule{"services.*.build", MergeRule::build},
    AttributeRule{"services.*.build.additional_contexts", MergeRule::key_values},
    AttributeRule{"services.*.build.args", MergeRule::key_values},
    AttributeRule{"services.*.build.extra_hosts", MergeRule::extra_hosts},
    AttributeRule{"services.*.build.labels", MergeRule::key_values},
    AttributeRule{"services.*.build.ssh", MergeRule::key_values},
    AttributeRule{"services.*.build.ulimits.*", MergeRule::ulimit},
    AttributeRule{"services.*.command", MergeRule::replace},
    AttributeRule{"services.*.depends_on", MergeRule::names},
    AttributeRule{"services.*.deploy.labels", MergeRule::key_values},
    AttributeRule{"services.*.dns", MergeRule::list},
    AttributeRule{"services.*.dns_search", MergeRule::list},
    AttributeRule{"services.*.entrypoint", MergeRule::replace},
    AttributeRule{"services.*.env_file", MergeRule::list},
    AttributeRule{"services.*.environment", MergeRule::key_values},
    AttributeRule{"services.*.extra_hosts", MergeRule::extra_hosts},
    AttributeRule{"services.*.healthcheck.test", MergeRule::replace},
    AttributeRule{"services.*.label_file", MergeRule::list},
    AttributeRule{"services.*.labels", MergeRule::key_values},
    AttributeRule{"services.*.logging", MergeRule::logging},
    AttributeRule{"services.*.models", MergeRule::names},
    AttributeRule{"services.*.networks", MergeRule::names},
    AttributeRule{"services.*.sysctls", MergeRule::key_values},
    AttributeRule{"services.*.tmpfs", MergeRule::list},
    AttributeRule{"services.*.ulimits.*", MergeRule::ulimit},
};

MergeRules build_rules() {
    MergeRules root;
    for (const AttributeRule& attribute : attribute_rules) root.add(attribute.path, attribute.rule);
    return root;
}

} // namespace

const MergeRules* find_merge_rules(const KeyPath& path) {
    static const MergeRules root = build_rules();
    const MergeRules* rules = &root;
    for (const std::string& key : path) rules = rules == nullptr ? nullptr : rules->find(key);
    return rules;
}

} // namespace muster::compose::load
