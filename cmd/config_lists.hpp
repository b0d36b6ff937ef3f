#pragma once

#include "base/value.hpp"
#include "compose/model/project.hpp"

#include <string>

/// What `config` prints in place of the whole project: one thing to a line.
namespace muster::cmd {

/// Each service after those it depends on.
std::string service_lines(const compose::Project& project);
/// All services of a document that is no project yet, by name.
std::string service_lines(const Value& document);
std::string volume_lines(const compose::Project& project);
std::string network_lines(const compose::Project& project);
/// What the models are pulled by.
std::string model_lines(const compose::Project& project);
/// The services' profiles, whether they are active or not.
std::string profile_lines(const compose::Project& project);
/// A line for each service, so that an image may be there twice.
std::string image_lines(const compose::Project& project);
/// The variables that were used for interpolation, as NAME=VALUE.
std::string environment_lines(const compose::Project& project);

/// "SERVICE HASH" for the named services ("web,db"), or for all with '*'. Throws Error (not_found) when the
/// project has no such service, or it is not active.
std::string hash_lines(const compose::Project& project, const std::string& wanted);

} // namespace muster::cmd
