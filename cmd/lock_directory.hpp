#pragma once

#include <map>
#include <string>

namespace muster::cmd {

/// Where this user's locks are: $XDG_RUNTIME_DIR/muster, else /run/user/ID/muster, else /tmp/muster-ID. Made
/// where it is missing; nobody else can write to it. Throws Error (unsupported) when there is none like that.
std::string get_lock_directory(const std::map<std::string, std::string>& environment);

/// The directory, made for its owner alone where it is missing. Throws Error (unsupported) when what is there
/// is no directory, belongs to somebody else, or lets others in.
std::string get_private_directory(const std::string& path);

} // namespace muster::cmd
