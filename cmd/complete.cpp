#include "cmd/complete.hpp"

#include "base/error.hpp"
#include "cmd/command_line.hpp"
#include "cmd/completion.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/session.hpp"
#include "compose/execute/observe.hpp"
#include "compose/translate/labels.hpp"

#include <set>

namespace muster::cmd {

namespace translate = compose::translate;

namespace {

using Names = std::vector<std::string>;

Names service_names(const compose::Project& project) {
    std::set<std::string> names;
    for (const auto* services : {&project.services, &project.disabled_services})
        for (const auto& [name, service] : *services) names.insert(name);
    return {names.begin(), names.end()};
}

Names profile_names(const compose::Project& project) {
    std::set<std::string> names;
    for (const auto* services : {&project.services, &project.disabled_services})
        for (const auto& [name, service] : *services)
            names.insert(service.profiles.begin(), service.profiles.end());
    return {names.begin(), names.end()};
}

Names project_names(engine::Engine& engine) {
    std::set<std::string> names;
    for (const auto& container : engine.list_containers({translate::label::project}))
        names.insert(translate::find_label(container.labels, translate::label::project));
    return {names.begin(), names.end()};
}

/// Whoever waits for a completion is not helped by an error.
Names names_or_none(const std::function<Names()>& find_names) {
    try {
        return find_names();
    } catch (...) {
        return {};
    }
}

/// The flags in front of the verb, as the verb itself would get them.
Flags flags_in_front(const Names& words) {
    const std::vector<Command> commands = all_commands();
    Names arguments = arguments_in_front(words);
    arguments.emplace_back("version");
    return parse_command_line(arguments, commands).globals;
}

/// A project of which only the name is known is what its containers tell.
compose::Project glance_at_project(Session& session) {
    if (auto project = session.glance_at_files()) return std::move(*project);
    const std::string name = session.given_name();
    if (name.empty() || session.globals().is_given("file")) return {};
    return compose::execute::observe_project(session.engine(), name);
}

Completion complete_in_project(const Names& words, const std::map<std::string, std::string>& environment) {
    const auto ask = [&](auto&& find_names) {
        return [&, find_names] {
            return names_or_none([&] {
                Session session(flags_in_front(words), environment);
                return find_names(session);
            });
        };
    };
    const CompletionSources sources{
        .services = ask([](Session& session) { return service_names(glance_at_project(session)); }),
        .profiles = ask([](Session& session) { return profile_names(glance_at_project(session)); }),
        .projects = ask([](Session& session) { return project_names(session.engine()); })};
    return complete(words, all_commands(), sources);
}

} // namespace

std::optional<int> answer_shell(const std::vector<std::string>& arguments,
                                const std::map<std::string, std::string>& environment) {
    if (arguments.empty()) return std::nullopt;
    const bool has_descriptions = arguments.front() == "__complete";
    if (!has_descriptions && arguments.front() != "__completeNoDesc") return std::nullopt;
    Names words(arguments.begin() + 1, arguments.end());
    // The Docker CLI asks its plugin about "compose up", not "up".
    if (words.size() > 1 && words.front() == "compose") words.erase(words.begin());
    const Completion completion = complete_in_project(words, environment);
    Stream(1).write(
        completion_text(completion, has_descriptions ? Descriptions::with : Descriptions::without));
    return exit_code::success;
}

} // namespace muster::cmd
