#pragma once

#include "sandbox.hpp"

#include <iosfwd>
#include <string>
#include <vector>

/// The steps and looks that scenarios share.
namespace muster::e2e {

/// For checks that show the whole text when they fail: `CHECK(result.err == containing("orphan"))`.
struct Containing {
    std::string part;
};

inline Containing containing(std::string part) { return {std::move(part)}; }
bool operator==(const std::string& text, const Containing& wanted);
bool operator!=(const std::string& text, const Containing& wanted);
std::ostream& operator<<(std::ostream& out, const Containing& wanted);

/// A service that runs until it is stopped, and then ends at once. `more`: its other attributes, a line each;
/// a command among them takes the place of its own.
std::string running(const std::string& name, const std::string& more = "");
/// A service that runs a shell command and ends. Its dollars are the container's shell's.
std::string job(const std::string& name, const std::string& command, const std::string& more = "");

/// Fails the test unless the program succeeds.
ProgramResult succeed(const Sandbox& box, std::vector<std::string> arguments);
ProgramResult succeed_with(const Sandbox& box, const std::map<std::string, std::string>& environment,
                           std::vector<std::string> arguments);
ProgramResult muster_with(const Sandbox& box, const std::map<std::string, std::string>& environment,
                          std::vector<std::string> arguments);
ProgramResult muster_with_input(const Sandbox& box, const std::string& input,
                                std::vector<std::string> arguments);
/// In another folder than the project's.
ProgramResult muster_in(const Sandbox& box, const std::string& directory, std::vector<std::string> arguments);

/// What the shell command prints in the service's first container.
std::string inside(const Sandbox& box, const std::string& service, const std::string& command);
/// What a container has written by the time it ends, read from the engine itself.
std::string output_of(Sandbox& box, const std::string& service, int number = 1);
/// What the job of that name writes when the project is brought up.
std::string output_after_up(Sandbox& box, const std::string& service);

bool is_running(Sandbox& box, const std::string& service, int number = 1);
/// The full names of containers: "PROJECT-web-1" for "web-1".
std::vector<std::string> names_of(const Sandbox& box, const std::vector<std::string>& short_names);
/// Whether the engine under test speaks that version of the API.
bool speaks(Sandbox& box, engine::ApiVersion api);
/// "10.213.7" for a network of 256 addresses that no other scenario is likely to use.
std::string free_subnet(const Sandbox& box);

long lines_of(const std::string& text);
std::string read_file(const std::string& path);

} // namespace muster::e2e
