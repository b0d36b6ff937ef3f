#include "cmd/port_text.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace muster::cmd {

using engine::PublishedPort;

namespace {

/// Ports of one kind that follow each other without a gap.
struct Range {
    std::string ip; ///< empty: exposed, not published
    std::string protocol;
    std::int64_t first = 0;
    std::int64_t last = 0;
};

std::string host_and_port(const std::string& ip, const std::string& port) {
    const bool is_ipv6 = ip.find(':') != std::string::npos;
    return (is_ipv6 ? "[" + ip + "]" : ip) + ":" + port;
}

std::string to_string(const Range& range) {
    const std::string first = std::to_string(range.first);
    const std::string ports = range.first == range.last ? first : first + "-" + std::to_string(range.last);
    const std::string published = range.ip.empty() ? ports : host_and_port(range.ip, ports) + "->" + ports;
    return published + "/" + range.protocol;
}

bool is_mapped_elsewhere(const PublishedPort& port) {
    return !port.ip.empty() && port.host_port != port.container_port;
}

std::string mapping_text(const PublishedPort& port) {
    return host_and_port(port.ip, std::to_string(port.host_port)) + "->" +
           std::to_string(port.container_port) + "/" + port.protocol;
}

/// The open ranges, one for each address and protocol, and those that a gap has closed.
class Ranges {
  public:
    void add(const PublishedPort& port) {
        const auto same_kind = [&](const Range& range) {
            return range.ip == port.ip && range.protocol == port.protocol;
        };
        const auto open = std::find_if(open_.begin(), open_.end(), same_kind);
        const Range single{port.ip, port.protocol, port.container_port, port.container_port};
        if (open == open_.end())
            open_.push_back(single);
        else if (port.container_port == open->last + 1)
            open->last = port.container_port;
        else
            closed_.push_back(std::exchange(*open, single));
    }

    std::vector<std::string> texts() const {
        std::vector<std::string> out;
        for (const Range& range : closed_) out.push_back(to_string(range));
        for (const Range& range : open_) out.push_back(to_string(range));
        return out;
    }

  private:
    std::vector<Range> open_;
    std::vector<Range> closed_;
};

} // namespace

std::string port_text(std::vector<PublishedPort> ports) {
    std::sort(ports.begin(), ports.end(), [](const PublishedPort& a, const PublishedPort& b) {
        return std::tie(a.container_port, a.ip, a.host_port, a.protocol) <
               std::tie(b.container_port, b.ip, b.host_port, b.protocol);
    });
    Ranges ranges;
    std::vector<std::string> mapped;
    for (const PublishedPort& port : ports)
        is_mapped_elsewhere(port) ? mapped.push_back(mapping_text(port)) : ranges.add(port);
    std::vector<std::string> texts = ranges.texts();
    texts.insert(texts.end(), mapped.begin(), mapped.end());
    return join(texts, ", ");
}

} // namespace muster::cmd
