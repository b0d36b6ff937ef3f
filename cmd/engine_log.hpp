#pragma once

#include "engine-client/connection.hpp"

namespace muster::cmd {

/// Writes a line about a request to standard error: "12:01:07.512 GET /v1.41/volumes 200 0.4 ms".
/// Safe to call from several threads.
void log_call(const engine::AnsweredCall& call);

/// The same about anything else.
void log_remark(const std::string& text);

} // namespace muster::cmd
