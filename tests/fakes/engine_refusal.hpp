#pragma once

#include "base/error.hpp"

/// Docker's refusals, each by the kind that engine::Engine documents for its HTTP status.
namespace muster::fakes {

inline Error no_such(std::string words) { return Error(ErrorKind::not_found, std::move(words)); }
inline Error conflict(std::string words) { return Error(ErrorKind::conflict, std::move(words)); }
inline Error refused(std::string words) { return Error(ErrorKind::engine, std::move(words)); }

} // namespace muster::fakes
