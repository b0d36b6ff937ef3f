#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace muster::engine {

/// Cuts a stream into its lines, however the pieces fall. Empty lines are left out, a carriage return at the
/// end is taken off.
class LineSplitter {
  public:
    using Sink = std::function<void(std::string_view line)>;

    void feed(std::string_view bytes, const Sink& sink);
    /// The last line, if it had no end.
    void finish(const Sink& sink);

  private:
    std::string rest_;
};

} // namespace muster::engine
