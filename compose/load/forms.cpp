#include "compose/load/forms.hpp"

#include "base/text.hpp"
#include "compose/load/rule_tree.hpp"
#include "compose/load/subject.hpp"
#include "compose/source/scalar.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace muster::compose::load {

namespace {

using source::MappingEntry;
using source::Node;
using source::ScalarType;

enum class Form {
    any,
    text,
    filled_text, ///< not ""
    boolean,
    number,
    text_or_number,
    text_or_whole_number, ///< also 60.0
    text_or_integer,      ///< but not 60.0
    text_integer_or_null,
    text_number_or_null,
    list,
    distinct_list_or_mapping,
    distinct_entries ///< of a list; anything else is fine too
};

struct AttributeForm {
    const char* path; ///< "*" stands for any key or index
    Form form;
};

constexpr std::array attribute_forms{
    AttributeForm{"name", Form::text},
    AttributeForm{"configs.*.labels", Form::distinct_entries},
    AttributeForm{"networks.*.driver_opts.*", Form::text_or_number},
    AttributeForm{"networks.*.ipam.config.*.aux_addresses.*", Form::text},
    AttributeForm{"networks.*.ipam.options.*", Form::text},
    AttributeForm{"secrets.*.driver_opts.*", Form::text_or_integer},
    AttributeForm{"secrets.*.labels", Form::distinct_entries},
    AttributeForm{"volumes.*.driver_opts.*", Form::text_or_number},
    AttributeForm{"volumes.*.labels", Form::distinct_entries},
    AttributeForm{"services.*.blkio_config.device_read_bps.*.rate", Form::text_or_whole_number},
    AttributeForm{"services.*.blkio_config.device_read_iops.*.rate", Form::text_or_whole_number},
    AttributeForm{"services.*.blkio_config.device_write_bps.*.rate", Form::text_or_whole_number},
    AttributeForm{"services.*.blkio_config.device_write_iops.*.rate", Form::text_or_whole_number},
    AttributeForm{"services.*.build.cache_from", Form::list},
    AttributeForm{"services.*.build.cache_to", Form::list},
    AttributeForm{"services.*.build.extra_hosts", Form::distinct_entries},
    AttributeForm{"services.*.build.platforms", Form::list},
    AttributeForm{"services.*.build.shm_size", Form::text_or_whole_number},
    AttributeForm{"services.*.build.ssh", Form::distinct_list_or_mapping},
    AttributeForm{"services.*.build.tags", Form::list},
    AttributeForm{"services.*.cgroup", Form::filled_text},
    AttributeForm{"services.*.container_name", Form::filled_text},
    AttributeForm{"services.*.depends_on", Form::distinct_entries},
    AttributeForm{"services.*.depends_on.*.required", Form::boolean},
    AttributeForm{"services.*.deploy.resources.limits.memory", Form::text},
    AttributeForm{"services.*.deploy.resources.reservations.memory", Form::text},
    AttributeForm{"services.*.deploy.resources.reservations.devices.*.capabilities", Form::distinct_entries},
    AttributeForm{"services.*.deploy.resources.reservations.devices.*.device_ids", Form::distinct_entries},
    AttributeForm{"services.*.deploy.rollback_config.order", Form::filled_text},
    AttributeForm{"services.*.deploy.update_config.order", Form::filled_text},
    AttributeForm{"services.*.device_cgroup_rules", Form::distinct_entries},
    AttributeForm{"services.*.external_links", Form::distinct_entries},
    AttributeForm{"services.*.extra_hosts", Form::distinct_entries},
    AttributeForm{"services.*.gpus.*.capabilities", Form::distinct_entries},
    AttributeForm{"services.*.gpus.*.device_ids", Form::distinct_entries},
    AttributeForm{"services.*.group_add", Form::distinct_entries},
    AttributeForm{"services.*.logging.options.*", Form::text_number_or_null},
    AttributeForm{"services.*.mem_reservation", Form::text_or_whole_number},
    AttributeForm{"services.*.mem_swappiness", Form::text_or_whole_number},
    AttributeForm{"services.*.networks", Form::distinct_entries},
    AttributeForm{"services.*.networks.*.driver_opts.*", Form::text_or_number},
    AttributeForm{"services.*.networks.*.gw_priority", Form::number},
    AttributeForm{"services.*.networks.*.priority", Form::number},
    AttributeForm{"services.*.ports.*.host_ip", Form::filled_text},
    AttributeForm{"services.*.post_start.*.environment", Form::distinct_entries},
    AttributeForm{"services.*.pre_stop.*.environment", Form::distinct_entries},
    AttributeForm{"services.*.pull_policy", Form::filled_text},
    AttributeForm{"services.*.pull_refresh_after", Form::text},
    AttributeForm{"services.*.security_opt", Form::distinct_entries},
    AttributeForm{"services.*.storage_opt.*", Form::text_integer_or_null},
    AttributeForm{"services.*.use_api_socket", Form::boolean},
    AttributeForm{"services.*.volumes.*.bind.recursive", Form::filled_text},
    AttributeForm{"services.*.volumes.*.bind.selinux", Form::filled_text},
    AttributeForm{"services.*.volumes.*.tmpfs.size", Form::text_or_whole_number},
    AttributeForm{"services.*.volumes.*.volume.labels", Form::distinct_entries},
    AttributeForm{"services.*.volumes_from", Form::distinct_entries},
};

const char* words_for(Form form) {
    switch (form) {
    case Form::text:
    case Form::filled_text: return "text";
    case Form::boolean: return "true or false, without quotes";
    case Form::number: return "a number, without quotes";
    case Form::text_or_number:
    case Form::text_number_or_null: return "text or a number";
    case Form::text_or_whole_number:
    case Form::text_or_integer:
    case Form::text_integer_or_null: return "text or a whole number";
    case Form::list: return "a list";
    case Form::distinct_list_or_mapping: return "a list or a mapping";
    case Form::any:
    case Form::distinct_entries: break;
    }
    return "";
}

bool is_text(const Node& node) { return node.is_scalar() && node.scalar_type() == ScalarType::text; }

bool is_integer(const Node& node) { return node.is_scalar() && node.scalar_type() == ScalarType::integer; }

bool is_number(const Node& node) {
    return is_integer(node) || (node.is_scalar() && node.scalar_type() == ScalarType::floating);
}

/// A number such as 60.0 or 1e9 is whole too.
bool is_whole_number(const Node& node) {
    if (!is_number(node)) return false;
    const auto number = source::parse_float(node.text());
    return is_integer(node) || (number && std::trunc(*number) == *number);
}

bool has_form(const Node& node, Form form) {
    switch (form) {
    case Form::text: return is_text(node);
    case Form::filled_text: return is_text(node) && !node.text().empty();
    case Form::boolean: return node.is_scalar() && node.scalar_type() == ScalarType::boolean;
    case Form::number: return is_number(node);
    case Form::text_or_number: return is_text(node) || is_number(node);
    case Form::text_or_whole_number: return is_text(node) || is_whole_number(node);
    case Form::text_or_integer: return is_text(node) || is_integer(node);
    case Form::text_integer_or_null: return is_text(node) || is_integer(node) || node.is_null();
    case Form::text_number_or_null: return is_text(node) || is_number(node) || node.is_null();
    case Form::list: return node.is_sequence();
    case Form::distinct_list_or_mapping: return node.is_sequence() || node.is_mapping();
    case Form::any:
    case Form::distinct_entries: break;
    }
    return true;
}

const RuleTree<Form>& form_rules() {
    static const RuleTree<Form> rules = [] {
        RuleTree<Form> root;
        for (const AttributeForm& attribute : attribute_forms) root.add(attribute.path, attribute.form);
        return root;
    }();
    return rules;
}

class FormCheck {
  public:
    explicit FormCheck(Diagnostics& problems) : problems_(problems) {}

