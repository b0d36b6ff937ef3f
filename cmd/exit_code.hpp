#pragma once

#include "base/error.hpp"

namespace muster::cmd {

/// What a command's exit means to scripts. `exec` passes on its process's own code.
namespace exit_code {
inline constexpr int success = 0;
inline constexpr int failure = 1;
inline constexpr int changes = 2; ///< `plan` only: there is something to do
inline constexpr int interrupted = 130;
} // namespace exit_code

/// The one place where a kind of error becomes an exit code.
int exit_code_for(ErrorKind kind);

} // namespace muster::cmd
