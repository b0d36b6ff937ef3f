#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace muster::engine {

/// What an archive says of one of its members.
struct TarMember {
    enum class Kind { file, directory, symlink, hard_link, fifo, device };
    std::string path; ///< as it is written: "dir/file", "./dir/", perhaps hostile
    Kind kind = Kind::file;
    std::string link; ///< what a symbolic or hard link points at
    std::uint32_t mode = 0;
    std::int64_t uid = 0;
    std::int64_t gid = 0;
    std::int64_t size = 0;  ///< of a file
    std::int64_t mtime = 0; ///< seconds since 1970
    bool operator==(const TarMember&) const = default;
};

/// Takes an archive's members one after the other.
class TarReceiver {
  public:
    virtual ~TarReceiver() = default;
    virtual void begin_member(const TarMember& member) = 0;
    /// A piece of the current file's content.
    virtual void take_content(std::string_view bytes) = 0;
    virtual void end_member() = 0;
};

/// Reads a tar archive as it comes, piece by piece, and keeps no content. Understands ustar, pax headers
/// (path, linkpath, size, uid, gid, mtime) and GNU's long names and large numbers.
class TarReader {
  public:
    explicit TarReader(TarReceiver& receiver) : receiver_(receiver) {}

    /// Throws Error (engine) for what is no tar archive; passes on what the receiver throws.
    void feed(std::string_view bytes);
    /// Throws Error (engine) when the archive ends in the middle of a member.
    void finish() const;

  private:
    enum class Content { none, file, pax, global_pax, long_name, long_link };

    void take_header(std::string_view block);
    void begin_content(Content content, std::int64_t size);
    std::string_view take_content(std::string_view bytes);
    void end_content();
    void begin_member(TarMember member);
    void take_pax_records(std::string_view records);

    TarReceiver& receiver_;
    std::string block_; ///< of a header, until it is complete
    Content content_ = Content::none;
    std::int64_t remaining_ = 0;             ///< of the content
    std::int64_t padding_ = 0;               ///< behind it
    std::string text_;                       ///< content that is about the next member
    std::map<std::string, std::string> pax_; ///< for the next member
    std::string long_name_;
    std::string long_link_;
    bool is_ended_ = false;
};

} // namespace muster::engine