    /// False for a value that has to be taken out.
    bool visit(Node& node, const RuleTree<Form>& rules) {
        if (!has_form(node, rules.rule)) return report_form(node, rules.rule);
        const bool is_distinct =
            rules.rule == Form::distinct_entries || rules.rule == Form::distinct_list_or_mapping;
        if (is_distinct && node.is_sequence()) visit_distinct(node.items());
        if (rules.children.empty()) return true;
        if (node.is_mapping()) visit_entries(node, rules);
        if (node.is_sequence()) visit_items(node.items(), rules);
        return true;
    }

  private:
    void visit_entries(Node& node, const RuleTree<Form>& rules) {
        std::vector<std::string> unusable;
        for (MappingEntry& entry : node.entries())
            if (!visit_below(entry.key, entry.value, rules)) unusable.push_back(entry.key);
        for (const std::string& key : unusable) node.entries().erase(key);
    }

    void visit_items(std::vector<Node>& items, const RuleTree<Form>& rules) {
        std::size_t index = 0;
        std::erase_if(items, [&](Node& item) { return !visit_below(std::to_string(index++), item, rules); });
    }

    bool visit_below(const std::string& key, Node& node, const RuleTree<Form>& rules) {
        const RuleTree<Form>* below = rules.find(key);
        if (below == nullptr) return true;
        path_.push_back(key);
        const bool is_usable = visit(node, *below);
        path_.pop_back();
        return is_usable;
    }

    void visit_distinct(std::vector<Node>& items) {
        std::unordered_map<std::string, Span> first_places;
        std::erase_if(items, [&](const Node& item) {
            if (!item.is_scalar()) return false;
            const auto [first, is_new] =
                first_places.emplace(item.kind_name() + (":" + item.text()), item.span());
            if (!is_new) report_repeated(item, first->second);
            return !is_new;
        });
    }

    void report_repeated(const Node& item, const Span& first) {
        problems_.error(item.span(), describe_value(path_) + " has " + quoted(item.text()) + " twice")
            .note("it is here already", first);
    }

    bool report_form(const Node& node, Form form) {
        const bool is_empty = node.is_null() || (node.is_scalar() && node.text().empty());
        Error& error = problems_.error(
            node.span(), describe_value(path_) + (is_empty ? " is empty"
                                                           : std::string(" must be ") + words_for(form) +
                                                                 ", not " + named_kind(node)));
        if (is_empty)
            error.suggest("give it a value or remove it");
        else if ((form == Form::text || form == Form::filled_text) && node.is_scalar())
            error.suggest("put it in quotes: \"" + node.text() + "\"");
        return false;
    }

    static std::string named_kind(const Node& node) {
        if (is_text(node)) return "text";
        return is_number(node) ? node.text() : std::string("a ") + node.kind_name();
    }

    Diagnostics& problems_;
    KeyPath path_;
};

} // namespace

void check_forms(source::Node& document, Diagnostics& problems) {
    FormCheck(problems).visit(document, form_rules());
}

} // namespace muster::compose::load
