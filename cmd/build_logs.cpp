#include "cmd/build_logs.hpp"

#include "base/text.hpp"

namespace muster::cmd {

using compose::execute::StepId;
using compose::execute::StepStatus;

void BuildLogs::add(StepId id, const std::string& text) {
    if (!std::holds_alternative<compose::reconcile::BuildImage>(plan_.steps[id].action)) return;
    Log& log = logs_[id];
    log.lines.push_back(text);
    if (log.lines.size() <= kept_lines) return;
    log.lines.pop_front();
    ++log.dropped;
}

void BuildLogs::on_status(StepId id, StepStatus status) {
    if (status == StepStatus::failed)
        failed_.insert(id);
    else if (status != StepStatus::running)
        logs_.erase(id);
}

std::string BuildLogs::of_failed() const {
    std::string out;
    for (const StepId id : failed_) {
        const auto log = logs_.find(id);
        if (log == logs_.end()) continue;
        out += "output of the failed build of service " + quoted(plan_.steps[id].service);
        if (log->second.dropped > 0) out += ", without the first " + counted(log->second.dropped, "line");
        out += ":\n";
        for (const std::string& line : log->second.lines) out += "    " + line + "\n";
    }
    return out;
}

} // namespace muster::cmd
