#pragma once

#include "compose/execute/executor.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace muster::cmd {

/// How far a subject is; the names are those of --progress json.
enum class Tone { working, done, warning, error };

std::string to_string(Tone tone);

/// What a user is told of a subject ("Container demo-db-1") at one moment.
struct SubjectState {
    std::string text; ///< "Starting", "Started": the words of Docker Compose
    Tone tone = Tone::working;
    std::string details; ///< why it failed; otherwise mostly empty
    bool operator==(const SubjectState&) const = default;
};

/// Turns the changes of a plan's steps into the states of its subjects, so that several steps on one
/// container read as one story: Creating, Created, Starting, Started.
class SubjectStates {
  public:
    /// `plan` must outlive it.
    explicit SubjectStates(const compose::reconcile::Plan& plan);

    /// The new state of the step's subject; nothing when the change is of no interest to a user.
    std::optional<SubjectState> on_status(compose::execute::StepId id, compose::execute::StepStatus status,
                                          const compose::execute::StepState& state);

  private:
    struct Progress {
        std::size_t open_steps = 0;
        bool is_touched = false; ///< a step has done something, or will never
        std::optional<SubjectState> current;
    };
    std::optional<SubjectState> describe(compose::execute::StepId id, compose::execute::StepStatus status,
                                         const compose::execute::StepState& state) const;
    /// Part of a container's replacement, which reads as one change: Recreate, Recreated.
    bool is_detail_of_recreate(const compose::reconcile::Step& step) const;

    const compose::reconcile::Plan& plan_;
    std::map<std::string, Progress> subjects_;
    std::map<std::string, std::string> replaced_; ///< the new container's subject, by the old one's id
};

} // namespace muster::cmd
