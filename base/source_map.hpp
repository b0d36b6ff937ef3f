#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

using FileId = std::uint32_t;

/// A stretch of one line of an input file: where a value, a key or a problem stands.
/// Lines and columns count from 1, columns in code points. A line of 0 means "no place"; a length of 0 means
/// that the line may hold a secret and is not to be shown.
struct Span {
    FileId file = 0;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::uint32_t length = 0;

    bool is_known() const { return line != 0; }
    bool operator==(const Span&) const = default;
};

/// The texts that were read, so that a Span can be shown with its line. Ids stay valid for the map's life.
class SourceMap {
  public:
    /// `name` is what messages print (the path as the user wrote it, or "-" for standard input).
    /// REQUIRES: the text is smaller than 4 GiB.
    FileId add(std::string name, std::string text);

    const std::string& name(FileId file) const;
    const std::string& text(FileId file) const;

    /// The line without its end, empty where the file has no such line.
    std::string_view line(FileId file, std::uint32_t line) const;

    /// "name:line:column", or an empty string for an unknown span.
    std::string describe(const Span& span) const;

  private:
    struct File {
        std::string name;
        std::string text;
        mutable std::vector<std::uint32_t> line_starts; ///< found when the first line is asked for
    };
    std::deque<File> files_;
};

} // namespace muster
