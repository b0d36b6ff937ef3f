#pragma once

#include <string>

namespace muster::compose::translate {

enum class AfterExit { keep, remove };
enum class Aliases { container_name, of_service };

/// What sets a container made for a single command (`run`) apart from a service's replicas.
struct OneOff {
    std::string slug{}; ///< 64 hexadecimal digits, at random
    AfterExit after_exit = AfterExit::keep;
    Aliases aliases = Aliases::container_name; ///< under which it is found in its networks
    bool operator==(const OneOff&) const = default;
};

} // namespace muster::compose::translate
