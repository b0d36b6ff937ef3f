#pragma once

#include "base/source_map.hpp"

#include <map>
#include <string>
#include <string_view>

namespace muster::compose::load {

/// Makes paths of compose files absolute: each against the directory that goes with the file it is written
/// in. Source: Compose spec, "Relative paths"; services.extends and include change the directory.
class PathResolver {
  public:
    enum class Mode { resolve, keep };

    /// `base` is the project directory. Files that were not told apart by set_base() go with it.
    PathResolver(std::string base, std::string home, Mode mode = Mode::resolve);

    void set_base(FileId file, std::string directory);
    const std::string& base(FileId file) const;

    /// The absolute path; an absolute one stays as it is, "~" is the home directory.
    std::string resolve(const Span& where, const std::string& path) const;

    /// The same for a build context, which may also be a URL or the like.
    std::string resolve_context(const Span& where, const std::string& context) const;

  private:
    /// A path that is kept as it was written still starts in the project directory.
    std::string from_project(const std::string& directory, const std::string& path) const;

    std::string base_;
    std::string home_;
    Mode mode_;
    std::map<FileId, std::string> bases_;
};

/// Whether a build context names something else than a directory: a URL, a Git address, `service:NAME`.
bool is_remote_context(std::string_view context);

/// Whether the first part of a short volume names a host path, not a volume.
bool is_host_path(std::string_view source);

} // namespace muster::compose::load
