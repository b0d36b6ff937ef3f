#include "cmd/reference/man_page.hpp"

#include "base/files.hpp"
#include "cmd/reference/man_sections.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace muster;
using namespace muster::cmd;
using namespace muster::cmd::reference;

namespace {

namespace fs = std::filesystem;

const Command stop{"stop",
                   "Stop what's running -- `all` of it",
                   Positionals::services,
                   {{"signal", 's', FlagKind::text, ".dots \\ and ~", "SIGNAL", "SIGTERM"},
                    {"hash", '\0', FlagKind::optional_text, "Print", "WHAT", "all"},
                    {"old", '\0', FlagKind::toggle, "Gone", "", "", true}},
                   nullptr};

/// All sources of the program, as one text.
std::string program_text() {
    std::string text;
    for (const char* folder : {"base", "cmd", "compose", "engine-client"})
        for (const auto& entry :
             fs::recursive_directory_iterator(std::string(MUSTER_TESTS_DIR) + "/../" + folder))
            if (entry.path().extension() == ".cpp" && entry.path().parent_path().filename() != "reference")
                text += DiskFiles().read(entry.path().string(), Files::default_limit);
    return text;
}

} // namespace

TEST_CASE("a command's page has its flags, and its text as it is") {
    const std::vector<ManPage> pages = man_pages({stop}, {}, "1.2.3");
    REQUIRE(pages.size() == 2);
    CHECK(pages[0].file_name == "muster.1");
    CHECK(pages[1].file_name == "muster-stop.1");
    CHECK(pages[1].text == R"(.TH MUSTER\-STOP 1 "" "Muster 1.2.3" "User Commands"
.SH NAME
muster\-stop \- Stop what\(aqs running \-\- \(gaall\(ga of it
.SH SYNOPSIS
.B muster stop
[FLAGS] [SERVICE...]
.SH DESCRIPTION
Stop what\(aqs running \-\- \(gaall\(ga of it.
.SH OPTIONS
.TP
.B \-s, \-\-signal \fISIGNAL\fR
\&.dots \e and \(ti (SIGTERM unless it is given).
.TP
.B \-\-hash=\fIWHAT\fR
Print.
.TP
.B \-h, \-\-help
Print this help.
.SH SEE ALSO
.BR muster (1)
)");
}

TEST_CASE("the main page names every command and every flag in front of them") {
    const std::string page = man_pages(all_commands(), global_flags(), "1.2.3").front().text;
    for (const Command& command : all_commands())
        CHECK_MESSAGE(page.find("muster\\-" + command.name + " (1)") != std::string::npos, command.name);
    for (const FlagSpec& flag : global_flags())
        if (!flag.is_hidden && flag.name.find('-') == std::string::npos)
            CHECK_MESSAGE(page.find("\\-\\-" + flag.name) != std::string::npos, flag.name);
}

TEST_CASE("every variable that the manual speaks of is read by the program") {
    const std::string program = program_text();
    for (const Meaning& variable : variables)
        CHECK_MESSAGE(program.find("\"" + std::string(variable.name) + "\"") != std::string::npos,
                      variable.name);
}
