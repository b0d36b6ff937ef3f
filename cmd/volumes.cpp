#include "cmd/container_row.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/row_format.hpp"
#include "cmd/session.hpp"
#include "compose/execute/observe.hpp"
#include "compose/translate/labels.hpp"

#include <set>

namespace muster::cmd {

using engine::VolumeSummary;
namespace translate = compose::translate;

namespace {

constexpr char not_known[] = "N/A";

RowLayout layout() {
    return {.table = "{{.Driver}}\t{{.Name}}",
            .headings = {{"Availability", "AVAILABILITY"},
                         {"Driver", "DRIVER"},
                         {"Group", "GROUP"},
                         {"Labels", "LABELS"},
                         {"Links", "LINKS"},
                         {"Mountpoint", "MOUNTPOINT"},
                         {"Name", "VOLUME NAME"},
                         {"Scope", "SCOPE"},
                         {"Size", "SIZE"},
                         {"Status", "STATUS"}}};
}

/// The keys are the Docker CLI's; what only a swarm or a measurement would tell is not known.
Value volume_row(const VolumeSummary& volume) {
    Value row = Value::record();
    row.add("Availability", not_known);
    row.add("Driver", volume.driver);
    row.add("Group", not_known);
    row.add("Labels", label_text(volume.labels));
    row.add("Links", not_known);
    row.add("Mountpoint", volume.mountpoint);
    row.add("Name", volume.name);
    row.add("Scope", volume.scope);
    row.add("Size", not_known);
    row.add("Status", not_known);
    return row;
}

/// The volumes that containers of these services have mounted.
std::set<std::string> mounted_volumes(engine::Engine& engine, const std::string& project,
                                      const std::vector<std::string>& services) {
    const std::set<std::string> wanted(services.begin(), services.end());
    std::set<std::string> names;
    for (const auto& container : compose::execute::observe_containers(engine, project)) {
        if (!wanted.contains(container.service)) continue;
        for (const engine::MountPoint& mount : container.summary.mounts)
            if (!mount.name.empty()) names.insert(mount.name);
    }
    return names;
}

std::vector<VolumeSummary> find_volumes(engine::Engine& engine, const std::string& project,
                                        const std::vector<std::string>& services) {
    auto volumes = engine.list_volumes({translate::label_filter(translate::label::project, project)});
    if (services.empty()) return volumes;
    const std::set<std::string> mounted = mounted_volumes(engine, project, services);
    std::erase_if(volumes, [&](const VolumeSummary& volume) { return !mounted.contains(volume.name); });
    return volumes;
}

std::string name_lines(const std::vector<VolumeSummary>& volumes) {
    std::string out;
    for (const VolumeSummary& volume : volumes) out += volume.name + "\n";
    return out;
}

int run_volumes(Session& session, const Flags& flags) {
    const RowFormat format(flags.text("format"), layout(), session.sources());
    const compose::Project project = session.load_or_observe();
    require_services(project, flags.arguments());
    const auto volumes = find_volumes(session.engine(), project.name, flags.arguments());
    std::vector<TemplateData> rows;
    for (const VolumeSummary& volume : volumes)
        rows.push_back({volume_row(volume), {{"Label", label_reader(volume.labels)}}});
    session.out().write(flags.is_on("quiet") ? name_lines(volumes) : format.render(rows));
    return exit_code::success;
}

} // namespace

Command volumes_command() {
    using enum FlagKind;
    return {"volumes",
            "List the project's volumes, or those that services have mounted",
            Positionals::services,
            {row_format_flag(), {"quiet", 'q', toggle, "Only the volumes' names", "", ""}},
            run_volumes};
}

} // namespace muster::cmd
