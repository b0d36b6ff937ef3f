#include "cmd/progress_view.hpp"

#include "cmd/muted_progress.hpp"
#include "cmd/progress_json.hpp"
#include "cmd/progress_plain.hpp"
#include "cmd/progress_quiet.hpp"
#include "cmd/progress_tty.hpp"

namespace muster::cmd {

namespace {

std::unique_ptr<ProgressView> make_full_view(Session& session, const std::string& title,
                                             const compose::reconcile::Plan& plan) {
    Stream& out = session.status();
    switch (session.progress_mode()) {
    case ProgressMode::plain: return std::make_unique<PlainProgress>(out, plan);
    case ProgressMode::json: return std::make_unique<JsonProgress>(out, plan);
    case ProgressMode::quiet: return std::make_unique<QuietProgress>(out, plan);
    case ProgressMode::tty: break;
    }
    const auto colors = session.has_color(out) ? TtyProgress::Colors::on : TtyProgress::Colors::off;
    return std::make_unique<TtyProgress>(out, colors, title, plan);
}

} // namespace

Muted muted_by(const Flags& flags) {
    return {.pulls = flags.has("quiet-pull") && flags.is_on("quiet-pull"),
            .builds = flags.has("quiet-build") && flags.is_on("quiet-build")};
}

std::unique_ptr<ProgressView> make_progress_view(Session& session, const std::string& title,
                                                 const compose::reconcile::Plan& plan, Muted muted) {
    auto view = make_full_view(session, title, plan);
    const bool is_muted = muted.pulls || muted.builds;
    if (!is_muted || session.progress_mode() == ProgressMode::quiet) return view;
    return std::make_unique<MutedProgress>(std::move(view), muted, session.status(), plan);
}

} // namespace muster::cmd
