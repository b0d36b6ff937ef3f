#pragma once

#include "cmd/go_template.hpp"
#include "cmd/go_template_tree.hpp"

namespace muster::cmd::go_template {

enum class Rendering { row, heading };

/// Appends the rendered text to `out`, which keeps what was rendered before an Error (usage).
void evaluate(const Parsed& parsed, const TemplateData& data, Rendering what, std::string& out);

} // namespace muster::cmd::go_template
