#pragma once

#include "base/source_map.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::compose::load {

/// What can set a variable of the project.
enum class OriginKind {
    project_name_flag, ///< -p
    process,           ///< the process's own environment
    dotenv_file,       ///< a line of `.env` or of a file named by --env-file
    name_attribute,    ///< `name:` of a compose file, for COMPOSE_PROJECT_NAME
    directory          ///< the directory: its name for COMPOSE_PROJECT_NAME, its path for PWD
};

struct Origin {
    OriginKind kind = OriginKind::process;
    std::string value;
    Span where; ///< of what is written in a file

    bool operator==(const Origin&) const = default;
};

/// What stands in a compose file in place of a variable that is used there.
enum class Substitute {
    value,         ///< the variable's own value
    default_value, ///< the default that is written there: `${X:-d}`
    nothing        ///< an empty text, for it is not set and has no default
};

/// A place of a compose file that uses a variable.
struct VariableReference {
    std::string name;
    std::optional<std::string> default_value; ///< interpolated; nothing when none is written
    Substitute substitute = Substitute::value;
    Span where;  ///< of the variable itself: "${X:-d}"
    Span scalar; ///< of the value it is part of

    bool operator==(const VariableReference&) const = default;
};

/// A place that gives a service a variable: an entry of `environment` or a line of an env_file.
struct ServiceVariable {
    enum class Kind { environment, env_file };

    Kind kind = Kind::environment;
    std::string name;
    std::optional<std::string> value; ///< nothing for a bare name, which takes the project's value
    Span where;
    Span scalar; ///< of the value, as in VariableReference

    bool operator==(const ServiceVariable&) const = default;
};

/// Where the values of variables come from, those that were beaten too. Noted while a project is loaded,
/// when that is asked for.
struct Provenance {
    /// By name, the strongest first: that one won.
    std::map<std::string, std::vector<Origin>> origins;
    std::vector<VariableReference> references;
    /// By service, in the order read: a later env_file line beats an earlier one; which entry of
    /// `environment` won is known from the merged document.
    std::map<std::string, std::vector<ServiceVariable>> service_variables;
};

} // namespace muster::compose::load
