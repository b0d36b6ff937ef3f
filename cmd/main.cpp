#include "cmd/plugin.hpp"
#include "cmd/run.hpp"

#include <csignal>
#include <cstdio>
#include <string_view>
#include <unistd.h>

namespace {

std::map<std::string, std::string> process_environment() {
    std::map<std::string, std::string> environment;
    for (char** entry = environ; *entry; ++entry) {
        const std::string_view line(*entry);
        const std::size_t equals = line.find('=');
        if (equals != std::string_view::npos)
            environment.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
    return environment;
}

} // namespace

int main(int argc, char** argv) {
    // A reader that went away shows as a failed write, not as a signal.
    std::signal(SIGPIPE, SIG_IGN);
    std::vector<std::string> arguments(argv + 1, argv + argc);
    if (const auto metadata = muster::cmd::plugin_metadata(arguments)) {
        std::fputs(metadata->c_str(), stdout);
        return 0;
    }
    arguments = muster::cmd::without_plugin_name(argv[0], std::move(arguments));
    return muster::cmd::run(arguments, process_environment());
}
