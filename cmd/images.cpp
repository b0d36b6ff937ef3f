#include "base/go_json.hpp"
#include "base/text.hpp"
#include "base/units.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/image_row.hpp"
#include "cmd/list_format.hpp"
#include "cmd/session.hpp"
#include "cmd/size_text.hpp"
#include "cmd/table.hpp"
#include "cmd/wanted_services.hpp"
#include "compose/execute/log_timestamps.hpp"
#include "compose/execute/observe.hpp"

#include <chrono>
#include <set>

namespace muster::cmd {

namespace {

constexpr std::size_t short_id = 12;

std::vector<ImageRow> find_rows(Session& session, const compose::Project& project,
                                const WantedServices& wanted) {
    std::map<std::string, std::optional<engine::ImageDetails>> images; // by id, each asked for once
    std::vector<ImageRow> rows;
    for (const auto& container : compose::execute::observe_containers(session.engine(), project.name)) {
        if (!wanted.has(container)) continue;
        const std::string& id = container.summary.image_id;
        const auto [entry, is_new] = images.try_emplace(id);
        if (is_new) entry->second = session.engine().find_image(id);
        if (entry->second) rows.push_back(image_row(container.summary, *entry->second));
    }
    return rows;
}

std::string without_algorithm(const std::string& id) { return id.substr(id.find(':') + 1); }

/// Each image once.
std::string id_lines(const std::vector<ImageRow>& rows) {
    std::set<std::string> seen;
    std::string out;
    for (const ImageRow& row : rows)
        if (seen.insert(row.id).second) out += without_algorithm(row.id) + "\n";
    return out;
}

std::string json_text(const std::vector<ImageRow>& rows) {
    Value::List list;
    for (const ImageRow& row : rows) {
        Value entry = Value::record();
        entry.add("ID", row.id);
        entry.add("ContainerName", row.container);
        entry.add("Repository", row.repository);
        entry.add("Tag", row.tag);
        entry.add("Platform", row.platform);
        entry.add("Size", row.size);
        if (!row.created.empty()) entry.add("Created", row.created);
        if (!row.last_tagged.empty()) entry.add("LastTagTime", row.last_tagged);
        list.push_back(std::move(entry));
    }
    return to_go_json(list) + "\n";
}

std::string age_text(const std::string& created) {
    using namespace std::chrono;
    const auto moment = compose::execute::parse_timestamp(created);
    if (!moment) return "N/A";
    const std::int64_t now = duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
    return human_duration((now - *moment) / 1'000'000'000) + " ago";
}

std::string table_text(const std::vector<ImageRow>& rows) {
    Table table({"CONTAINER", "REPOSITORY", "TAG", "PLATFORM", "IMAGE ID", "SIZE", "CREATED"},
                Table::compose_minimum);
    for (const ImageRow& row : rows)
        table.add({row.container, row.repository, row.tag, row.platform,
                   without_algorithm(row.id).substr(0, short_id), decimal_size(row.size),
                   age_text(row.created)});
    return table.render();
}

int run_images(Session& session, const Flags& flags) {
    const ListFormat format = list_format(flags);
    const compose::Project project = session.load_or_observe();
    const WantedServices wanted(session, project, flags.arguments());
    const std::vector<ImageRow> rows = find_rows(session, project, wanted);
    if (flags.is_on("quiet"))
        session.out().write(id_lines(rows));
    else
        session.out().write(format == ListFormat::json ? json_text(rows) : table_text(rows));
    return exit_code::success;
}

} // namespace

Command images_command() {
    using enum FlagKind;
    return {"images",
            "List the images of the containers",
            Positionals::services,
            {{"format", '\0', text, "table or json", "FORMAT", "table", false, {"table", "json"}},
             {"quiet", 'q', toggle, "Only the images' ids", "", ""}},
            run_images};
}

} // namespace muster::cmd
