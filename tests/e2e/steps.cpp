#include "steps.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <ostream>
#include <sstream>

namespace muster::e2e {

namespace {

std::string service(const std::string& name, const std::string& command, const std::string& more) {
    std::string text = "  " + name + ":\n    image: IMAGE\n    init: true";
    if (!command.empty()) text += "\n    command: " + command;
    std::istringstream lines(more);
    for (std::string line; std::getline(lines, line);) text += "\n    " + line;
    return text + "\n";
}

/// A text of Compose files: in double quotes, with nothing left to interpolate.
std::string literal(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '$') out += '$';
        out += c;
    }
    return out + "\"";
}

} // namespace

bool operator==(const std::string& text, const Containing& wanted) {
    return text.find(wanted.part) != std::string::npos;
}

bool operator!=(const std::string& text, const Containing& wanted) { return !(text == wanted); }

std::ostream& operator<<(std::ostream& out, const Containing& wanted) {
    return out << "a text with \"" << wanted.part << "\"";
}

std::string running(const std::string& name, const std::string& more) {
    const bool has_command = ("\n" + more).find("\ncommand:") != std::string::npos;
    return service(name, has_command ? "" : "sleep 600", more);
}

std::string job(const std::string& name, const std::string& command, const std::string& more) {
    return service(name, "[sh, -c, " + literal(command) + "]", more);
}

ProgramResult muster_with(const Sandbox& box, const std::map<std::string, std::string>& environment,
                          std::vector<std::string> arguments) {
    ProgramCall call = box.call(std::move(arguments));
    for (const auto& [name, value] : environment) call.environment[name] = value;
    return box.run(call);
}

ProgramResult succeed_with(const Sandbox& box, const std::map<std::string, std::string>& environment,
                           std::vector<std::string> arguments) {
    ProgramResult result = muster_with(box, environment, std::move(arguments));
    REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    return result;
}

ProgramResult succeed(const Sandbox& box, std::vector<std::string> arguments) {
    return succeed_with(box, {}, std::move(arguments));
}

ProgramResult muster_with_input(const Sandbox& box, const std::string& input,
                                std::vector<std::string> arguments) {
    ProgramCall call = box.call(std::move(arguments));
    call.input = input;
    return run_program(call);
}

ProgramResult muster_in(const Sandbox& box, const std::string& directory,
                        std::vector<std::string> arguments) {
    ProgramCall call = box.call(std::move(arguments));
    call.directory = directory;
    call.environment["PWD"] = directory;
    return run_program(call);
}

std::string inside(const Sandbox& box, const std::string& service, const std::string& command) {
    return succeed(box, {"exec", "-T", service, "sh", "-c", command}).out;
}

std::string output_of(Sandbox& box, const std::string& service, int number) {
    const std::string id = box.container(service, number).id;
    box.engine().wait_container(id, {}, engine::Engine::WaitFor::not_running);
    std::string text;
    box.engine().read_logs(id, {}, false,
                           [&](engine::OutputStream, std::string_view bytes) { text += bytes; }, {});
    return text;
}

std::string output_after_up(Sandbox& box, const std::string& service) {
    succeed(box, {"up", "-d"});
    return output_of(box, service);
}

bool is_running(Sandbox& box, const std::string& service, int number) {
    return box.container(service, number).state == engine::ContainerState::running;
}

std::vector<std::string> names_of(const Sandbox& box, const std::vector<std::string>& short_names) {
    std::vector<std::string> names;
    for (const std::string& name : short_names) names.push_back(box.project() + "-" + name);
    return names;
}

bool speaks(Sandbox& box, engine::ApiVersion api) { return box.engine().info().engine_api >= api; }

std::string free_subnet(const Sandbox& box) {
    const std::size_t number = std::hash<std::string>{}(box.project());
    return "10." + std::to_string(200 + number % 50) + "." + std::to_string(number / 64 % 256);
}

long lines_of(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

std::string read_file(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

} // namespace muster::e2e
