#pragma once

#include "base/value.hpp"
#include "compose/load/explain_variables.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace muster::cmd {

/// How to draw the tables of `env --explain`.
struct ExplanationLook {
    bool color = false;
    std::size_t width = 0; ///< longer lines are cut; 0: none is
};

/// Variables with their values and what those come from, and below each what was beaten. Values that look
/// like credentials are hidden.
std::string explanation_text(const std::vector<compose::load::VariableExplanation>& variables,
                             const ExplanationLook& look = {});

/// The same as a list of JSON objects: name, value, sources.
Value explanation_list(const std::vector<compose::load::VariableExplanation>& variables);

} // namespace muster::cmd
