#include "cmd/help.hpp"

#include "base/text.hpp"

namespace muster::cmd {

namespace {

constexpr std::size_t page_width = 80;
constexpr std::size_t flag_column = 34;
constexpr std::size_t command_column = 14;

/// The text in lines that fit behind the column; a word that is longer than a line has one to itself.
std::string wrapped(const std::string& text, std::size_t column) {
    std::string out;
    std::size_t at = column;
    for (const std::string& word : split(text, ' ')) {
        const bool is_first = at == column;
        if (!is_first && at + 1 + word.size() > page_width) {
            out += "\n" + std::string(column, ' ');
            at = column;
        } else if (!is_first) {
            out += ' ';
            ++at;
        }
        out += word;
        at += word.size();
    }
    return out;
}

/// What is told of stands on the left, on a line of its own where it is too long.
std::string entry(const std::string& name, const std::string& text, std::size_t column) {
    const std::string left = "  " + name;
    const std::string gap =
        left.size() + 2 <= column ? std::string(column - left.size(), ' ') : "\n" + std::string(column, ' ');
    return left + gap + wrapped(text, column) + "\n";
}

std::string flag_lines(const std::vector<FlagSpec>& specs) {
    std::string out;
    for (const FlagSpec& spec : specs)
        if (!spec.is_hidden) out += entry(flag_names(spec), spec.help, flag_column);
    return out + entry(flag_names(help_flag()), help_flag().help, flag_column);
}

const char* positional_words(Positionals positionals) {
    switch (positionals) {
    case Positionals::none: return "";
    case Positionals::services: return " [SERVICE...]";
    case Positionals::service_and_command: return " SERVICE COMMAND [ARGUMENT...]";
    case Positionals::service_and_port: return " SERVICE PRIVATE_PORT";
    case Positionals::at_most_one_service: return " [SERVICE]";
    case Positionals::service_and_own_command: return " SERVICE [COMMAND] [ARGUMENT...]";
    case Positionals::one_service: return " SERVICE";
    case Positionals::some_services: return " SERVICE...";
    case Positionals::service_and_image: return " SERVICE [REPOSITORY[:TAG]]";
    case Positionals::copy_ends: return " SOURCE DESTINATION";
    case Positionals::scales: return " SERVICE=NUMBER...";
    case Positionals::one_shell: return " bash|zsh|fish";
    }
    return "";
}

} // namespace

FlagSpec help_flag() { return {"help", 'h', FlagKind::toggle, "Print this help", "", ""}; }

std::string flag_names(const FlagSpec& spec) {
    std::string names = spec.short_name == '\0' ? "    " : std::string("-") + spec.short_name + ", ";
    names += "--" + spec.name;
    if (!spec.value_name.empty())
        names += (spec.kind == FlagKind::optional_text ? "=" : " ") + spec.value_name;
    return names;
}

std::string usage_line(const Command& command) {
    return "muster " + command.name + " [FLAGS]" + positional_words(command.positionals);
}

std::string general_help(const std::vector<Command>& commands) {
    std::string out = "Usage: muster [FLAGS] COMMAND\n\n"
                      "Runs the services of a compose file, and says what it will do before it does it.\n\n"
                      "Commands:\n";
    for (const Command& command : commands) out += entry(command.name, command.summary, command_column);
    return out + "\nFlags:\n" + flag_lines(global_flags()) +
           "\n'muster COMMAND --help' tells more about a command.\n";
}

std::string command_help(const Command& command) {
    return "Usage: " + usage_line(command) + "\n\n" + wrapped(command.summary, 0) + "\n\nFlags:\n" +
           flag_lines(command.flags) +
           "\n'muster --help' lists the flags that stand in front of a command.\n";
}

} // namespace muster::cmd
