#include "cmd/completion.hpp"

#include "cmd/flag_syntax.hpp"
#include "cmd/help.hpp"

#include <algorithm>
#include <set>

namespace muster::cmd {

namespace {

/// Reads the words in front of the cursor, as far as they can be understood: what is wrong in them is told
/// when the command is run.
class CommandLineReader {
  public:
    explicit CommandLineReader(const std::vector<Command>& commands)
        : commands_(commands), specs_(global_flags()) {}

    void read(const std::string& word) {
        const bool is_flag = word.size() > 1 && word.front() == '-';
        if (awaited_)
            awaited_ = nullptr;
        else if (takes_flags_ && word == "--")
            takes_flags_ = false;
        else if (takes_flags_ && is_flag)
            read_flag(word);
        else if (verb_.empty())
            read_verb(word);
        else
            read_argument(word);
    }

    /// The flag whose value is still to come; null when there is none.
    const FlagSpec* awaited() const { return awaited_; }
    bool takes_flags() const { return takes_flags_; }
    const std::vector<FlagSpec>& specs() const { return specs_; }
    bool is_given(const FlagSpec& spec) const { return given_.contains(spec.name); }
    const std::string& verb() const { return verb_; } ///< empty in front of it
    const Command* command() const { return command_; }
    const std::vector<std::string>& arguments() const { return arguments_; }

  private:
    void read_flag(const std::string& word) {
        for (const std::string& flag : expand_cluster(specs_, word)) {
            const FlagSpec* spec = find_flag(specs_, flag);
            if (!spec) continue;
            given_.insert(spec->name);
            awaited_ = value_follows(*spec, flag) ? spec : nullptr;
        }
    }

    void read_verb(const std::string& word) {
        verb_ = word;
        for (const Command& command : commands_)
            if (command.name == word) command_ = &command;
        specs_ = command_ ? flags_behind(*command_) : std::vector<FlagSpec>();
        given_.clear();
    }

    void read_argument(const std::string& word) {
        arguments_.push_back(word);
        if (command_ && passes_command_on(command_->positionals)) takes_flags_ = false;
    }

