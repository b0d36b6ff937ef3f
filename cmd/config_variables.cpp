#include "cmd/config_variables.hpp"

#include "base/error.hpp"
#include "base/go_json.hpp"
#include "base/text.hpp"
#include "cmd/table.hpp"
#include "compose/source/interpolate.hpp"
#include "compose/source/yaml_text.hpp"

#include <map>

namespace muster::cmd {

using compose::source::VariableUse;

namespace {

using Variables = std::map<std::string, VariableUse>;

/// What one use of a variable tells is not lost by another that tells nothing.
void add(Variables& variables, const VariableUse& use) {
    VariableUse& known = variables.try_emplace(use.name, use).first->second;
    known.required = known.required || use.required;
    if (known.default_value.empty()) known.default_value = use.default_value;
    if (known.alternate_value.empty()) known.alternate_value = use.alternate_value;
}

void gather(const Value& value, Variables& variables) {
    if (value.is_string())
        for (const VariableUse& use : compose::source::list_variables(value.string())) add(variables, use);
    if (value.is_list())
        for (const Value& item : value.list()) gather(item, variables);
    if (value.is_object())
        for (const auto& [key, member] : value.object().entries) gather(member, variables);
}

const char* word(bool value) { return value ? "true" : "false"; }

/// JSON in which '<', '>' and '&' stand as they are, as Docker Compose writes this list.
std::string json_text(const std::string& text) {
    std::string out;
    const std::string escaped = to_go_json(text);
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        const std::string code = escaped.substr(i, 6);
        const bool is_markup = code == "\\u003c" || code == "\\u003e" || code == "\\u0026";
        if (is_markup)
            out += code == "\\u003c" ? '<' : code == "\\u003e" ? '>' : '&';
        else
            out += escaped.substr(i, escaped[i] == '\\' ? 2 : 1);
        i += is_markup ? 5 : escaped[i] == '\\' ? 1 : 0;
    }
    return out;
}

std::string as_table(const Variables& variables) {
    Table table({"NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE"}, Table::compose_minimum);
    for (const auto& [name, use] : variables)
        table.add({name, word(use.required), use.default_value, use.alternate_value});
    return table.render();
}

std::string as_json(const Variables& variables) {
    std::string out;
    for (const auto& [name, use] : variables) {
        const auto line = [](const char* key, const std::string& value) {
            return "        \"" + std::string(key) + "\": " + value;
        };
        out += (out.empty() ? "\n    " : ",\n    ") + json_text(name) + ": {\n" +
               line("Name", json_text(name)) + ",\n" + line("DefaultValue", json_text(use.default_value)) +
               ",\n" + line("PresenceValue", json_text(use.alternate_value)) + ",\n" +
               line("Required", word(use.required)) + "\n    }";
    }
    return "{" + out + (out.empty() ? "" : "\n") + "}\n\n";
}

std::string as_yaml(const Variables& variables) {
    using compose::source::write_text;
    std::string out;
    for (const auto& [name, use] : variables)
        out += write_text(name, 0) + ":\n    name: " + write_text(name, 4) +
               "\n    defaultvalue: " + write_text(use.default_value, 4) +
               "\n    presencevalue: " + write_text(use.alternate_value, 4) +
               "\n    required: " + word(use.required) + "\n";
    return out.empty() ? "{}\n" : out;
}

} // namespace

std::string variables_text(const Value& document, const std::string& format) {
    Variables variables;
    gather(document, variables);
    if (format == "yaml") return as_yaml(variables);
    if (format == "json") return as_json(variables);
    if (format.empty() || format == "table" || format == "pretty") return as_table(variables);
    throw Error(ErrorKind::usage, "unsupported format " + quoted(format))
        .suggest("expected table, json or yaml");
}

} // namespace muster::cmd
