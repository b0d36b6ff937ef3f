#pragma once

#include "base/value.hpp"

#include <string>

namespace muster::cmd {

/// What `config --variables` prints of a document whose variables are as they are written: each with its
/// default, in the form asked for (table, json, yaml; empty: table). Throws Error (usage) for another one.
std::string variables_text(const Value& document, const std::string& format);

} // namespace muster::cmd
