#pragma once

#include "counting_proxy.hpp"
#include "program.hpp"

#include "engine-client/engine.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::e2e {

/// The law of the second run: when `up -d` has succeeded and nothing has happened since, the same once more
/// changes nothing. Only containers that have ended may be started again, as Docker Compose does. Every
/// sandbox checks it when its scenario ends.
class SecondRun {
  public:
    /// `proxy`: what is run goes through it.
    explicit SecondRun(CountingProxy& proxy) : proxy_(proxy) {}

    /// Something was run and has ended.
    void note(const ProgramCall& call, const ProgramResult& result);
    /// The files are others now.
    void forget() { last_up_.reset(); }

    /// Runs the last `up` once more, unless something has changed since: what it did against the law, or that
    /// it failed. Flags that ask for work (--force-recreate, --build ...) are left out.
    std::vector<std::string> find_breaches(engine::Engine& engine);

  private:
    struct Up {
        ProgramCall call;
        std::size_t changes = 0; ///< of the proxy, when it had ended
    };

    CountingProxy& proxy_;
    std::optional<Up> last_up_;
};

} // namespace muster::e2e
