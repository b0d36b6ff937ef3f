#pragma once

#include "cmd/session.hpp"
#include "compose/execute/execute.hpp"

#include <functional>
#include <memory>

namespace muster::cmd {

/// Shows a running plan on standard error: a live picture on a terminal, one line per change elsewhere, one
/// JSON object per line with --progress json, nothing but failures with quiet.
class ProgressView : public compose::execute::Listener {
  public:
    /// To be called when the execution is over: leaves the final picture on the screen.
    virtual void finish() {}
    /// The live picture makes room for other output, and comes back with the next change.
    virtual void pause() {}
    /// Writes something else while the plan runs, from any thread: above the picture, never into it.
    virtual void print_aside(const std::function<void()>& print) { print(); }
};

/// What a view keeps to itself.
struct Muted {
    bool pulls = false;
    bool builds = false;
};

/// --quiet-pull and --quiet-build, where the command has them.
Muted muted_by(const Flags& flags);

/// `title`: the verb ("up"). `plan` must outlive the view.
std::unique_ptr<ProgressView> make_progress_view(Session& session, const std::string& title,
                                                 const compose::reconcile::Plan& plan, Muted muted = {});

} // namespace muster::cmd
