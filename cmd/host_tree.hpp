#pragma once

#include "engine-client/tar.hpp"

#include <string>
#include <vector>

namespace muster::cmd {

enum class FollowLink { no, yes };

/// A file or folder of this machine that is to be copied.
struct HostTree {
    std::string path; ///< where it really is
    bool is_directory = false;
};

/// Throws Error (not_found, usage) with the system's reason. A symbolic link is followed where asked for, and
/// where the path ends in a slash.
HostTree find_host_tree(const std::string& path, FollowLink follow);

/// The members of an archive in which the tree is called `name`; with an empty name, what is in it. Owners
/// and modes as they are. Sockets are left out.
std::vector<engine::TarEntry> tar_entries(const HostTree& tree, const std::string& name);

} // namespace muster::cmd
