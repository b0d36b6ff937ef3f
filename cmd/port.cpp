#include "base/text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/port_text.hpp"
#include "cmd/session.hpp"
#include "compose/execute/observe.hpp"

#include <algorithm>
#include <charconv>

namespace muster::cmd {

using compose::reconcile::ContainerKind;
using compose::reconcile::ObservedContainer;
using engine::PublishedPort;

namespace {

std::int64_t read_port(const std::string& text) {
    std::uint16_t port = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (problem != std::errc() || end != text.data() + text.size() || port == 0)
        throw Error(ErrorKind::usage, "invalid port " + quoted(text) + ": expected a number from 1 to 65535");
    return port;
}

std::string read_protocol(const Flags& flags) {
    const std::string protocol = to_lower(flags.text("protocol"));
    if (protocol != "tcp" && protocol != "udp" && protocol != "sctp")
        throw Error(ErrorKind::usage,
                    "invalid --protocol " + quoted(protocol) + ": expected 'tcp', 'udp' or 'sctp'");
    return protocol;
}

Error not_running(const compose::Project& project, const std::string& service, std::optional<int> index) {
    require_services(project, {service});
    const std::string which =
        index ? " has no running container #" + std::to_string(*index) : " is not running";
    return {ErrorKind::not_found, "service " + quoted(service) + which};
}

/// The running replica of that number, else the first.
ObservedContainer find_replica(Session& session, const compose::Project& project, const std::string& service,
                               std::optional<int> index) {
    auto containers = compose::execute::observe_containers(session.engine(), project.name);
    std::erase_if(containers, [&](const ObservedContainer& container) {
        return container.service != service || container.kind != ContainerKind::replica ||
               !compose::reconcile::is_running(container) || (index && container.number != *index);
    });
    const auto first = std::min_element(containers.begin(), containers.end(),
                                        [](const auto& a, const auto& b) { return a.number < b.number; });
    if (first == containers.end()) throw not_running(project, service, index);
    return *first;
}

std::string address_text(const PublishedPort& port) {
    const bool is_ipv6 = port.ip.find(':') != std::string::npos;
    return (is_ipv6 ? "[" + port.ip + "]" : port.ip) + ":" + std::to_string(port.host_port);
}

int run_port(Session& session, const Flags& flags) {
    const std::string& service = flags.arguments()[0];
    const std::int64_t wanted = read_port(flags.arguments()[1]);
    const std::string protocol = read_protocol(flags);
    const compose::Project project = session.load_or_observe();
    const ObservedContainer container = find_replica(session, project, service, flags.number("index"));
    const std::vector<PublishedPort>& ports = container.summary.ports;
    const auto found = std::find_if(ports.begin(), ports.end(), [&](const PublishedPort& port) {
        return port.container_port == wanted && port.protocol == protocol && port.host_port != 0;
    });
    if (found == ports.end())
        throw Error(ErrorKind::not_found, quoted(container.summary.name) + " publishes no port " +
                                              std::to_string(wanted) + "/" + protocol)
            .suggest(ports.empty() ? "it has no ports" : "its ports are " + port_text(ports));
    session.out().write(address_text(*found) + "\n");
    return exit_code::success;
}

} // namespace

Command port_command() {
    using enum FlagKind;
    return {"port",
            "Print where a container's port is published",
            Positionals::service_and_port,
            {{"index", '\0', number, "Of this replica of the service", "NUMBER", ""},
             {"protocol", '\0', text, "tcp, udp or sctp", "PROTOCOL", "tcp", false, {"tcp", "udp", "sctp"}}},
            run_port};
}

} // namespace muster::cmd
