#include "base/text.hpp"
#include "compose/execute/explain.hpp"

#include <algorithm>

namespace muster::compose::execute {

using engine::ContainerState;
using reconcile::Goal;

namespace {

/// A log that a driver keeps for itself cannot be read; then there is none.
std::vector<std::string> read_log(engine::Engine& engine, const engine::ContainerDetails& details) {
    std::string text;
    engine::LogOptions options;
    options.tail = std::to_string(most_lines);
    try {
        engine.read_logs(details.id, options, details.tty,
                         [&](engine::OutputStream, std::string_view bytes) { text += bytes; }, {});
    } catch (const Error&) {
        return {};
    }
    if (trim(text).empty()) return {};
    std::vector<std::string> lines = split(trim(text), '\n');
    if (lines.size() > most_lines) lines.erase(lines.begin(), lines.end() - most_lines);
    return lines;
}

std::vector<engine::ProbeResult> last_probes(const std::vector<engine::ProbeResult>& probes) {
    const std::size_t kept = std::min(probes.size(), most_probes);
    return {probes.end() - static_cast<std::ptrdiff_t>(kept), probes.end()};
}

bool has_text(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string now(const std::string& value) { return " (now " + value + ")"; }

std::string logs_of(const Service* service) {
    return service ? "'muster logs " + service->name + "' shows all of its log" : "";
}

std::string advice_on_probes(const BlamedContainer& container, const Service* service) {
    const std::string last = container.probes.empty() ? "" : container.probes.back().output;
    if (has_text(last, "executable file not found") || has_text(last, "not found"))
        return "check that the image has the program that 'healthcheck.test' runs";
    if (has_text(last, "exceeded timeout"))
        return "the probe takes longer than 'healthcheck.timeout' allows: raise it, or let the probe do less";
    std::string period = "0s";
    if (service && service->healthcheck && service->healthcheck->start_period)
        period = to_string(*service->healthcheck->start_period);
    return "if it only takes longer to get ready, raise 'healthcheck.start_period'" + now(period) +
           " or 'healthcheck.retries'";
}

/// In powers of 1024, as limits are written.
std::string limit_words(std::int64_t bytes) {
    constexpr std::int64_t mebibyte = 1 << 20;
    return bytes % mebibyte == 0 ? std::to_string(bytes / mebibyte) + "m" : human_size(bytes);
}

std::string advice_on_memory(const Service* service) {
    const bool is_limited = service && service->mem_limit.count > 0;
    return is_limited ? "raise 'mem_limit'" + now(limit_words(service->mem_limit.count)) +
                            ", or let the program use less"
                      : "let the program use less memory, or give the engine's host more";
}

std::string advice_on_code(const BlamedContainer& container, const Service* service, Goal goal) {
    constexpr std::int64_t not_executable = 126;
    constexpr std::int64_t not_found = 127;
    const std::string signal = exit_signal(container.exit_code);
    if (container.exit_code == 0 && goal != Goal::completed_successfully)
        return "a service's command has to stay in the foreground; one that is meant to end is awaited with "
               "'condition: service_completed_successfully'";
    if (container.exit_code == not_found)
        return "check the spelling of what 'command' or 'entrypoint' runs, and that the image has it";
    if (container.exit_code == not_executable)
        return "check that the program is executable (chmod +x) and made for this machine's architecture";
    if (signal == "SIGKILL")
        return "it did not end by itself: somebody killed it, or the host ran out of memory ('dmesg' on the "
               "engine's host tells)";
    if (signal == "SIGTERM" || signal == "SIGINT")
        return "it did not end by itself: somebody stopped it meanwhile";
    if (container.log.empty() && service)
        return "it printed nothing: look around with 'muster run --rm --entrypoint sh " + service->name + "'";
    return container.log.size() == most_lines ? logs_of(service) : "";
}

} // namespace

std::optional<BlamedContainer> find_blamed_container(engine::Engine& engine, const std::string& id) {
    const auto details = engine.find_container(id);
    if (!details) return std::nullopt;
    return BlamedContainer{.name = details->name,
                           .id = details->id,
                           .state = details->state,
                           .health = details->health,
                           .exit_code = details->exit_code,
                           .oom_killed = details->oom_killed,
                           .restart_count = details->restart_count,
                           .error = details->error,
                           .probes = last_probes(details->probes),
                           .log = read_log(engine, *details)};
}

std::string advice_on_end(const BlamedContainer& container, const Service* service, Goal goal) {
    const bool runs = container.state == ContainerState::running;
    if (runs && container.health == engine::Health::unhealthy) return advice_on_probes(container, service);
    if (runs && container.health == engine::Health::starting)
        return "if it only needs longer, give it more time with --wait-timeout";
    if (runs && container.health == engine::Health::none && goal == Goal::healthy)
        return "give the service a 'healthcheck', or wait for it with 'condition: service_started'";
    if (runs) return logs_of(service);
    if (container.oom_killed) return advice_on_memory(service);
    return advice_on_code(container, service, goal);
}

} // namespace muster::compose::execute
