#pragma once

#include "compose/load/load.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::compose::load {

/// A variable that a value was interpolated from.
struct Ingredient {
    std::string name;
    std::string source; ///< as in Candidate

    bool operator==(const Ingredient&) const = default;
};

/// Something that could have given a variable its value.
struct Candidate {
    /// In a newcomer's words: "process environment", ".env:3", "compose.yaml:7:9 (default)".
    std::string source;
    std::optional<std::string> value; ///< nothing: a place that uses the variable though it is not set
    bool is_used = false;
    std::vector<Ingredient> made_of;

    bool operator==(const Candidate&) const = default;
};

/// A variable with all that could have set it, the strongest first. More than one is used where compose
/// files write different defaults.
struct VariableExplanation {
    std::string name;
    std::optional<std::string> value; ///< nothing when it is not set
    std::vector<Candidate> candidates;

    bool operator==(const VariableExplanation&) const = default;
};

/// The project's own variables: those that compose files use, that dotenv files set, and Compose's own
/// (COMPOSE_...). With `every`, those of the process that nothing asks for too.
/// REQUIRES: loaded with LoadRequest::trace_variables.
enum class Extent { relevant, every };
std::vector<VariableExplanation> explain_variables(const LoadedProject& loaded, const SourceMap& sources,
                                                   Extent extent);

/// The variables of a service's containers. REQUIRES: loaded with LoadRequest::trace_variables; the service
/// is active.
std::vector<VariableExplanation>
explain_service_variables(const LoadedProject& loaded, const SourceMap& sources, const std::string& service);

} // namespace muster::compose::load
