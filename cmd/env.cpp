#include "base/go_json.hpp"
#include "base/text.hpp"
#include "cmd/config_lists.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/explanation_text.hpp"
#include "cmd/session.hpp"

namespace muster::cmd {

using compose::load::Extent;
using compose::load::LoadedProject;

namespace {

enum class Format { text, json };

Format format_of(const Flags& flags) {
    const std::string format = flags.text("format");
    if (format == "text") return Format::text;
    if (format == "json") return Format::json;
    throw Error(ErrorKind::usage, "unsupported format " + quoted(format)).suggest("expected text or json");
}

std::string json_document(const Value& document) { return to_sorted_go_json(document) + "\n"; }

/// The variables of the named services' containers, as Docker takes them.
std::string service_environment(const compose::Project& project, const std::vector<std::string>& services) {
    std::string out;
    for (const std::string& name : services)
        for (const auto& [variable, value] : project.services.at(name).environment.entries)
            if (value) out += variable + "=" + *value + "\n";
    return out;
}

Value variables_record(const compose::Project& project, const std::vector<std::string>& services) {
    Value out = Value::map();
    if (services.empty())
        for (const auto& [name, value] : project.environment) out.add(name, value);
    for (const std::string& service : services) {
        Value variables = Value::map();
        for (const auto& [name, value] : project.services.at(service).environment.entries)
            if (value) variables.add(name, *value);
        out.add(service, std::move(variables));
    }
    return out;
}

std::string listed(const compose::Project& project, const Flags& flags) {
    const auto& services = flags.arguments();
    if (format_of(flags) == Format::json) return json_document(variables_record(project, services));
    return services.empty() ? environment_lines(project) : service_environment(project, services);
}

/// Names of process variables that nothing asks for, so that nobody looks for them in vain.
std::string remark_on_others(const LoadedProject& loaded, std::size_t explained) {
    const std::size_t all = loaded.provenance.origins.size();
    if (all <= explained) return {};
    return "\n" + counted(all - explained, "other variable") +
           " of the process environment that no file uses: 'muster env' prints all\n";
}

std::string explained_text(const LoadedProject& loaded, Session& session, const Flags& flags) {
    const std::size_t width =
        session.out().is_terminal() ? static_cast<std::size_t>(session.out().size().columns) : 0;
    const ExplanationLook look{session.has_color(session.out()), width};
    if (flags.arguments().empty()) {
        const auto variables = explain_variables(loaded, session.sources(), Extent::relevant);
        return explanation_text(variables, look) + remark_on_others(loaded, variables.size());
    }
    std::string out;
    for (const std::string& name : flags.arguments()) {
        if (flags.arguments().size() > 1) out += (out.empty() ? "" : "\n") + name + ":\n";
        out += explanation_text(explain_service_variables(loaded, session.sources(), name), look);
    }
    return out;
}

std::string explained_json(const LoadedProject& loaded, Session& session, const Flags& flags) {
    Value out = Value::map();
    if (flags.arguments().empty())
        out.add("variables", explanation_list(explain_variables(loaded, session.sources(), Extent::every)));
    Value services = Value::map();
    for (const std::string& name : flags.arguments())
        services.add(name, explanation_list(explain_service_variables(loaded, session.sources(), name)));
    if (!flags.arguments().empty()) out.add("services", std::move(services));
    return json_document(out);
}

int run_env(Session& session, const Flags& flags) {
    const Format format = format_of(flags);
    auto request = session.load_request(flags.arguments());
    request.trace_variables = flags.is_on("explain");
    const LoadedProject loaded = session.load(request);
    if (!flags.is_on("explain"))
        session.out().write(listed(loaded.project, flags));
    else
        session.out().write(format == Format::json ? explained_json(loaded, session, flags)
                                                   : explained_text(loaded, session, flags));
    return exit_code::success;
}

} // namespace

Command env_command() {
    using enum FlagKind;
    return {
        "env",
        "Print the variables that compose files may use, or those of a service's containers",
        Positionals::services,
        {{"explain", '\0', toggle, "Say where each value comes from, and what it was chosen over", "", ""},
         {"format", '\0', text, "text or json", "FORMAT", "text", false, {"text", "json"}}},
        run_env};
}

} // namespace muster::cmd
