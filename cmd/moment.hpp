#pragma once

#include <cstdint>
#include <string>

namespace muster::cmd {

/// What --since and --until take, as the engine wants it: an age ("10m") becomes UNIX seconds counted back
/// from `now` (nanoseconds since 1970), a local date or time ("2026-01-31", "2026-01-31T15:04") and RFC 3339
/// likewise; UNIX seconds stay. Empty stays empty. Throws Error (usage) for anything else.
/// Source: Docker CLI, docker logs --since.
std::string read_moment(const std::string& flag, const std::string& text, std::int64_t now);

/// The time now as log lines carry it: RFC 3339 in UTC, with nanoseconds.
std::string current_moment();

} // namespace muster::cmd
