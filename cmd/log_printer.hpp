#pragma once

#include "cmd/terminal.hpp"
#include "compose/execute/container_end.hpp"
#include "engine-client/types.hpp"

#include <array>
#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace muster::cmd {

struct LogStyle {
    bool color = false;
    bool prefix = true;
    std::function<std::string()> stamp = nullptr; ///< put in front of each line as it comes; optional
};

/// Writes the output of several containers as whole lines, each with its container's name in its own colour:
///     web-1  | GET / 200
/// Standard error of a container goes to standard error. Safe to call from several threads.
///
/// Lines are written by a thread of its own, as many at once as have come in meanwhile: at once when there
/// are few, in large pieces when there are many. Who feeds faster than can be written has to wait.
class LogPrinter {
  public:
    /// Writes while something else is drawn on the same screen; see ProgressView::print_aside().
    using PrintAside = std::function<void(const std::function<void()>& print)>;

    LogPrinter(Stream& out, Stream& err, LogStyle style, PrintAside print_aside = {});
    /// Writes what is there.
    ~LogPrinter();

    /// Makes room for the name in the prefix column; names keep their colour for good.
    void add_source(const std::string& name);
    /// Takes bytes as they come; what is not yet a whole line is kept. Throws Error (internal) when earlier
    /// lines could not be written.
    void feed(const std::string& name, engine::OutputStream stream, std::string_view bytes);
    /// The source's container has ended: writes what was left of an unfinished line, and a line of our own,
    /// "web-1 exited with code 0".
    void announce_end(const compose::execute::ContainerEnd& end);
    /// Returns when everything so far has been written. Throws as feed() does.
    void flush();

  private:
    struct Source {
        std::size_t color = 0;
        std::string prefix;
        std::array<std::string, 2> unfinished; ///< by stream
    };
    struct Piece {
        Stream* stream;
        std::string text;
    };

    // With the mutex held
    Source& source_of(const std::string& name);
    std::string prefix_of(const std::string& name, const Source& source) const;
    void feed_lines(Source& source, engine::OutputStream stream, std::string_view bytes);
    void finish_line(Source& source, engine::OutputStream stream);
    void finish_lines(Source& source);
    void append_line(const Source& source, engine::OutputStream stream, std::string_view line);
    std::string& text_for(Stream& stream);
    void wake_writer();
    void wait_for_room(std::unique_lock<std::mutex>& lock);

    void run(std::stop_token stop);
    /// Writes the pieces; what went wrong, or nothing.
    std::exception_ptr write(const std::vector<Piece>& pieces) const;

    Stream& out_;
    Stream& err_;
    const LogStyle style_;
    const PrintAside print_aside_;
    std::mutex mutex_; ///< guards everything below
    std::condition_variable_any filled_;
    std::condition_variable drained_;
    std::size_t width_ = 0; ///< of the longest name
    std::map<std::string, Source> sources_;
    std::vector<Piece> pending_;
    std::size_t pending_bytes_ = 0;
    bool is_woken_ = false; ///< the writer knows that there is something to write
    bool is_writing_ = false;
    std::exception_ptr failure_;
    std::jthread writer_; // last, so that it ends before what it uses
};

} // namespace muster::cmd
