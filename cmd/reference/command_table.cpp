#include "cmd/reference/command_table.hpp"

#include "base/text.hpp"
#include "cmd/help.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace muster::cmd::reference {

namespace {

constexpr char global[] = "global";

/// A command of either side, or the flags in front of all.
struct Section {
    std::string name;
    const Command* own = nullptr;
    const ListedCommand* listed = nullptr;
    std::vector<FlagSpec> own_flags{};
};

/// A flag of either side.
struct Row {
    std::string key; ///< as notes name it: "up --watch"
    const FlagSpec* own = nullptr;
    const ListedFlag* listed = nullptr;
};

std::vector<Section> sections(const CommandLines& lines) {
    std::map<std::string, Section> by_name;
    for (const ListedCommand& command : lines.listed)
        by_name[command.name] = {.name = command.name, .listed = &command};
    for (const Command& command : lines.commands) {
        Section& section = by_name[command.name];
        section.name = command.name;
        section.own = &command;
        section.own_flags = command.flags;
    }
    by_name[global].name = global;
    by_name[global].own_flags = lines.globals;
    std::vector<Section> out{by_name.extract(global).mapped()};
    for (auto& [name, section] : by_name) out.push_back(std::move(section));
    return out;
}

std::vector<Row> rows(const Section& section) {
    std::map<std::string, Row> by_name;
    if (section.listed)
        for (const ListedFlag& flag : section.listed->flags) by_name[flag.name].listed = &flag;
    for (const FlagSpec& flag : section.own_flags) by_name[flag.name].own = &flag;
    std::vector<Row> out;
    for (auto& [name, row] : by_name) {
        row.key = section.name + " --" + name;
        out.push_back(row);
    }
    return out;
}

const Note* find_note(const Notes& notes, const std::string& key) {
    const auto found = notes.find(key);
    return found == notes.end() ? nullptr : &found->second;
}

Standing standing_of(bool is_there, const Note* note) {
    if (note) return note->standing;
    return is_there ? Standing::done : Standing::absent;
}

const char* words_for(Standing standing) {
    switch (standing) {
    case Standing::done: return "done";
    case Standing::without_effect: return "no effect";
    case Standing::absent: return "absent";
    }
    return "";
}

std::string with_dashes(const std::string& name, char short_name) {
    return short_name == '\0' ? "--" + name : std::string("-") + short_name + ", --" + name;
}

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '|' ? "\\|" : std::string(1, c);
    return out;
}

/// What help says, and where that is not all, the note.
std::string remark(const Row& row, const Note* note) {
    const bool is_old_name = row.own ? row.own->is_hidden : row.listed->is_hidden;
    std::string out = is_old_name ? "(hidden) " : "";
    if (row.own) out += row.own->help;
    if (note) out += (row.own ? "; " : "") + note->why;
    if (!row.listed) out += " (Muster's own)";
    return escaped(out);
}

std::string flag_row(const Row& row, const Notes& notes) {
    const Note* note = find_note(notes, row.key);
    const std::string names = row.own ? with_dashes(row.own->name, row.own->short_name)
                                      : with_dashes(row.listed->name, row.listed->short_name);
    return "| `" + names + "` | " + words_for(standing_of(row.own != nullptr, note)) + " | " +
           remark(row, note) + " |\n";
}

std::string heading(const Section& section, const Notes& notes) {
    if (section.name == global) return "## In front of the command\n\n`muster [FLAGS] COMMAND`\n";
    std::string out = "## " + section.name + "\n\n";
    if (section.own) out += "`" + usage_line(*section.own) + "`: " + section.own->summary + ".";
    const Note* note = find_note(notes, section.name);
    if (!section.own) out += "**Absent**" + (note ? ": " + note->why : std::string()) + ".";
    if (section.own && note) out += " " + note->why + ".";
    return out + (section.listed ? "" : " Muster's own.") + "\n";
}

/// Flags of a command that is absent need no argument each.
std::string section_text(const Section& section, const Notes& notes) {
    std::string out = heading(section, notes);
    const std::vector<Row> all = rows(section);
    if (all.empty()) return out;
    if (!section.own && section.name != global) {
        std::vector<std::string> names;
        for (const Row& row : all)
            names.push_back("`" + with_dashes(row.listed->name, row.listed->short_name) + "`");
        return out + "\nIts flags: " + join(names, " · ") + "\n";
    }
    out += "\n| flag | | |\n|---|---|---|\n";
    for (const Row& row : all) out += flag_row(row, notes);
    return out;
}

