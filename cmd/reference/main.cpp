#include "base/error.hpp"
#include "base/files.hpp"
#include "cmd/completion_scripts.hpp"
#include "cmd/reference/command_table.hpp"
#include "cmd/reference/man_page.hpp"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <stdexcept>

// Writes what is made from the definition of the command line: the manual, the completions and the table in
// docs/. Not installed.

namespace {

using namespace muster;
using namespace muster::cmd;

constexpr char usage[] = "usage: muster-reference man DIRECTORY\n"
                         "       muster-reference completion DIRECTORY\n"
                         "       muster-reference table LIST NOTES\n";

void write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) throw std::runtime_error("cannot write " + path);
}

void write_manual(const std::string& directory) {
    for (const auto& page : reference::man_pages(all_commands(), global_flags(), MUSTER_VERSION))
        write_file(directory + "/" + page.file_name, page.text);
}

void write_completions(const std::string& directory) {
    for (const char* shell : {"bash", "zsh", "fish"})
        write_file(directory + "/muster." + shell, completion_script(shell));
}

void print_table(const std::string& list, const std::string& notes) {
    const DiskFiles disk;
    const reference::CommandLines lines{
        all_commands(), global_flags(),
        reference::read_listed_commands(disk.read(list, Files::default_limit)),
        reference::read_notes(disk.read(notes, Files::default_limit))};
    std::cout << reference::command_table(lines);
}

int write_reference(const std::vector<std::string>& arguments) {
    if (arguments.size() == 2 && arguments[0] == "man")
        write_manual(arguments[1]);
    else if (arguments.size() == 2 && arguments[0] == "completion")
        write_completions(arguments[1]);
    else if (arguments.size() == 3 && arguments[0] == "table")
        print_table(arguments[1], arguments[2]);
    else
        return std::fputs(usage, stderr), 2;
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return write_reference({argv + 1, argv + argc});
    } catch (const std::exception& problem) {
        std::cerr << "muster-reference: " << problem.what() << "\n";
        return 1;
    }
}
