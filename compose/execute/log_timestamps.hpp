#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace muster::compose::execute {

/// Nanoseconds since 1970 of an RFC 3339 moment ("2026-11-22T12:20:19.748290216Z"), or nothing.
std::optional<std::int64_t> parse_timestamp(std::string_view text);

/// The moment as LogOptions::since takes it: "1795350019.748290216".
std::string to_since(std::int64_t nanoseconds);

/// A stretch of a container's log: at most one line, with its end if it is there.
struct LogPiece {
    std::int64_t time = 0;  ///< nanoseconds since 1970; 0 when the engine gave none
    std::string_view stamp; ///< the engine's timestamp and a blank; empty but at the start of a line
    std::string_view text;
};

/// Takes the timestamps off one stream of a log that was read with LogOptions::timestamps.
///
/// A log driver stores a long line in parts of 16 KiB, and the engine puts a timestamp in front of each
/// part: those inside of lines are dropped.
class LogTimestamps {
  public:
    using Sink = std::function<void(const LogPiece&)>;

    void feed(std::string_view bytes, const Sink& sink);
    /// The stream is over: what looked like the beginning of a timestamp was text.
    void finish(const Sink& sink);

  private:
    /// Takes what may be a timestamp from the front of `bytes`; whether that is all of it.
    bool take_stamp(std::string_view& bytes);
    void settle_stamp(const Sink& sink);
    /// Takes up to the end of the line, or to where the next part of it begins.
    std::string_view take_text(std::string_view& bytes);
    void pass(std::string_view text, const Sink& sink);

    std::string stamp_;
    std::int64_t time_ = 0;
    bool expects_stamp_ = true;
    bool is_line_start_ = true;
    std::size_t part_size_ = 0; ///< how much of the part has passed
};

} // namespace muster::compose::execute
