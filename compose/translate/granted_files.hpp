#pragma once

#include "compose/model/project.hpp"
#include "engine-client/types.hpp"

#include <optional>
#include <string>
#include <vector>

/// Secrets and configs: how each comes into a service's containers, and how a change of its content is
/// noticed. Source: Compose spec, services.secrets and services.configs.
namespace muster::compose::translate {

/// A secret or config that is copied into the container before it starts.
struct CopiedFile {
    std::string target; ///< absolute path in the container
    std::string content;
    std::int64_t mode = 0444;
    std::int64_t uid = 0;
    std::int64_t gid = 0;
};

/// What does not come from a file of the host, and files for which an owner or a mode is asked: a bind mount
/// has those of the host's file. Throws Error (compose_file) when a variable is not set.
std::vector<CopiedFile> copied_files(const Project& project, const Service& service);

/// Whether copied_files() would give any.
bool has_copied_files(const Project& project, const Service& service);

/// The read-only bind mounts of the other files. Throws Error (unsupported) for an external secret or config:
/// the engine has none outside of a swarm.
std::vector<engine::MountSpec> file_mounts(const Project& project, const Service& service);

/// What keeps a service's secrets and configs from coming into its containers, and what of them has no
/// effect.
struct FileProblem {
    enum class Gravity { error, warning } gravity = Gravity::error;
    std::vector<std::string> path{}; ///< of the reference: {"services", "web", "secrets", "token"}
    std::string message{};           ///< goes after the attribute's name: "comes from ..."
    std::string hint{};              ///< what to do about it; may be empty
};

std::vector<FileProblem> file_problems(const Project& project, const Service& service);

/// What the label `muster.files` says of the content that a container was made with:
/// "config/site=0a1b2 secret/token=3c4d5". Empty when nothing is known of any.
///
/// Labels are seen by many (metrics, `docker inspect` in bug reports, images made by `docker commit`), and a
/// digest of a weak password is as good as the password to whoever can try them all. So no more than five
/// digits of it are kept, salted with the container's identity: they tell 20 bits, and a guess cannot be
/// confirmed by them; one change in a million passes unnoticed.
std::string file_digests(const Project& project, const Service& service, std::int64_t number);

/// A secret or config whose content is not what a container was made with.
struct ChangedFile {
    std::string kind; ///< "secret", "config"
    std::string name; ///< its key in the project
    bool operator==(const ChangedFile&) const = default;
};

/// `recorded` is the container's label. What it or the project says nothing of counts as unchanged: a
/// container that another tool made stays as it is.
std::vector<ChangedFile> changed_files(const Project& project, const Service& service, std::int64_t number,
                                       const std::string& recorded);

} // namespace muster::compose::translate