/// How many of what Docker Compose has stand how.
struct Count {
    std::map<Standing, int> commands;
    std::map<Standing, int> flags;
};

Count count_listed(const CommandLines& lines) {
    Count count;
    for (const Section& section : sections(lines)) {
        const bool is_there = section.own || section.name == global;
        if (section.listed && section.name != global)
            ++count.commands[standing_of(is_there, find_note(lines.notes, section.name))];
        for (const Row& row : rows(section))
            if (row.listed) ++count.flags[standing_of(row.own != nullptr, find_note(lines.notes, row.key))];
    }
    return count;
}

std::string count_text(const std::map<Standing, int>& counts, const std::string& noun) {
    std::vector<std::string> parts;
    int all = 0;
    for (const auto& [standing, number] : counts) {
        parts.push_back(std::to_string(number) + " " + words_for(standing));
        all += number;
    }
    return std::to_string(all) + " " + noun + ": " + join(parts, ", ");
}

bool takes_value(const FlagSpec& spec) { return spec.kind != FlagKind::toggle; }

std::optional<std::string> flag_contradiction(const Row& row, const Section& section, const Notes& notes) {
    const Note* note = find_note(notes, row.key);
    const bool has_command = section.own || section.name == global;
    if (row.own && note && note->standing == Standing::absent)
        return row.key + " is there, but noted as absent";
    if (!row.own && note && note->standing != Standing::absent)
        return row.key + " is not there, but noted as " + words_for(note->standing);
    if (!row.own && !note && has_command) return row.key + " is neither there nor noted as absent";
    if (!row.own || !row.listed) return std::nullopt;
    if (row.own->short_name != row.listed->short_name) return row.key + " has another short name";
    if (takes_value(*row.own) != (row.listed->type != "bool")) return row.key + " is of another kind";
    return std::nullopt;
}

std::optional<std::string> command_contradiction(const Section& section, const Notes& notes) {
    if (section.name == global) return std::nullopt;
    const Note* note = find_note(notes, section.name);
    const bool is_absent = note && note->standing == Standing::absent;
    if (section.own && is_absent) return section.name + " is there, but noted as absent";
    if (!section.own && !is_absent) return section.name + " is neither there nor noted as absent";
    return std::nullopt;
}

} // namespace

std::string command_table(const CommandLines& lines) {
    const Count count = count_listed(lines);
    std::string out = "# Commands and flags\n\n"
                      "Every command and flag of Docker Compose and of Muster, made from Muster's own "
                      "definition of its command\n"
                      "line (`muster-reference table`, see [ARCHITECTURE.md](../ARCHITECTURE.md)); a test "
                      "fails when it is stale.\n\n"
                      "- done: it does what it does in Docker Compose, or what is said there\n"
                      "- no effect: accepted, so that scripts go on working, and ignored\n"
                      "- absent: refused as unknown, or as not supported yet\n\n"
                      "Of Docker Compose's own there are " +
                      count_text(count.commands, "commands") + "; " + count_text(count.flags, "flags") +
                      ".\n`--dry-run` and `--help` may stand behind every command.\n";
    for (const Section& section : sections(lines)) out += "\n" + section_text(section, lines.notes);
    return out;
}

std::vector<std::string> find_contradictions(const CommandLines& lines) {
    std::vector<std::string> out;
    std::set<std::string> known;
    for (const Section& section : sections(lines)) {
        known.insert(section.name);
        known.insert(section.name.substr(0, section.name.find(' '))); // "bridge", a group of commands
        if (const auto found = command_contradiction(section, lines.notes)) out.push_back(*found);
        for (const Row& row : rows(section)) {
            known.insert(row.key);
            if (const auto found = flag_contradiction(row, section, lines.notes)) out.push_back(*found);
        }
    }
    for (const auto& [key, note] : lines.notes)
        if (!known.contains(key)) out.push_back("a note about " + key + ", which nobody has");
    return out;
}

} // namespace muster::cmd::reference
