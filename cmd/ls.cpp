#include "base/go_json.hpp"
#include "base/text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/list_format.hpp"
#include "cmd/session.hpp"
#include "cmd/table.hpp"
#include "compose/translate/labels.hpp"

#include <algorithm>
#include <regex>

namespace muster::cmd {

using engine::ContainerState;
using engine::ContainerSummary;
namespace translate = compose::translate;

namespace {

/// A project as its containers tell of it.
struct ListedProject {
    std::map<std::string, int> states;     ///< how many containers are in each
    std::vector<std::string> config_files; ///< each once, in the order they are met
    bool has_config_files = true;          ///< whether every container names them
};

bool is_listed_without_all(const ContainerSummary& container) {
    return container.state == ContainerState::running || container.state == ContainerState::paused ||
           container.state == ContainerState::restarting;
}

void add_config_files(ListedProject& project, const std::string& label) {
    if (label.empty()) project.has_config_files = false;
    for (const std::string& file : split(label, ','))
        if (std::find(project.config_files.begin(), project.config_files.end(), file) ==
            project.config_files.end())
            project.config_files.push_back(file);
}

std::map<std::string, ListedProject> list_projects(engine::Engine& engine, bool all) {
    std::map<std::string, ListedProject> projects;
    for (const ContainerSummary& container : engine.list_containers({translate::label::project})) {
        if (!all && !is_listed_without_all(container)) continue;
        ListedProject& project = projects[translate::find_label(container.labels, translate::label::project)];
        ++project.states[engine::to_string(container.state)];
        add_config_files(project, translate::find_label(container.labels, translate::label::config_files));
    }
    return projects;
}

/// "exited(1), running(2)"
std::string state_text(const ListedProject& project) {
    std::vector<std::string> parts;
    for (const auto& [state, count] : project.states)
        parts.push_back(state + "(" + std::to_string(count) + ")");
    return join(parts, ", ");
}

std::string file_text(const ListedProject& project) {
    return project.has_config_files ? join(project.config_files, ",") : "N/A";
}

/// The names that --filter name= asks for: exact, or a regular expression that is found in them.
class NameFilter {
  public:
    explicit NameFilter(const std::vector<std::string>& filters) {
        for (const std::string& filter : filters) add(filter);
    }

    bool has(const std::string& name) const {
        if (names_.empty()) return true;
        if (std::find(names_.begin(), names_.end(), name) != names_.end()) return true;
        return std::any_of(patterns_.begin(), patterns_.end(),
                           [&](const std::regex& pattern) { return std::regex_search(name, pattern); });
    }

  private:
    void add(const std::string& filter) {
        const std::size_t equals = filter.find('=');
        const std::string key = filter.substr(0, equals);
        if (equals == std::string::npos || key != "name")
            throw Error(ErrorKind::usage, "invalid filter " + quoted(filter) + ": expected 'name=NAME'");
        names_.push_back(filter.substr(equals + 1));
        try {
            patterns_.emplace_back(names_.back());
        } catch (const std::regex_error&) {
            throw Error(ErrorKind::usage, quoted(names_.back()) + " in --filter is no regular expression");
        }
    }

    std::vector<std::string> names_;
    std::vector<std::regex> patterns_;
};

std::string json_text(const std::map<std::string, ListedProject>& projects) {
    Value::List list;
    for (const auto& [name, project] : projects) {
        Value entry = Value::record();
        entry.add("Name", name);
        entry.add("Status", state_text(project));
        entry.add("ConfigFiles", file_text(project));
        list.push_back(std::move(entry));
    }
    return to_go_json(list) + "\n";
}

std::string table_text(const std::map<std::string, ListedProject>& projects) {
    Table table({"NAME", "STATUS", "CONFIG FILES"}, Table::compose_minimum);
    for (const auto& [name, project] : projects) table.add({name, state_text(project), file_text(project)});
    return table.render();
}

std::string name_lines(const std::map<std::string, ListedProject>& projects) {
    std::string out;
    for (const auto& [name, project] : projects) out += name + "\n";
    return out;
}

int run_ls(Session& session, const Flags& flags) {
    const ListFormat format = list_format(flags);
    const NameFilter filter(flags.texts("filter"));
    auto projects = list_projects(session.engine(), flags.is_on("all"));
    std::erase_if(projects, [&](const auto& entry) { return !filter.has(entry.first); });
    if (flags.is_on("quiet"))
        session.out().write(name_lines(projects));
    else
        session.out().write(format == ListFormat::json ? json_text(projects) : table_text(projects));
    return exit_code::success;
}

} // namespace

Command ls_command() {
    using enum FlagKind;
    return {"ls",
            "List the projects that have containers",
            Positionals::none,
            {{"all", 'a', toggle, "Those whose containers are all stopped too", "", ""},
             {"filter",
              '\0',
              text_list,
              "Only projects of this name: name=NAME, or a regular expression",
              "FILTER",
              "",
              false,
              {"name="}},
             {"format", '\0', text, "table or json", "FORMAT", "table", false, {"table", "json"}},
             {"quiet", 'q', toggle, "Only the projects' names", "", ""}},
            run_ls};
}

} // namespace muster::cmd
