#include "cmd/reference/command_table.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;
using namespace muster::cmd::reference;

namespace {

const std::string root = std::string(MUSTER_TESTS_DIR) + "/..";

std::string text_of(const std::string& path) { return DiskFiles().read(root + path, Files::default_limit); }

CommandLines real_lines() {
    return {all_commands(), global_flags(), read_listed_commands(text_of("/tests/golden/command-line.txt")),
            read_notes(text_of("/cmd/reference/notes.txt"))};
}

/// A command line of one command "up" with these flags, beside Docker Compose's and what is noted.
CommandLines lines(std::vector<FlagSpec> flags, const std::string& listed, Notes notes = {}) {
    const Command up{"up", "Bring up", Positionals::services, std::move(flags), nullptr};
    return {{up}, {}, read_listed_commands(listed), std::move(notes)};
}

const FlagSpec build{"build", '\0', FlagKind::toggle, "Build first", "", ""};
const FlagSpec timeout{"timeout", 't', FlagKind::number, "Wait so long", "SECONDS", ""};

} // namespace

TEST_CASE("every command and flag of Docker Compose is there, or argued absent, and no note is stale") {
    CHECK(join(find_contradictions(real_lines()), "\n") == "");
}

TEST_CASE("docs/commands.md is up to date (muster-reference table tests/golden/command-line.txt "
          "cmd/reference/notes.txt > docs/commands.md)") {
    const bool is_up_to_date = text_of("/docs/commands.md") == command_table(real_lines());
    CHECK(is_up_to_date);
}

TEST_CASE("what does not go together is told") {
    const auto told = [](const CommandLines& about) { return join(find_contradictions(about), "\n"); };
    CHECK(told(lines({build}, "up\n  --build bool\n")) == "");
    CHECK(told(lines({}, "up\n  --build bool\n")) == "up --build is neither there nor noted as absent");
    CHECK(told(lines({}, "up\n  --build bool\n", {{"up --build", {Standing::absent, "later"}}})) == "");
    CHECK(told(lines({build}, "up\n  --build bool\n", {{"up --build", {Standing::absent, "later"}}})) ==
          "up --build is there, but noted as absent");
    CHECK(told(lines({build}, "up\n  --build string\n")) == "up --build is of another kind");
    CHECK(told(lines({timeout}, "up\n  --timeout int\n")) == "up --timeout has another short name");
    CHECK(told(lines({}, "up\ndown\n")) == "down is neither there nor noted as absent");
    CHECK(told(lines({}, "up\n", {{"up", {Standing::absent, "later"}}})) ==
          "up is there, but noted as absent");
    CHECK(told(lines({}, "up\n", {{"up --bulid", {Standing::without_effect, "nothing"}}})) ==
          "a note about up --bulid, which nobody has");
}

TEST_CASE("the table says how each flag stands") {
    const std::string table = command_table(lines(
        {build, timeout}, "up : [SERVICE...]\n  --build bool\n  --watch -w bool\nwatch\n  --quiet bool\n",
        {{"up --build", {Standing::without_effect, "it is built anyway"}},
         {"up --watch", {Standing::absent, "a|b"}},
         {"watch", {Standing::absent, "later"}}}));
    CHECK(table.find("2 commands: 1 done, 1 absent; 3 flags: 1 no effect, 2 absent") != std::string::npos);
    CHECK(table.substr(table.find("\n## up")) ==
          "\n## up\n\n`muster up [FLAGS] [SERVICE...]`: Bring up.\n\n| flag | | |\n|---|---|---|\n"
          "| `--build` | no effect | Build first; it is built anyway |\n"
          "| `-t, --timeout` | done | Wait so long (Muster's own) |\n"
          "| `-w, --watch` | absent | a\\|b |\n"
          "\n## watch\n\n**Absent**: later.\n\nIts flags: `--quiet`\n");
}

TEST_CASE("a list or a note that cannot be read is an error") {
    CHECK_THROWS_WITH_AS(read_listed_commands("  --build bool\n"),
                         "no command for the flag in '  --build bool'", Error);
    CHECK_THROWS_WITH_AS(read_listed_commands("up\n  --build -b\n"), "no type for the flag in '  --build -b'",
                         Error);
    CHECK_THROWS_WITH_AS(read_notes("up --watch\n"),
                         "a note is written NAME: STANDING: WHY, found 'up --watch'", Error);
    CHECK_THROWS_WITH_AS(read_notes("up --x: maybe: why\n"), "unknown standing 'maybe'", Error);
    CHECK_THROWS_WITH_AS(read_notes("a: done: b\na: done: c\n"), "noted twice: 'a'", Error);
}
