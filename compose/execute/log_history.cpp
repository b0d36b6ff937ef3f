#include "compose/execute/log_history.hpp"

#include <array>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <thread>
#include <utility>

namespace muster::compose::execute {

using engine::LogOptions;
using engine::OutputStream;

namespace {

constexpr std::size_t block_size = 1UL << 16;
constexpr std::size_t blocks_ahead = 4;

std::size_t index_of(OutputStream stream) { return stream == OutputStream::standard_output ? 0 : 1; }

/// Pieces of a log with their text in one place.
struct Block {
    struct Entry {
        std::int64_t time = 0;
        OutputStream stream = OutputStream::standard_output;
        std::size_t begin = 0;
        std::size_t stamp_size = 0;
        std::size_t text_size = 0;
    };
    std::string bytes;
    std::vector<Entry> entries;

    void add(OutputStream stream, const LogPiece& piece) {
        entries.push_back({piece.time, stream, bytes.size(), piece.stamp.size(), piece.text.size()});
        bytes.append(piece.stamp).append(piece.text);
    }
};

/// One container's log on its way from the thread that reads it to the one that merges.
class Tape {
  public:
    /// Starts to read. What it is given must outlive it.
    Tape(engine::Engine& engine, const std::string& id, const LogOptions& options)
        : reader_([this, &engine, &id, &options](std::stop_token stop) { read(engine, id, options, stop); }) {
    }

    /// Blocks until there is a piece; false at the end of the log.
    bool advance() {
        if (++position_ < block_.entries.size()) return true;
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !blocks_.empty() || is_complete_; });
        if (blocks_.empty()) return false;
        block_ = std::move(blocks_.front());
        blocks_.pop_front();
        position_ = 0;
        changed_.notify_all();
        return true;
    }

    // REQUIRES: advance() has given true.
    std::int64_t time() const { return block_.entries[position_].time; }
    OutputStream stream() const { return block_.entries[position_].stream; }
    LogPiece piece() const {
        const Block::Entry& entry = block_.entries[position_];
        const std::string_view bytes = std::string_view(block_.bytes).substr(entry.begin);
        return {entry.time, bytes.substr(0, entry.stamp_size),
                bytes.substr(entry.stamp_size, entry.text_size)};
    }

    /// REQUIRES: advance() has given false.
    const std::optional<Error>& error() const { return error_; }

  private:
    void read(engine::Engine& engine, const std::string& id, const LogOptions& options,
              std::stop_token stop) {
        std::optional<Error> error;
        try {
            read_log(engine, id, options, stop);
        } catch (const Error& problem) {
            error = problem;
        }
        const std::lock_guard lock(mutex_);
        error_ = std::move(error);
        is_complete_ = true;
        changed_.notify_all();
    }

    void read_log(engine::Engine& engine, const std::string& id, const LogOptions& options,
                  std::stop_token stop) {
        const auto container = engine.find_container(id);
        if (!container) return;
        Block block;
        std::array<LogTimestamps, 2> logs;
        OutputStream stream = OutputStream::standard_output;
        const LogTimestamps::Sink add = [&](const LogPiece& piece) {
            block.add(stream, piece);
            if (block.bytes.size() >= block_size) push(std::exchange(block, {}), stop);
        };
        const auto feed = [&](OutputStream from, std::string_view bytes) {
            stream = from;
            logs[index_of(from)].feed(bytes, add);
        };
        engine.read_logs(id, options, container->tty, feed, stop);
        for (const OutputStream each : {OutputStream::standard_output, OutputStream::standard_error}) {
            stream = each;
            logs[index_of(each)].finish(add);
        }
        if (!block.entries.empty()) push(std::move(block), stop);
    }

    void push(Block block, std::stop_token stop) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, [this] { return blocks_.size() < blocks_ahead; })) return;
        blocks_.push_back(std::move(block));
        changed_.notify_all();
    }

    Block block_; ///< the merging thread's own
    std::size_t position_ = 0;

    std::mutex mutex_; ///< guards what follows
    std::condition_variable_any changed_;
    std::deque<Block> blocks_;
    bool is_complete_ = false;
    std::optional<Error> error_;
    std::jthread reader_; // last, so that it ends before what it uses
};

/// The next piece of each log that has one, the earliest on top.
class MergeOrder {
  public:
    void add(std::int64_t time, std::size_t container) { heads_.emplace(time, container); }
    bool empty() const { return heads_.empty(); }
    std::size_t take() {
        const std::size_t container = heads_.top().second;
        heads_.pop();
        return container;
    }

  private:
    using Head = std::pair<std::int64_t, std::size_t>;
    std::priority_queue<Head, std::vector<Head>, std::greater<>> heads_;
};

} // namespace

std::vector<std::int64_t> read_history(engine::Engine& engine, const std::vector<std::string>& ids,
                                       const LogOptions& options, const HistorySink& sink) {
    LogOptions with_timestamps = options;
    with_timestamps.follow = false;
    with_timestamps.timestamps = true;
    std::vector<std::unique_ptr<Tape>> tapes;
    for (const std::string& id : ids) tapes.push_back(std::make_unique<Tape>(engine, id, with_timestamps));
    std::vector<std::int64_t> last_times(ids.size());
    MergeOrder order;
    const auto advance = [&](std::size_t i) {
        if (tapes[i]->advance())
            order.add(tapes[i]->time(), i);
        else if (tapes[i]->error())
            sink.on_error(i, *tapes[i]->error());
    };
    for (std::size_t i = 0; i < tapes.size(); ++i) advance(i);
    while (!order.empty()) {
        const std::size_t i = order.take();
        sink.on_piece(i, tapes[i]->stream(), tapes[i]->piece());
        last_times[i] = std::max(last_times[i], tapes[i]->time());
        advance(i);
    }
    return last_times;
}

} // namespace muster::compose::execute
