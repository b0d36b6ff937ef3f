#pragma once

#include "cmd/copy_ends.hpp"
#include "engine-client/tar_reader.hpp"

#include <string>
#include <vector>

namespace muster::cmd {

enum class KeepOwners { no, yes };

/// Writes an archive's members below a directory of this machine, and nowhere else: no name in the archive
/// and no symbolic link that it brings leads out of there. Files that are in the way are replaced. Devices
/// are left out.
class Unpacker final : public engine::TarReceiver {
  public:
    /// `source_name`: what the archive's members begin with. Throws Error (usage) when the directory cannot
    /// be opened.
    Unpacker(CopyTarget target, std::string source_name, KeepOwners owners);
    ~Unpacker() override;
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;

    void begin_member(const engine::TarMember& member) override;
    void take_content(std::string_view bytes) override;
    void end_member() override;

    /// Directories get their times and modes once everything is in them. To be called at the end.
    void finish();
    /// How many members were written.
    std::size_t count() const { return count_; }

  private:
    /// A place below the directory: an open directory and a name in it.
    struct Place {
        int directory = -1;
        std::string name;
    };
    Place open_place(const std::string& path) const;
    void make_directory(const Place& place, const engine::TarMember& member);
    void make_link(const Place& place, const engine::TarMember& member);
    void make_symlink(const Place& place, const engine::TarMember& member);
    void open_file(const Place& place, const engine::TarMember& member);
    void clear(const Place& place) const;
    void set_attributes(int descriptor, const engine::TarMember& member) const;
    [[noreturn]] void fail(const std::string& path) const;

    const CopyTarget target_;
    const std::string source_name_;
    const KeepOwners owners_;
    int root_ = -1;
    int file_ = -1;    ///< being written; -1: none
    std::string path_; ///< of the current member, below the root
    engine::TarMember member_;
    std::vector<std::pair<std::string, engine::TarMember>> directories_; ///< whose attributes are to be set
    std::size_t count_ = 0;
};

} // namespace muster::cmd