    const std::vector<Command>& commands_;
    std::vector<FlagSpec> specs_;
    std::set<std::string> given_;
    std::string verb_;
    const Command* command_ = nullptr;
    const FlagSpec* awaited_ = nullptr;
    bool takes_flags_ = true;
    std::vector<std::string> arguments_;
};

std::vector<Candidate> as_candidates(const std::vector<std::string>& names, const std::string& suffix = "") {
    std::vector<Candidate> out;
    for (const std::string& name : names) out.push_back({name + suffix, ""});
    return out;
}

Completion command_names(const std::vector<Command>& commands) {
    Completion out;
    for (const Command& command : commands) out.candidates.push_back({command.name, command.summary});
    return out;
}

void add_flag(const FlagSpec& spec, Completion& out) {
    out.candidates.push_back({"--" + spec.name, spec.help});
    if (spec.short_name != '\0') out.candidates.push_back({std::string("-") + spec.short_name, spec.help});
}

Completion flag_candidates(const CommandLineReader& line) {
    Completion out;
    for (const FlagSpec& spec : line.specs()) {
        const bool may_repeat = spec.kind == FlagKind::text_list;
        if (!spec.is_hidden && (may_repeat || !line.is_given(spec))) add_flag(spec, out);
    }
    add_flag(help_flag(), out);
    return out;
}

bool names_services(const FlagSpec& spec) {
    return spec.value_name == "SERVICE" || spec.value_name == "SERVICES";
}

/// What a flag's value is follows from the word that help has for it.
Completion flag_values(const FlagSpec& spec, const CompletionSources& sources) {
    if (!spec.offers.empty()) {
        const bool goes_on = spec.offers.front().ends_with('=');
        return {as_candidates(spec.offers), Directive::no_files | (goes_on ? Directive::no_space : 0)};
    }
    if (spec.name == "file") return {as_candidates({"yaml", "yml"}), Directive::only_extensions};
    if (spec.value_name == "FILE") return {{}, Directive::none};
    if (spec.value_name == "DIRECTORY") return {{}, Directive::only_directories};
    if (spec.value_name == "PROFILE") return {as_candidates(sources.profiles())};
    if (spec.value_name == "PROJECT") return {as_candidates(sources.projects())};
    if (names_services(spec)) return {as_candidates(sources.services())};
    if (spec.value_name == "SERVICE=NUMBER")
        return {as_candidates(sources.services(), "="), Directive::no_files | Directive::no_space};
    return {};
}

/// Those that are not named yet.
std::vector<std::string> further_services(const CommandLineReader& line, const CompletionSources& sources) {
    std::vector<std::string> names = sources.services();
    std::erase_if(names, [&](const std::string& name) {
        return std::find(line.arguments().begin(), line.arguments().end(), name) != line.arguments().end();
    });
    return names;
}

Completion argument_candidates(const CommandLineReader& line, const CompletionSources& sources) {
    const bool is_first = line.arguments().empty();
    switch (line.command()->positionals) {
    case Positionals::none: return {};
    case Positionals::services:
    case Positionals::some_services: return {as_candidates(further_services(line, sources))};
    case Positionals::at_most_one_service:
    case Positionals::one_service:
    case Positionals::service_and_port:
    case Positionals::service_and_image:
        return is_first ? Completion{as_candidates(sources.services())} : Completion{};
    case Positionals::service_and_command:
    case Positionals::service_and_own_command:
        return is_first ? Completion{as_candidates(sources.services())} : Completion{{}, Directive::none};
    case Positionals::copy_ends: return {as_candidates(sources.services(), ":"), Directive::no_space};
    case Positionals::scales:
        return {as_candidates(sources.services(), "="), Directive::no_files | Directive::no_space};
    case Positionals::one_shell:
        return is_first ? Completion{as_candidates({"bash", "zsh", "fish"})} : Completion{};
    }
    return {};
}

/// Extensions are no beginnings of what is written.
Completion beginning_with(const std::string& start, Completion completion) {
    if (completion.directive == Directive::only_extensions) return completion;
    std::erase_if(completion.candidates,
                  [&](const Candidate& candidate) { return !candidate.text.starts_with(start); });
    return completion;
}

Completion complete_flag(const CommandLineReader& line, const std::string& word,
                         const CompletionSources& sources) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) return beginning_with(word, flag_candidates(line));
    const FlagSpec* spec = find_flag(line.specs(), word);
    return spec ? beginning_with(word.substr(equals + 1), flag_values(*spec, sources)) : Completion{};
}

} // namespace

Completion complete(const std::vector<std::string>& words, const std::vector<Command>& commands,
                    const CompletionSources& sources) {
    CommandLineReader line(commands);
    const std::string last = words.empty() ? "" : words.back();
    for (std::size_t i = 0; i + 1 < words.size(); ++i) line.read(words[i]);
    if (line.awaited()) return beginning_with(last, flag_values(*line.awaited(), sources));
    if (line.takes_flags() && last.starts_with('-')) return complete_flag(line, last, sources);
    const bool asks_for_topic = line.verb() == "help" && line.arguments().empty();
    if (line.verb().empty() || asks_for_topic) return beginning_with(last, command_names(commands));
    return line.command() ? beginning_with(last, argument_candidates(line, sources)) : Completion{};
}

std::string completion_text(const Completion& completion, Descriptions descriptions) {
    std::string out;
    for (const Candidate& candidate : completion.candidates) {
        out += candidate.text;
        if (descriptions == Descriptions::with && !candidate.description.empty())
            out += "\t" + candidate.description;
        out += "\n";
    }
    return out + ":" + std::to_string(completion.directive) + "\n";
}

std::vector<std::string> arguments_in_front(const std::vector<std::string>& words) {
    static const std::vector<Command> none;
    CommandLineReader line(none);
    std::vector<std::string> front;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        line.read(words[i]);
        if (!line.verb().empty()) break;
        front.push_back(words[i]);
    }
    if (line.awaited()) front.pop_back();
    return front;
}

} // namespace muster::cmd
