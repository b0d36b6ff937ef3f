#pragma once

#include "engine-client/types.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::compose::execute {

/// A container that a step failed for, as the engine knows it right after.
struct BlamedContainer {
    std::string name;
    std::string id;
    engine::ContainerState state = engine::ContainerState::created;
    engine::Health health = engine::Health::none;
    std::int64_t exit_code = 0; ///< means something once it has ended
    bool oom_killed = false;
    std::int64_t restart_count = 0;
    std::string error;                       ///< why the engine could not start it
    std::vector<engine::ProbeResult> probes; ///< the last few of its health, oldest first
    std::vector<std::string> log;            ///< its last lines, as the program wrote them

    bool operator==(const BlamedContainer&) const = default;
};

/// What a person needs to understand why a step failed, beyond the failure's own words.
struct Explanation {
    std::optional<BlamedContainer> container;
    std::vector<std::string> findings; ///< what else was found out, each a clause
    std::vector<std::string> output;   ///< the last lines that the step printed: of a build, of a hook
    std::vector<std::string> path;     ///< the attribute that is to blame, or is nearest to what is
    std::string hint;                  ///< what to try; empty when there is nothing useful to say

    bool operator==(const Explanation&) const = default;
};

/// How many lines of a log or of a step's output, and how many health probes, an explanation has at most.
inline constexpr std::size_t most_lines = 20;
inline constexpr std::size_t most_probes = 3;

/// What an exit code says by convention: "killed by SIGKILL" of 137, "the program was not found" of 127.
/// Empty for codes that only the program itself can explain.
std::string exit_code_meaning(std::int64_t code);

/// "SIGKILL" of 137; empty for codes that stand for no signal.
std::string exit_signal(std::int64_t code);

} // namespace muster::compose::execute
