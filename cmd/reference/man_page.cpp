#include "cmd/reference/man_page.hpp"

#include "cmd/help.hpp"
#include "cmd/reference/man_sections.hpp"

#include <algorithm>

namespace muster::cmd::reference {

namespace {

std::string upper_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// Text as roff prints it as it is.
std::string roff(const std::string& text) {
    std::string out = text.starts_with('.') || text.starts_with('\'') ? "\\&" : "";
    for (const char c : text) {
        switch (c) {
        case '\\': out += "\\e"; break;
        case '-': out += "\\-"; break;
        case '\'': out += "\\(aq"; break;
        case '`': out += "\\(ga"; break;
        case '^': out += "\\(ha"; break;
        case '~': out += "\\(ti"; break;
        default: out += c;
        }
    }
    return out;
}

std::string head(const std::string& title, const std::string& version) {
    return ".TH " + upper_case(roff(title)) + " 1 \"\" \"Muster " + version + "\" \"User Commands\"\n";
}

std::string section(const std::string& title) { return ".SH " + title + "\n"; }

std::string sentence(const std::string& text) { return roff(text) + (text.ends_with('.') ? "" : ".") + "\n"; }

/// A term and what it means, indented below it.
std::string item(const std::string& term, const std::string& meaning) {
    return ".TP\n.B " + term + "\n" + sentence(meaning);
}

std::string default_remark(const FlagSpec& spec) {
    const bool has_default = !spec.default_text.empty() && spec.kind != FlagKind::optional_text;
    return has_default ? " (" + spec.default_text + " unless it is given)" : "";
}

/// "-f, --file FILE", the dashes and names bold and the value in italics.
std::string flag_term(const FlagSpec& spec) {
    std::string term = spec.short_name == '\0' ? "" : std::string("\\-") + spec.short_name + ", ";
    term += roff("--" + spec.name);
    if (!spec.value_name.empty())
        term +=
            (spec.kind == FlagKind::optional_text ? "=" : " ") + ("\\fI" + roff(spec.value_name) + "\\fR");
    return term;
}

std::string flag_items(const std::vector<FlagSpec>& specs) {
    std::string out;
    for (const FlagSpec& spec : specs)
        if (!spec.is_hidden) out += item(flag_term(spec), spec.help + default_remark(spec));
    return out + item(flag_term(help_flag()), help_flag().help);
}

/// A page's references are its name in bold and the section.
std::string reference_to(const std::string& page) { return ".BR " + roff(page) + " (1)"; }

std::string name_of(const Command& command) { return "muster-" + command.name; }

std::string main_text(const std::vector<Command>& commands, const std::vector<FlagSpec>& globals) {
    std::string out =
        section("NAME") + "muster \\- run the services of a compose file\n" + section("SYNOPSIS") +
        ".B muster\n[\\fIFLAGS\\fR] \\fICOMMAND\\fR [\\fIARGUMENT\\fR...]\n" + section("DESCRIPTION");
    for (const char* paragraph : description_paragraphs) out += ".PP\n" + roff(paragraph) + "\n";
    out += section("COMMANDS");
    for (const Command& command : commands)
        out += ".TP\n" + reference_to(name_of(command)) + "\n" + sentence(command.summary);
    out += section("OPTIONS") + "They stand in front of the command.\n" + flag_items(globals);
    out += section("ENVIRONMENT");
    for (const Meaning& variable : variables) out += item(roff(variable.name), variable.text);
    out += section("FILES");
    for (const Meaning& file : files) out += item(roff(file.name), file.text);
    out += section("EXIT STATUS");
    for (const Meaning& code : exit_codes) out += item(code.name, code.text);
    return out + section("SEE ALSO") + reference_to("docker") + "\n";
}

std::string command_text(const Command& command) {
    const std::string usage = usage_line(command);
    const std::string words = "muster " + command.name;
    return section("NAME") + roff(name_of(command)) + " \\- " + roff(command.summary) + "\n" +
           section("SYNOPSIS") + ".B " + roff(words) + "\n" + roff(usage.substr(words.size() + 1)) + "\n" +
           section("DESCRIPTION") + sentence(command.summary) + section("OPTIONS") +
           flag_items(command.flags) + section("SEE ALSO") + reference_to("muster") + "\n";
}

} // namespace

std::vector<ManPage> man_pages(const std::vector<Command>& commands, const std::vector<FlagSpec>& globals,
                               const std::string& version) {
    std::vector<ManPage> pages{{"muster.1", head("muster", version) + main_text(commands, globals)}};
    for (const Command& command : commands)
        pages.push_back({name_of(command) + ".1", head(name_of(command), version) + command_text(command)});
    return pages;
}

} // namespace muster::cmd::reference
