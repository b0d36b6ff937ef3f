#include "base/go_json.hpp"
#include "base/text.hpp"
#include "cmd/container_row.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/session.hpp"
#include "cmd/table.hpp"
#include "compose/execute/observe.hpp"
#include "compose/reconcile/plan_builder.hpp"

#include <algorithm>
#include <chrono>
#include <set>

namespace muster::cmd {

using compose::reconcile::ObservedContainer;

namespace {

const std::vector<std::string> state_names{"paused", "restarting", "removing", "running",
                                           "dead",   "created",    "exited"};

/// --status and --filter status=, which mean the same.
std::set<std::string> wanted_states(const Flags& flags) {
    std::vector<std::string> states = flags.texts("status");
    for (const std::string& filter : flags.texts("filter")) {
        if (!filter.starts_with("status="))
            throw Error(ErrorKind::unsupported,
                        "unsupported filter " + quoted(filter) + ": expected 'status=STATE'");
        states.push_back(filter.substr(filter.find('=') + 1));
    }
    for (const std::string& state : states)
        if (std::find(state_names.begin(), state_names.end(), state) == state_names.end())
            throw Error(ErrorKind::usage,
                        "unknown status " + quoted(state) + ": expected one of " + join(state_names, ", "));
    return {states.begin(), states.end()};
}

/// Which containers to show.
class Selection {
  public:
    Selection(const Flags& flags, const compose::Project& project)
        : states_(wanted_states(flags)), services_(flags.arguments().begin(), flags.arguments().end()),
          all_(flags.is_on("all")), any_service_(services_.empty() && flags.is_on("orphans")) {
        if (!services_.empty() || any_service_) return;
        for (const auto& [name, service] : project.services) services_.insert(name);
    }

    bool has(const ObservedContainer& container) const {
        const bool is_one_off = container.kind == compose::reconcile::ContainerKind::one_off;
        if (is_one_off && !all_) return false;
        if (!any_service_ && !services_.contains(container.service)) return false;
        if (!states_.empty()) return states_.contains(engine::to_string(container.summary.state));
        return all_ || compose::reconcile::is_active(container);
    }

  private:
    std::set<std::string> states_;
    std::set<std::string> services_;
    bool all_;
    bool any_service_;
};

enum class Format { table, json };

Format format_of(const Flags& flags) {
    const std::string format = flags.text("format");
    if (format == "table") return Format::table;
    if (format == "json") return Format::json;
    throw Error(ErrorKind::usage, "unsupported format " + quoted(format) + ": expected 'table' or 'json'");
}

std::string id_lines(const std::vector<ObservedContainer>& containers) {
    std::string out;
    for (const auto& container : containers) out += container.summary.id + "\n";
    return out;
}

std::string service_lines(const std::vector<ObservedContainer>& containers) {
    std::set<std::string> names;
    for (const auto& container : containers) names.insert(container.service);
    std::string out;
    for (const std::string& name : names) out += name + "\n";
    return out;
}

std::string json_lines(const std::vector<Value>& rows) {
    std::string out;
    for (const Value& row : rows) out += to_go_json(row) + "\n";
    return out;
}

std::string table(const std::vector<Value>& rows) {
    Table out({"NAME", "IMAGE", "COMMAND", "SERVICE", "CREATED", "STATUS", "PORTS"});
    for (const Value& row : rows) {
        std::vector<std::string> cells;
        for (const char* key : {"Name", "Image", "Command", "Service", "RunningFor", "Status", "Ports"})
            cells.push_back(cell_text(row, key));
        out.add(std::move(cells));
    }
    return out.render();
}

std::vector<Value> rows_of(const std::vector<ObservedContainer>& containers, const std::string& project,
                           Truncate truncate) {
    using namespace std::chrono;
    const auto now = duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
    std::vector<Value> rows;
    for (const auto& container : containers) rows.push_back(container_row(container, project, now, truncate));
    return rows;
}

std::string text_of(const std::vector<ObservedContainer>& containers, const std::string& project,
                    const Flags& flags) {
    if (flags.is_on("quiet")) return id_lines(containers);
    if (flags.is_on("services")) return service_lines(containers);
    const Truncate truncate = flags.is_on("no-trunc") ? Truncate::no : Truncate::yes;
    const std::vector<Value> rows = rows_of(containers, project, truncate);
    return format_of(flags) == Format::json ? json_lines(rows) : table(rows);
}

int run_ps(Session& session, const Flags& flags) {
    format_of(flags);
    const compose::Project project = session.load_or_observe();
    require_services(project, flags.arguments());
    const Selection selection(flags, project);
    auto containers = compose::execute::observe_containers(session.engine(), project.name);
    std::erase_if(containers, [&](const auto& container) { return !selection.has(container); });
    session.out().write(text_of(containers, project.name, flags));
    return exit_code::success;
}

} // namespace

Command ps_command() {
    using enum FlagKind;
    return {
        "ps",
        "List the project's containers",
        Positionals::services,
        {{"all", 'a', toggle, "Stopped and one-off containers too", "", ""},
         {"filter", '\0', text_list, "Only containers that match, for example status=exited", "FILTER", ""},
         {"format", '\0', text, "table or json", "FORMAT", "table"},
         {"no-trunc", '\0', toggle, "Do not shorten anything", "", ""},
         {"orphans", '\0', toggle, "Containers of services that are not declared too", "", "true"},
         {"quiet", 'q', toggle, "Only the containers' ids", "", ""},
         {"services", '\0', toggle, "Only the services' names", "", ""},
         {"status", '\0', text_list, "Only containers in this state", "STATE", ""}},
        run_ps};
}

} // namespace muster::cmd
