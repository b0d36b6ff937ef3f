#include "cmd/reference/listed_commands.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cmd/absent.hpp"

#include <algorithm>

namespace muster::cmd::reference {

namespace {

/// Without comments and empty lines.
std::vector<std::string> content_lines(std::string_view text) {
    std::vector<std::string> lines = split(text, '\n');
    std::erase_if(lines, [](const std::string& line) { return trim(line).empty() || line.front() == '#'; });
    return lines;
}

std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words = split(line, ' ');
    std::erase(words, "");
    return words;
}

bool is_short_name(const std::string& word) { return word.size() == 2 && word.front() == '-'; }

ListedFlag read_flag(const std::string& line) {
    const std::vector<std::string> words = words_of(line);
    ListedFlag flag{.name = words.front().substr(2)};
    auto word = words.begin() + 1;
    if (word != words.end() && is_short_name(*word)) flag.short_name = (*word++)[1];
    if (word == words.end()) throw Error(ErrorKind::usage, "no type for the flag in " + quoted(line));
    flag.type = *word;
    flag.is_hidden = std::find(word, words.end(), "hidden") != words.end();
    return flag;
}

Standing read_standing(const std::string& word) {
    if (word == "done") return Standing::done;
    if (word == "no effect") return Standing::without_effect;
    throw Error(ErrorKind::usage, "unknown standing " + quoted(word)).suggest("expected done or no effect");
}

} // namespace

std::vector<ListedCommand> read_listed_commands(std::string_view text) {
    std::vector<ListedCommand> commands;
    for (const std::string& line : content_lines(text)) {
        if (line.starts_with("  --")) {
            if (commands.empty()) throw Error(ErrorKind::usage, "no command for the flag in " + quoted(line));
            commands.back().flags.push_back(read_flag(line));
            continue;
        }
        const std::size_t colon = line.find(" : ");
        commands.push_back({.name = line.substr(0, colon),
                            .arguments = colon == std::string::npos ? "" : line.substr(colon + 3),
                            .flags = {}});
    }
    return commands;
}

Notes read_notes(std::string_view text) {
    Notes notes;
    for (const Absence& absence : absences()) notes[absence.name] = {Standing::absent, absence.why};
    for (const std::string& line : content_lines(text)) {
        const std::size_t standing = line.find(": ");
        const std::size_t why = standing == std::string::npos ? standing : line.find(": ", standing + 2);
        if (why == std::string::npos)
            throw Error(ErrorKind::usage, "a note is written NAME: STANDING: WHY, found " + quoted(line));
        const Note note{read_standing(line.substr(standing + 2, why - standing - 2)), line.substr(why + 2)};
        if (!notes.emplace(line.substr(0, standing), note).second)
            throw Error(ErrorKind::usage, "noted twice: " + quoted(line.substr(0, standing)));
    }
    return notes;
}

} // namespace muster::cmd::reference
