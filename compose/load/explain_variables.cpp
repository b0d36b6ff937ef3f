#include "compose/load/explain_variables.hpp"

#include <algorithm>
#include <set>

namespace muster::compose::load {

namespace {

/// ".env:3": the column of a line of a dotenv file tells nothing.
std::string line_place(const Span& where, const SourceMap& sources) {
    return sources.name(where.file) + ":" + std::to_string(where.line);
}

std::string describe(const Origin& origin, const SourceMap& sources) {
    switch (origin.kind) {
    case OriginKind::project_name_flag: return "-p flag";
    case OriginKind::process: return "process environment";
    case OriginKind::dotenv_file: return line_place(origin.where, sources);
    case OriginKind::name_attribute: return sources.describe(origin.where) + " (name)";
    case OriginKind::directory: return "directory";
    }
    return {};
}

std::string describe(const VariableReference& reference, const SourceMap& sources) {
    const std::string place = sources.describe(reference.where);
    return reference.default_value ? place + " (default)" : place + " (no default)";
}

/// Explains the variables that compose files may use.
class ProjectExplainer {
  public:
    ProjectExplainer(const LoadedProject& loaded, const SourceMap& sources)
        : loaded_(loaded), provenance_(loaded.provenance), sources_(sources) {
        for (const VariableReference& reference : provenance_.references)
            references_[reference.name].push_back(&reference);
    }

    std::set<std::string> names(Extent extent) const {
        std::set<std::string> names;
        for (const auto& [name, references] : references_) names.insert(name);
        for (const auto& [name, origins] : provenance_.origins)
            if (extent == Extent::every || is_relevant(name, origins)) names.insert(name);
        return names;
    }

    VariableExplanation explain(const std::string& name) const {
        VariableExplanation out{name, std::nullopt, {}};
        const auto value = loaded_.project.environment.find(name);
        if (value != loaded_.project.environment.end()) out.value = value->second;
        add_origins(out);
        add_references(out);
        return out;
    }

    /// Where the variable's value comes from at a place that uses it.
    std::string source_of(const VariableReference& reference) const {
        if (reference.substitute != Substitute::value) return describe(reference, sources_);
        const auto origins = provenance_.origins.find(reference.name);
        const bool is_known = origins != provenance_.origins.end() && !origins->second.empty();
        return is_known ? describe(origins->second.front(), sources_) : "not set";
    }

    std::string source_of(const std::string& name) const {
        return source_of(VariableReference{name, std::nullopt, Substitute::value, {}, {}});
    }

  private:
    static bool is_relevant(const std::string& name, const std::vector<Origin>& origins) {
        return name.starts_with("COMPOSE_") ||
               std::any_of(origins.begin(), origins.end(),
                           [](const Origin& origin) { return origin.kind == OriginKind::dotenv_file; });
    }

    void add_origins(VariableExplanation& out) const {
        const auto origins = provenance_.origins.find(out.name);
        if (origins == provenance_.origins.end()) return;
        for (const Origin& origin : origins->second)
            out.candidates.push_back(
                {describe(origin, sources_), origin.value, &origin == &origins->second.front(), {}});
    }

    /// Each default that is written, and each place that would need a value. An equal default is named once.
    void add_references(VariableExplanation& out) const {
        const auto references = references_.find(out.name);
        if (references == references_.end()) return;
        std::set<std::pair<std::optional<std::string>, bool>> named;
        for (const VariableReference* reference : references->second) {
            const bool is_missing = reference->substitute == Substitute::nothing;
            const bool is_used = reference->substitute == Substitute::default_value;
            if (!reference->default_value && !is_missing) continue;
            if (named.emplace(reference->default_value, is_used).second)
                out.candidates.push_back(
                    {describe(*reference, sources_), reference->default_value, is_used, {}});
        }
    }

