#pragma once

#include "engine-client/engine.hpp"

#include <cstdio>
#include <memory>

namespace muster::cmd {

/// The bytes of standard input, for one reader as they come, or for several by way of a temporary file.
class StandardInput {
  public:
    enum class Reads { one, several };
    explicit StandardInput(Reads reads) : reads_(reads) {}

    /// From the beginning. Throws Error (usage) with the system's reason when it cannot be kept.
    engine::ByteSource source();

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    void keep();

    const Reads reads_;
    std::unique_ptr<std::FILE, Close> kept_;
};

} // namespace muster::cmd
