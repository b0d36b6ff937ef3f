#pragma once

#include "engine-client/tar.hpp"

namespace muster::engine {

constexpr std::size_t tar_block_size = 512;

/// The blocks in front of a member's content: its ustar header, and before it a pax header for what ustar
/// cannot hold. Source: POSIX.1-2017, pax, "ustar Interchange Format", "pax Header Block".
std::string tar_header(const TarEntry& entry, std::int64_t size);

/// The zeros that fill up the last block of a content of that size.
std::string tar_padding(std::int64_t size);

} // namespace muster::engine
