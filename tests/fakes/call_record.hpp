#pragma once

#include "base/error.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace muster::fakes {

/// Reads leave the engine as it is; changes do not.
enum class Effect { reads, changes };

/// The calls a fake has received, as lines of text ("start_container web-1"), and what tests planned for
/// them. May be used from several threads.
class CallRecord {
  public:
    using Action = std::function<void()>;

    /// Writes the call down, runs what was planned before it, and throws the error planned for it.
    void enter(Effect effect, const std::string& line);
    /// The call has succeeded: runs what was planned after it.
    void leave(const std::string& line);

    std::vector<std::string> calls() const;
    std::vector<std::string> mutating_calls() const;
    /// Forgets the calls, so that counting begins anew; plans stay.
    void clear();

    void fail_call(std::size_t number, Error error);
    void fail_on(const std::string& line, Error error);
    void before(const std::string& line, Action action);
    void after(const std::string& line, Action action);

  private:
    struct Call {
        Effect effect;
        std::string line;
    };

    mutable std::mutex mutex_;
    std::vector<Call> calls_;
    std::map<std::size_t, Error> errors_by_number_;
    std::map<std::string, Error> errors_by_line_;
    std::map<std::string, Action> before_;
    std::map<std::string, Action> after_;
};

} // namespace muster::fakes
