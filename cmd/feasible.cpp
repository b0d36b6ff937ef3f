#include "cmd/feasible.hpp"

#include "base/error.hpp"
#include "compose/load/subject.hpp"
#include "compose/translate/granted_files.hpp"
#include "compose/translate/requirements.hpp"

namespace muster::cmd {

namespace {

Error located(const compose::load::LoadedProject& loaded, const std::vector<std::string>& path,
              const std::string& message) {
    return Error(ErrorKind::unsupported, compose::load::describe_value(path) + " " + message)
        .at(compose::load::locate(loaded, path));
}

Error too_new(const compose::load::LoadedProject& loaded, const compose::translate::Requirement& needed,
              const engine::ApiVersion& found) {
    return located(loaded, needed.path,
                   "needs Docker Engine " + needed.engine + " (API " + to_string(needed.api) +
                       "), but this engine speaks API " + to_string(found))
        .suggest("update the engine, or leave the attribute out");
}

/// Secrets and configs that cannot be handed to a service; of those that can only partly, a warning.
std::vector<Error> file_refusals(Session& session, const compose::load::LoadedProject& loaded) {
    using compose::translate::FileProblem;
    std::vector<Error> refusals;
    for (const auto& [name, service] : loaded.project.services)
        for (const FileProblem& problem : compose::translate::file_problems(loaded.project, service)) {
            Error error = located(loaded, problem.path, problem.message);
            if (!problem.hint.empty()) error.suggest(problem.hint);
            if (problem.gravity == FileProblem::Gravity::warning)
                session.warn(error);
            else
                refusals.push_back(std::move(error));
        }
    return refusals;
}

} // namespace

void require_feasible(Session& session, const compose::load::LoadedProject& loaded) {
    std::vector<Error> problems = loaded.refusals;
    for (const auto& attribute : compose::translate::unsupported_attributes(loaded.project))
        problems.push_back(located(loaded, attribute.path, attribute.reason));
    for (Error& refusal : file_refusals(session, loaded)) problems.push_back(std::move(refusal));
    const auto needed = compose::translate::engine_requirements(loaded.project);
    if (!needed.empty()) {
        const engine::ApiVersion found = session.engine().info().api;
        for (const auto& requirement : needed)
            if (found < requirement.api) problems.push_back(too_new(loaded, requirement, found));
    }
    if (!problems.empty()) throw LoadFailure(std::move(problems));
}

} // namespace muster::cmd
