#pragma once

#include <string>
#include <vector>

namespace muster::compose::load {

/// The keys from a document's root to a value: {"services", "web", "ports", "0"}.
using KeyPath = std::vector<std::string>;

KeyPath joined(KeyPath path, const KeyPath& below);

/// What messages call the value at a path: "'build.args' of service 'web'", "network 'front'", "'name'".
std::string describe_value(const KeyPath& path);

/// Where a key of the mapping at a path stands: "in service 'web'", "in 'build' of service 'web'", "at the
/// top level".
std::string describe_place(const KeyPath& path);

/// "with its variables replaced this reads 'a:80'".
std::string variables_note(const std::string& text);

} // namespace muster::compose::load
