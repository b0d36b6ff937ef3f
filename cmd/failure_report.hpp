#pragma once

#include "base/render_error.hpp"
#include "base/value.hpp"
#include "compose/execute/execute.hpp"

#include <functional>
#include <string>
#include <vector>

namespace muster::cmd {

/// A service that was not started because of a failure, and what of which service it waits for.
struct WaitingService {
    std::string name;
    std::string dependency; ///< empty when it waits for what is no service: an image, a network
    compose::Condition condition = compose::Condition::service_started;

    bool operator==(const WaitingService&) const = default;
};

/// One cause for which a plan was not carried out to its end, with all that a person needs to mend it.
struct FailureReport {
    Error error{ErrorKind::internal, ""}; ///< what failed, at its place in the compose file where it has one
    std::string subject;                  ///< "Container demo-db-1"
    std::string action;                   ///< "wait until healthy"
    std::string service;                  ///< empty when the step is for the whole project
    compose::execute::Explanation why;
    std::vector<WaitingService> waiting; ///< nearest first

    bool operator==(const FailureReport&) const = default;
};

/// Where an attribute stands in the compose file; nothing when that is not known.
using FindPlace = std::function<std::optional<Span>(const std::vector<std::string>& path)>;

/// A report for each step that failed. What failed because of it is in it; the engine's going away, which
/// fails many steps at once, is one cause.
std::vector<FailureReport> failure_reports(const compose::reconcile::Plan& plan,
                                           const compose::execute::ExecutionResult& result,
                                           const compose::Project& project, const FindPlace& find_place);

/// How much room there is for a report; nothing: no limit.
struct ReportRoom {
    std::size_t rows = 0; ///< 0: no limit
    std::size_t columns = 0;
};

/// The report as an error with its notes. Of logs as much as the room allows, for the first line and the hint
/// have to be on the screen together.
Error failure_error(const FailureReport& report, const SourceMap& sources, const ReportRoom& room = {});

/// One JSON object: error (true), message, id, service, step, where, notes, container (name, id, state,
/// health, exit_code, meaning, signal, oom_killed, restarts, engine_error, probes, log), output, waiting,
/// hint. What does not apply is left out.
Value failure_record(const FailureReport& report, const SourceMap& sources);

} // namespace muster::cmd