    const LoadedProject& loaded_;
    const Provenance& provenance_;
    const SourceMap& sources_;
    std::map<std::string, std::vector<const VariableReference*>> references_;
};

class ServiceExplainer {
  public:
    ServiceExplainer(const LoadedProject& loaded, const SourceMap& sources, const std::string& service)
        : project_(loaded, sources), loaded_(loaded), sources_(sources), service_(service) {
        const auto noted = loaded.provenance.service_variables.find(service);
        if (noted != loaded.provenance.service_variables.end())
            for (const ServiceVariable& variable : noted->second)
                variables_[variable.name].push_back(&variable);
    }

    std::vector<VariableExplanation> explain_all() const {
        std::vector<VariableExplanation> out;
        for (const auto& [name, value] : loaded_.project.services.at(service_).environment.entries)
            out.push_back(explain(name, value));
        return out;
    }

  private:
    using Kind = ServiceVariable::Kind;

    VariableExplanation explain(const std::string& name, const std::optional<std::string>& value) const {
        VariableExplanation out{name, value, {}};
        const auto noted = variables_.find(name);
        if (noted == variables_.end()) return out;
        // The last one counts, but any entry of `environment` beats env files.
        for (const Kind kind : {Kind::environment, Kind::env_file})
            for (auto variable = noted->second.rbegin(); variable != noted->second.rend(); ++variable)
                if ((*variable)->kind == kind) out.candidates.push_back(candidate(**variable));
        put_winner_first(out, name);
        if (!out.candidates.empty()) out.candidates.front().is_used = true;
        return out;
    }

    /// The entry of `environment` that is left after merging stands in front.
    void put_winner_first(VariableExplanation& out, const std::string& name) const {
        const Span place = locate(loaded_, {"services", service_, "environment", name});
        const std::string winner = sources_.describe(place) + environment_suffix;
        std::stable_partition(out.candidates.begin(), out.candidates.end(),
                              [&](const Candidate& candidate) { return candidate.source == winner; });
    }

    Candidate candidate(const ServiceVariable& variable) const {
        const bool is_line = variable.kind == Kind::env_file;
        Candidate out{is_line ? line_place(variable.where, sources_) + " (env_file)"
                              : sources_.describe(variable.where) + environment_suffix,
                      variable.value,
                      false,
                      {}};
        if (!variable.value) take_from_project(variable.name, out);
        for (const VariableReference& reference : loaded_.provenance.references)
            if (!is_line && reference.scalar == variable.scalar) add_ingredient(reference, out);
        return out;
    }

    /// A bare name stands for the project's variable of that name.
    void take_from_project(const std::string& name, Candidate& out) const {
        const auto found = loaded_.project.environment.find(name);
        if (found != loaded_.project.environment.end()) out.value = found->second;
        out.made_of.push_back({name, project_.source_of(name)});
    }

    void add_ingredient(const VariableReference& reference, Candidate& out) const {
        Ingredient ingredient{reference.name, project_.source_of(reference)};
        if (std::find(out.made_of.begin(), out.made_of.end(), ingredient) == out.made_of.end())
            out.made_of.push_back(std::move(ingredient));
    }

    static constexpr const char* environment_suffix = " (environment)";

    ProjectExplainer project_;
    const LoadedProject& loaded_;
    const SourceMap& sources_;
    const std::string& service_;
    std::map<std::string, std::vector<const ServiceVariable*>> variables_;
};

} // namespace

std::vector<VariableExplanation> explain_variables(const LoadedProject& loaded, const SourceMap& sources,
                                                   Extent extent) {
    const ProjectExplainer explainer(loaded, sources);
    std::vector<VariableExplanation> out;
    for (const std::string& name : explainer.names(extent)) out.push_back(explainer.explain(name));
    return out;
}

std::vector<VariableExplanation>
explain_service_variables(const LoadedProject& loaded, const SourceMap& sources, const std::string& service) {
    return ServiceExplainer(loaded, sources, service).explain_all();
}

} // namespace muster::compose::load
