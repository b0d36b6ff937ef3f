#include "cmd/exit_code.hpp"

namespace muster::cmd {

int exit_code_for(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::interrupted: return exit_code::interrupted;
    case ErrorKind::usage:
    case ErrorKind::compose_file:
    case ErrorKind::not_found:
    case ErrorKind::conflict:
    case ErrorKind::connection:
    case ErrorKind::engine:
    case ErrorKind::step_failed:
    case ErrorKind::unsupported:
    case ErrorKind::internal: break;
    }
    return exit_code::failure;
}

} // namespace muster::cmd
