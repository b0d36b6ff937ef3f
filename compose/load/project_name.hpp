#pragma once

#include "compose/load/assemble.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster::compose::load {

/// Lower case, without characters other than a-z, 0-9, "_" and "-", and without leading "_" or "-".
/// Source: Compose spec, "Name top-level element".
std::string normalise_project_name(std::string_view name);

/// A name given by -p or COMPOSE_PROJECT_NAME must already be in normal form: throws Error (usage) when it is
/// not.
void check_project_name(const std::string& name, const std::string& given_by);

/// -p, else COMPOSE_PROJECT_NAME, else the `name` of the last document that has one, else the project
/// directory's name; the latter two in normal form. Throws Error when nothing usable is among them.
std::string choose_project_name(const LoadRequest& request, const Inputs& inputs,
                                const std::vector<SourceFile>& files);

/// Whether that gives the project directory's name, for want of any other.
bool is_named_by_directory(const LoadRequest& request, const Inputs& inputs,
                           const std::vector<SourceFile>& files);

/// Notes all of these as what COMPOSE_PROJECT_NAME could have come from.
void trace_project_name(const LoadRequest& request, const Inputs& inputs,
                        const std::vector<SourceFile>& files, Provenance& provenance);

} // namespace muster::compose::load
