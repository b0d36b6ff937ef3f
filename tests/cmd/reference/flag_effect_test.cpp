#include "base/files.hpp"
#include "base/text.hpp"
#include "cmd/reference/command_table.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <set>

using namespace muster;
using namespace muster::cmd;
using namespace muster::cmd::reference;

namespace {

const std::string root = std::string(MUSTER_TESTS_DIR) + "/../";

std::string text_of(const std::string& path) { return DiskFiles().read(root + path, Files::default_limit); }

bool is_there(const std::string& path) { return DiskFiles().type(root + path) == FileType::regular; }

/// The file that defines the command.
std::string source_of(const std::string& command) {
    for (const std::string& file : {"cmd/" + command + ".cpp", "cmd/" + command + "_service.cpp",
                                    "cmd/" + command + "_command.cpp", std::string("cmd/pause.cpp")})
        if (is_there(file) && text_of(file).find("Command " + command + "_command()") != std::string::npos)
            return file;
    FAIL("nothing defines the command " << command);
    return {};
}

/// A source file and those of cmd/ that it includes, and what they include, with their headers' sources.
void add_with_includes(const std::string& path, std::set<std::string>& files) {
    if (!is_there(path) || !files.insert(path).second) return;
    static const std::regex include("#include \"(cmd/[a-z_]+)\\.hpp\"");
    const std::string text = text_of(path);
    for (auto found = std::sregex_iterator(text.begin(), text.end(), include);
         found != std::sregex_iterator(); ++found)
        for (const char* suffix : {".hpp", ".cpp"}) add_with_includes(found->str(1) + suffix, files);
}

/// Without the session, which everybody includes and which reads the flags in front of the command.
std::string source_text(const std::string& path) {
    const std::set<std::string> session{"cmd/session.hpp", "cmd/session.cpp"};
    const bool is_of_all = path == "cmd/run.cpp";
    std::set<std::string> files = is_of_all ? std::set<std::string>() : session;
    add_with_includes(path, files);
    std::string text;
    for (const std::string& file : files)
        if (is_of_all || !session.contains(file)) text += text_of(file);
    return text;
}

/// Whether the code asks for the flag's value anywhere: its name stands there other than in its declaration
/// ({"name", 'n', ...).
bool is_read(const std::string& source, const std::string& flag) {
    const std::string name = "\"" + flag + "\"";
    for (std::size_t at = source.find(name); at != std::string::npos; at = source.find(name, at + 1))
        if (source.compare(at + name.size(), 3, ", '") != 0 &&
            source.compare(at + name.size(), 2, ",\n") != 0)
            return true;
    return false;
}

/// The flags of the command that have no effect, as far as the code tells.
std::set<std::string> unread_flags(const std::string& command, const std::vector<FlagSpec>& flags,
                                   const std::string& path) {
    const std::string source = source_text(path);
    std::set<std::string> unread;
    for (const FlagSpec& flag : flags)
        if (!is_read(source, flag.name)) unread.insert(command + " --" + flag.name);
    return unread;
}

} // namespace

TEST_CASE("a flag that has no effect is noted so, and one that is noted so has none") {
    std::set<std::string> unread;
    for (const Command& command : all_commands())
        unread.merge(unread_flags(command.name, command.flags, source_of(command.name)));
    // Those in front of the command are read by the session, or while the command line is.
    unread.merge(unread_flags("global", global_flags(), "cmd/run.cpp"));
    std::set<std::string> noted;
    for (const auto& [name, note] : read_notes(text_of("cmd/reference/notes.txt")))
        if (note.standing == Standing::without_effect) noted.insert(name);
    CHECK(join({unread.begin(), unread.end()}, "\n") == join({noted.begin(), noted.end()}, "\n"));
}

TEST_CASE("the code tells a flag that is read from one that is only declared") {
    CHECK(is_read("flags.is_on(\"wait\")", "wait"));
    CHECK(is_read("{\"wait\", '\\0', toggle}; flags.is_on(\"wait\")", "wait"));
    CHECK_FALSE(is_read("{\"wait\", '\\0', toggle}; flags.is_on(\"wait-timeout\")", "wait"));
}
