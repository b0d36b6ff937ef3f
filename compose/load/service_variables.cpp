#include "compose/load/service_variables.hpp"

#include "compose/load/short_forms.hpp"
#include "compose/source/scalar.hpp"

#include <algorithm>

namespace muster::compose::load {

namespace {

using source::MappingEntry;
using source::Node;
using Kind = ServiceVariable::Kind;

std::optional<std::string> value_of(const Node& node) {
    if (!node.is_scalar()) return std::nullopt;
    return source::canonical_text(node);
}

/// What is inherited through `extends` is met again in the service that inherits it.
void add(std::vector<ServiceVariable>& variables, ServiceVariable variable) {
    const auto is_same = [&](const ServiceVariable& known) {
        return known.name == variable.name && known.where == variable.where;
    };
    if (std::none_of(variables.begin(), variables.end(), is_same)) variables.push_back(std::move(variable));
}

} // namespace

void note_environment(const std::string& service, const Node& definition, LoadContext& context) {
    const Node* environment = definition.find("environment");
    if (context.provenance == nullptr || environment == nullptr) return;
    auto& variables = context.provenance->service_variables[service];
    if (environment->is_mapping())
        for (const MappingEntry& entry : environment->entries())
            add(variables,
                {Kind::environment, entry.key, value_of(entry.value), entry.key_span, entry.value.span()});
    if (environment->is_sequence())
        for (const Node& item : environment->items()) {
            if (!item.is_scalar()) continue;
            auto [name, value] = split_assignment(item.text());
            add(variables, {Kind::environment, std::move(name), std::move(value), item.span(), item.span()});
        }
}

void note_environments(const Node& document, LoadContext& context) {
    const Node* services = document.find("services");
    if (context.provenance == nullptr || services == nullptr || !services->is_mapping()) return;
    for (const MappingEntry& entry : services->entries()) note_environment(entry.key, entry.value, context);
}

void note_env_file(const std::string& service, std::vector<source::Assignment> lines, LoadContext& context) {
    for (source::Assignment& line : lines)
        context.provenance->service_variables[service].push_back(
            {Kind::env_file, std::move(line.name), std::move(line.value), line.where, line.where});
}

} // namespace muster::compose::load
