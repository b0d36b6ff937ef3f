#include "cmd/log_printer.hpp"

#include "base/error.hpp"
#include "cmd/screen_text.hpp"

#include <utility>

namespace muster::cmd {

using engine::OutputStream;

namespace {

constexpr std::size_t most_pending = 1UL << 20;
/// A line without an end must not fill the memory.
constexpr std::size_t longest_line = 1UL << 24;

constexpr std::array<const char*, 10> colors{"\x1b[36m",   "\x1b[33m",   "\x1b[32m",   "\x1b[35m",
                                             "\x1b[34m",   "\x1b[36;1m", "\x1b[33;1m", "\x1b[32;1m",
                                             "\x1b[35;1m", "\x1b[34;1m"};

constexpr std::array both_streams{OutputStream::standard_output, OutputStream::standard_error};

std::size_t index_of(OutputStream stream) { return stream == OutputStream::standard_output ? 0 : 1; }

/// A terminal ends its lines with "\r\n".
std::string_view without_carriage_return(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

} // namespace

LogPrinter::LogPrinter(Stream& out, Stream& err, LogStyle style, PrintAside print_aside)
    : out_(out), err_(err), style_(style), print_aside_(std::move(print_aside)),
      writer_([this](std::stop_token stop) { run(stop); }) {}

LogPrinter::~LogPrinter() {
    const std::lock_guard lock(mutex_);
    for (auto& [name, source] : sources_) finish_lines(source);
}

void LogPrinter::add_source(const std::string& name) {
    const std::lock_guard lock(mutex_);
    source_of(name);
}

LogPrinter::Source& LogPrinter::source_of(const std::string& name) {
    const auto known = sources_.find(name);
    if (known != sources_.end()) return known->second;
    Source& added = sources_[name];
    added.color = (sources_.size() - 1) % colors.size();
    added.prefix = prefix_of(name, added);
    if (display_width(name) <= width_) return added;
    width_ = display_width(name);
    for (auto& [each, source] : sources_) source.prefix = prefix_of(each, source);
    return added;
}

std::string LogPrinter::prefix_of(const std::string& name, const Source& source) const {
    if (!style_.prefix) return "";
    const std::string text = pad(name, width_ + 1) + " | ";
    return style_.color ? colors[source.color] + text + "\x1b[0m" : text;
}

void LogPrinter::feed(const std::string& name, OutputStream stream, std::string_view bytes) {
    std::unique_lock lock(mutex_);
    wait_for_room(lock);
    feed_lines(source_of(name), stream, bytes);
    wake_writer();
}

void LogPrinter::feed_lines(Source& source, OutputStream stream, std::string_view bytes) {
    std::string& unfinished = source.unfinished[index_of(stream)];
    for (std::size_t end = 0; (end = bytes.find('\n')) != std::string_view::npos;) {
        if (unfinished.empty()) {
            append_line(source, stream, bytes.substr(0, end));
        } else {
            unfinished += bytes.substr(0, end);
            append_line(source, stream, unfinished);
            unfinished.clear();
        }
        bytes.remove_prefix(end + 1);
    }
    unfinished += bytes;
    if (unfinished.size() >= longest_line) finish_line(source, stream);
}

void LogPrinter::finish_line(Source& source, OutputStream stream) {
    std::string& unfinished = source.unfinished[index_of(stream)];
    if (!unfinished.empty()) append_line(source, stream, unfinished);
    unfinished.clear();
}

void LogPrinter::finish_lines(Source& source) {
    for (const OutputStream stream : both_streams) finish_line(source, stream);
}

void LogPrinter::append_line(const Source& source, OutputStream stream, std::string_view line) {
    std::string& text = text_for(stream == OutputStream::standard_output ? out_ : err_);
    const std::size_t before = text.size();
    text.append(source.prefix);
    if (style_.stamp) text.append(style_.stamp()).append(1, ' ');
    text.append(without_carriage_return(line)).append(1, '\n');
    pending_bytes_ += text.size() - before;
}

// Standard output and standard error share a screen more often than not: their lines keep their order.
std::string& LogPrinter::text_for(Stream& stream) {
    if (pending_.empty() || pending_.back().stream != &stream) pending_.push_back({&stream, ""});
    return pending_.back().text;
}

void LogPrinter::announce_end(const compose::execute::ContainerEnd& end) {
    const std::lock_guard lock(mutex_);
    finish_lines(source_of(end.name));
    const char* outlook = end.restarts ? " (restarting)" : "";
    text_for(out_) += end.name + " exited with code " + std::to_string(end.exit_code) + outlook + "\n";
    wake_writer();
}

void LogPrinter::wake_writer() {
    if (pending_.empty() || std::exchange(is_woken_, true)) return;
    filled_.notify_one();
}

void LogPrinter::wait_for_room(std::unique_lock<std::mutex>& lock) {
    drained_.wait(lock, [this] { return pending_bytes_ < most_pending || failure_; });
    if (failure_) std::rethrow_exception(failure_);
}

void LogPrinter::flush() {
    std::unique_lock lock(mutex_);
    drained_.wait(lock, [this] { return (pending_.empty() && !is_writing_) || failure_; });
    if (failure_) std::rethrow_exception(failure_);
}

void LogPrinter::run(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    while (filled_.wait(lock, stop, [this] { return !pending_.empty(); })) {
        const std::vector<Piece> pieces = std::exchange(pending_, {});
        pending_bytes_ = 0;
        is_woken_ = false;
        is_writing_ = true;
        lock.unlock();
        const std::exception_ptr failure = write(pieces);
        lock.lock();
        is_writing_ = false;
        if (failure) failure_ = failure;
        drained_.notify_all();
    }
}

std::exception_ptr LogPrinter::write(const std::vector<Piece>& pieces) const {
    const auto print = [&pieces] {
        for (const Piece& piece : pieces) piece.stream->write(piece.text);
    };
    try {
        print_aside_ ? print_aside_(print) : print();
    } catch (const Error&) {
        return std::current_exception();
    }
    return nullptr;
}

} // namespace muster::cmd
