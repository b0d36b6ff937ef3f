#include "network/ports.hpp"

#include "base/text.hpp"
#include "network/address.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace muster::network {

namespace {

constexpr int greatest_port = 65535;

/// The parts of a short form as written.
struct Parts {
    std::string ip;
    std::string host;
    std::string container;
};

/// Both ends included.
struct Range {
    int first = 0;
    int last = 0;

    int length() const { return last - first + 1; }
};

[[noreturn]] void fail(const std::string& message) { throw std::invalid_argument(message); }

std::string split_off_protocol(std::string_view& text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || slash + 1 == text.size()) {
        text = text.substr(0, slash);
        return "tcp";
    }
    const std::string protocol = to_lower(text.substr(slash + 1));
    if (protocol != "tcp" && protocol != "udp" && protocol != "sctp")
        fail("invalid protocol " + quoted(text.substr(slash + 1)) + ": expected tcp, udp or sctp");
    text = text.substr(0, slash);
    return protocol;
}

/// `[ip]:host:container`, the brackets being those of an IPv6 address.
Parts split_bracketed(std::string_view text) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) fail("missing ']' after the IPv6 address in " + quoted(text));
    const auto ports = split(text.substr(close + 1), ':');
    if (ports.size() != 3 || !ports[0].empty())
        fail("expected ':HOST:CONTAINER' ports after the address in " + quoted(text));
    return {std::string(text.substr(1, close - 1)), ports[1], ports[2]};
}

Parts split_parts(std::string_view text) {
    if (text.starts_with('[')) return split_bracketed(text);
    const auto parts = split(text, ':');
    switch (parts.size()) {
    case 1: return {"", "", parts[0]};
    case 2: return {"", parts[0], parts[1]};
    case 3: return {parts[0], parts[1], parts[2]};
    default:
        fail("too many colons in " + quoted(text) +
             ": an IPv6 address is written in brackets, '[::1]:80:80'");
    }
}

std::optional<int> parse_port(std::string_view text) {
    int port = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool is_number = problem == std::errc() && end == text.data() + text.size();
    if (!is_number || port < 0 || port > greatest_port) return std::nullopt;
    return port;
}

/// "80", "80-82"; `least` is the smallest port that makes sense there.
Range parse_range(std::string_view text, std::string_view what, int least) {
    const std::size_t dash = text.find('-');
    const auto first = parse_port(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parse_port(text.substr(dash + 1));
    if (!first || !last || *first < least)
        fail("invalid " + std::string(what) + " port " + quoted(text) + ": expected a number from " +
             std::to_string(least) + " to 65535, or a range");
    if (*last < *first)
        fail("invalid " + std::string(what) + " port range " + quoted(text) + ": it ends before it begins");
    return {*first, *last};
}

std::string to_text(const Range& range) {
    const std::string first = std::to_string(range.first);
    return range.length() == 1 ? first : first + "-" + std::to_string(range.last);
}

/// The host's part for the container port at `index`: its own port, or the whole range to choose from.
std::string published_at(const std::optional<Range>& host, const Range& container, int index) {
    if (!host) return "";
    return container.length() == 1 ? to_text(*host) : std::to_string(host->first + index);
}

/// "100" before "99".
std::vector<int> in_text_order(const Range& range) {
    std::vector<std::pair<std::string, int>> ports;
    for (int port = range.first; port <= range.last; ++port)
        ports.emplace_back(std::to_string(port) + "/", port);
    std::sort(ports.begin(), ports.end());
    std::vector<int> out;
    for (const auto& [text, port] : ports) out.push_back(port);
    return out;
}

void check_lengths(const Parts& parts, const Range& host, const Range& container) {
    if (container.length() > 1 && host.length() != container.length())
        fail("port ranges " + quoted(parts.host) + " and " + quoted(parts.container) + " differ in length");
}

} // namespace

std::vector<PortMapping> parse_ports(std::string_view text) {
    std::string_view rest = text;
    const std::string protocol = split_off_protocol(rest);
    const Parts parts = split_parts(rest);
    if (parts.container.empty()) fail("missing container port in " + quoted(text));
    if (!parts.ip.empty() && !is_valid_ip(parts.ip))
        fail("invalid IP address " + quoted(parts.ip) + " in " + quoted(text));
    const Range container = parse_range(parts.container, "container", 1);
    std::optional<Range> host;
    if (!parts.host.empty()) host = parse_range(parts.host, "host", 0);
    if (host) check_lengths(parts, *host, container);
    std::vector<PortMapping> mappings;
    for (const int port : in_text_order(container))
        mappings.push_back({"", "ingress", parts.ip, port,
                            published_at(host, container, port - container.first), protocol, ""});
    return mappings;
}

std::string to_string(const PortMapping& port) {
    const bool is_ipv6 = port.host_ip.find(':') != std::string::npos;
    std::string out = is_ipv6 ? "[" + port.host_ip + "]" : port.host_ip;
    if (!out.empty()) out += ":";
    out += port.published;
    if (!out.empty()) out += ":";
    return out + std::to_string(port.target) + "/" + (port.protocol.empty() ? "tcp" : port.protocol);
}

} // namespace muster::network
