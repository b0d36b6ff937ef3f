#include "compose/execute/explanation.hpp"

#include <csignal>
#include <map>

namespace muster::compose::execute {

namespace {

constexpr std::int64_t signal_offset = 128;
constexpr std::int64_t last_signal = 64;

const std::map<std::int64_t, const char*>& signal_names() {
    static const std::map<std::int64_t, const char*> names{
        {SIGHUP, "SIGHUP"},   {SIGINT, "SIGINT"},   {SIGQUIT, "SIGQUIT"}, {SIGILL, "SIGILL"},
        {SIGTRAP, "SIGTRAP"}, {SIGABRT, "SIGABRT"}, {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"},
        {SIGKILL, "SIGKILL"}, {SIGUSR1, "SIGUSR1"}, {SIGSEGV, "SIGSEGV"}, {SIGUSR2, "SIGUSR2"},
        {SIGPIPE, "SIGPIPE"}, {SIGALRM, "SIGALRM"}, {SIGTERM, "SIGTERM"}, {SIGXCPU, "SIGXCPU"},
        {SIGXFSZ, "SIGXFSZ"}, {SIGSYS, "SIGSYS"}};
    return names;
}

} // namespace

std::string exit_signal(std::int64_t code) {
    const std::int64_t signal = code - signal_offset;
    if (signal < 1 || signal > last_signal) return {};
    const auto name = signal_names().find(signal);
    return name == signal_names().end() ? "signal " + std::to_string(signal) : name->second;
}

std::string exit_code_meaning(std::int64_t code) {
    constexpr std::int64_t start_failed = 125;
    constexpr std::int64_t not_executable = 126;
    constexpr std::int64_t not_found = 127;
    switch (code) {
    case start_failed: return "the engine itself failed";
    case not_executable: return "the program could not be executed";
    case not_found: return "the program was not found";
    case signal_offset + SIGABRT: return "aborted itself: SIGABRT";
    case signal_offset + SIGSEGV: return "crashed: SIGSEGV, a segmentation fault";
    case signal_offset + SIGTERM: return "ended by SIGTERM, the request to stop";
    case signal_offset + SIGINT: return "ended by SIGINT, as Ctrl-C sends it";
    default: break;
    }
    const std::string signal = exit_signal(code);
    return signal.empty() ? "" : "killed by " + signal;
}

} // namespace muster::compose::execute
