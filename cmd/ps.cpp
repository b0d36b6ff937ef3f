#include "base/text.hpp"
#include "cmd/container_row.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/row_format.hpp"
#include "cmd/session.hpp"
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
        if (is_one_off && !all_ && states_.empty()) return false;
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

RowLayout layout() {
    return {.table =
                "{{.Name}}\t{{.Image}}\t{{.Command}}\t{{.Service}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}",
            .headings = {{"Command", "COMMAND"},       {"CreatedAt", "CREATED AT"},
                         {"ExitCode", "EXIT CODE"},    {"Health", "HEALTH"},
                         {"ID", "CONTAINER ID"},       {"Image", "IMAGE"},
                         {"Labels", "LABELS"},         {"LocalVolumes", "LOCAL VOLUMES"},
                         {"Mounts", "MOUNTS"},         {"Name", "NAME"},
                         {"Names", "NAMES"},           {"Networks", "NETWORKS"},
                         {"Ports", "PORTS"},           {"Project", "PROJECT"},
                         {"Publishers", "PUBLISHERS"}, {"RunningFor", "CREATED"},
                         {"Service", "SERVICE"},       {"Size", "SIZE"},
                         {"State", "STATE"},           {"Status", "STATUS"}}};
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

std::vector<TemplateData> rows_of(const std::vector<ObservedContainer>& containers,
                                  const std::string& project, Truncate truncate) {
    using namespace std::chrono;
    const auto now = duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
    std::vector<TemplateData> rows;
    for (const auto& container : containers)
        rows.push_back({container_row(container, project, now, truncate),
                        {{"Label", label_reader(container.summary.labels)}}});
    return rows;
}

std::string text_of(const std::vector<ObservedContainer>& containers, const std::string& project,
                    const Flags& flags, const RowFormat& format) {
    if (flags.is_on("quiet")) return id_lines(containers);
    if (flags.is_on("services")) return service_lines(containers);
    const Truncate truncate = flags.is_on("no-trunc") ? Truncate::no : Truncate::yes;
    return format.render(rows_of(containers, project, truncate));
}

/// --format, or else what docker's config.json says.
std::string format_text(Session& session, const Flags& flags) {
    const bool is_chosen = flags.is_given("format") || session.docker_config().ps_format.empty();
    return is_chosen ? flags.text("format") : session.docker_config().ps_format;
}

int run_ps(Session& session, const Flags& flags) {
    const RowFormat format(format_text(session, flags), layout(), session.sources());
    const compose::Project project = session.load_or_observe();
    require_services(project, flags.arguments());
    const Selection selection(flags, project);
    auto containers = compose::execute::observe_containers(session.engine(), project.name);
    std::erase_if(containers, [&](const auto& container) { return !selection.has(container); });
    session.out().write(text_of(containers, project.name, flags, format));
    return exit_code::success;
}

} // namespace

Command ps_command() {
    using enum FlagKind;
    return {"ps",
            "List the project's containers",
            Positionals::services,
            {{"all", 'a', toggle, "Stopped and one-off containers too", "", ""},
             {"filter",
              '\0',
              text_list,
              "Only containers that match, for example status=exited",
              "FILTER",
              "",
              false,
              {"status="}},
             row_format_flag(),
             {"no-trunc", '\0', toggle, "Do not shorten anything", "", ""},
             {"orphans", '\0', toggle, "Containers of services that are not declared too", "", "true"},
             {"quiet", 'q', toggle, "Only the containers' ids", "", ""},
             {"services", '\0', toggle, "Only the services' names", "", ""},
             {"status",
              '\0',
              text_list,
              "Only containers in this state",
              "STATE",
              "",
              false,
              {"created", "running", "paused", "restarting", "removing", "exited", "dead"}}},
            run_ps};
}

} // namespace muster::cmd
