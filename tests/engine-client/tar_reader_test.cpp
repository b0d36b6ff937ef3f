#include "engine-client/tar_reader.hpp"

#include "base/error.hpp"
#include "engine-client/tar.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::engine;

namespace {

/// Writes down what it is given: "file a/b 0644 1:2 @3 'content'".
class Notes final : public TarReceiver {
  public:
    void begin_member(const TarMember& member) override {
        static const char* const kinds[] = {"file", "directory", "symlink", "hard link", "fifo", "device"};
        text += std::string(kinds[static_cast<int>(member.kind)]) + " " + member.path;
        if (!member.link.empty()) text += " -> " + member.link;
        text += " " + std::to_string(member.uid) + ":" + std::to_string(member.gid) + " @" +
                std::to_string(member.mtime) + " '";
    }
    void take_content(std::string_view bytes) override { text += bytes; }
    void end_member() override { text += "'\n"; }

    std::string text;
};

std::string archive_of(std::vector<TarEntry> entries) {
    TarWriter writer(std::move(entries));
    std::string archive(1 << 16, '\0');
    archive.resize(writer.read(archive));
    return archive;
}

std::string read_in_pieces(const std::string& archive, std::size_t piece) {
    Notes notes;
    TarReader reader(notes);
    for (std::size_t at = 0; at < archive.size(); at += piece) reader.feed(archive.substr(at, piece));
    reader.finish();
    return notes.text;
}

std::string problem_with(const std::string& archive) {
    try {
        read_in_pieces(archive, 512);
    } catch (const Error& error) {
        return error.message;
    }
    return "none";
}

} // namespace

TEST_CASE("what TarWriter writes is read back, whatever the pieces it comes in") {
    const std::string long_name = std::string(120, 'n') + "/" + std::string(150, 'm');
    const std::string archive =
        archive_of({{.path = "d", .content = TarDirectory{}, .uid = 1, .gid = 2, .mtime = 3},
                    {.path = "d/f", .content = TarBytes{"hello"}, .mtime = 7},
                    {.path = "d/empty", .content = TarBytes{}},
                    {.path = "d/l", .content = TarSymlink{"../x"}},
                    {.path = long_name, .content = TarBytes{"far"}, .uid = 1L << 40}});
    const std::string expected = "directory d/ 1:2 @3 ''\n"
                                 "file d/f 0:0 @7 'hello'\n"
                                 "file d/empty 0:0 @0 ''\n"
                                 "symlink d/l -> ../x 0:0 @0 ''\n"
                                 "file " +
                                 long_name + " 1099511627776:0 @0 'far'\n";
    for (const std::size_t piece : {1UL, 7UL, 512UL, 100'000UL}) {
        CAPTURE(piece);
        CHECK(read_in_pieces(archive, piece) == expected);
    }
}

TEST_CASE("an archive that is damaged or cut off is refused") {
    const std::string archive = archive_of({{.path = "f", .content = TarBytes{"hello"}}});
    std::string damaged = archive;
    damaged[3] = 'x';
    CHECK(problem_with(damaged) == "the archive cannot be read: a header's checksum is wrong");
    CHECK(problem_with(archive.substr(0, 700)) ==
          "the archive cannot be read: it ends in the middle of a file");
    CHECK(problem_with(archive.substr(0, 100)) ==
          "the archive cannot be read: it ends in the middle of a file");
    CHECK(problem_with("") == "none");
}
