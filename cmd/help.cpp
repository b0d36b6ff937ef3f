#include "cmd/help.hpp"

#include <algorithm>

namespace muster::cmd {

namespace {

constexpr std::size_t flag_column = 32;
constexpr std::size_t command_column = 12;

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size() + 2, width), ' ');
    return text;
}

std::string flag_line(const FlagSpec& spec) {
    std::string names = spec.short_name == '\0' ? "    " : std::string("-") + spec.short_name + ", ";
    names += "--" + spec.name;
    if (!spec.value_name.empty())
        names += (spec.kind == FlagKind::optional_text ? "=" : " ") + spec.value_name;
    return "  " + padded(std::move(names), flag_column) + spec.help + "\n";
}

std::string flag_lines(const std::vector<FlagSpec>& specs) {
    std::string out;
    for (const FlagSpec& spec : specs)
        if (!spec.is_hidden) out += flag_line(spec);
    return out + flag_line({"help", 'h', FlagKind::toggle, "Print this help", "", ""});
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
    }
    return "";
}

} // namespace

std::string general_help(const std::vector<Command>& commands) {
    std::string out = "Usage: muster [FLAGS] COMMAND\n\n"
                      "Runs the services of a compose file, and says what it will do before it does it.\n\n"
                      "Commands:\n";
    for (const Command& command : commands)
        out += "  " + padded(command.name, command_column) + command.summary + "\n";
    return out + "\nFlags:\n" + flag_lines(global_flags()) +
           "\n'muster COMMAND --help' tells more about a command.\n";
}

std::string command_help(const Command& command) {
    return "Usage: muster " + command.name + " [FLAGS]" + positional_words(command.positionals) + "\n\n" +
           command.summary + "\n\nFlags:\n" + flag_lines(command.flags);
}

} // namespace muster::cmd
