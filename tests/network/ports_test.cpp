#include "network/ports.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>
#include <stdexcept>

using namespace muster;
using namespace muster::network;

namespace {

std::string dump(std::string_view text) {
    std::vector<std::string> mappings;
    for (const PortMapping& port : parse_ports(text)) mappings.push_back(to_string(port));
    return join(mappings, " ");
}

std::string refusal(std::string_view text) {
    try {
        parse_ports(text);
    } catch (const std::invalid_argument& problem) {
        return problem.what();
    }
    return "it was read";
}

struct Row {
    std::string text;
    std::string expected;
};

} // namespace

TEST_CASE("short forms become one mapping per container port") {
    const Row rows[] = {
        {"80", "80/tcp"},
        {"80/udp", "80/udp"},
        {"80/UDP", "80/udp"},
        {"80/sctp", "80/sctp"},
        {"80/", "80/tcp"},
        {"8080:80", "8080:80/tcp"},
        {"080:080", "80:80/tcp"},
        {"0:80", "0:80/tcp"},
        {":80", "80/tcp"},
        {"::80", "80/tcp"},
        {":8080:80", "8080:80/tcp"},
        {"127.0.0.1:8080:80", "127.0.0.1:8080:80/tcp"},
        {"127.0.0.1::80/udp", "127.0.0.1::80/udp"},
        {"0.0.0.0:80:80", "0.0.0.0:80:80/tcp"},
        {"[::1]:8080:80", "[::1]:8080:80/tcp"},
        {"[::1]::80", "[::1]::80/tcp"},
        {"80-82", "80/tcp 81/tcp 82/tcp"},
        {"8080-8082:80-82", "8080:80/tcp 8081:81/tcp 8082:82/tcp"},
        {"8000-9000:80", "8000-9000:80/tcp"},
        {"127.0.0.1:5000-5001:6000-6001/udp", "127.0.0.1:5000:6000/udp 127.0.0.1:5001:6001/udp"},
        {"99-101:99-101", "100:100/tcp 101:101/tcp 99:99/tcp"},
        {"80-80:80-80", "80:80/tcp"},
        {"65535:65535", "65535:65535/tcp"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(dump(row.text) == row.expected);
    }
}

TEST_CASE("a mapping has the defaults of the long form") {
    CHECK(parse_ports("[::1]:1-2:80") ==
          std::vector<PortMapping>{{"", "ingress", "::1", 80, "1-2", "tcp", ""}});
}

TEST_CASE("what cannot be read is refused with what was found and expected") {
    const Row rows[] = {
        {"", "missing container port in ''"},
        {"8080:", "missing container port in '8080:'"},
        {"/tcp", "missing container port in '/tcp'"},
        {"abc", "invalid container port 'abc': expected a number from 1 to 65535, or a range"},
        {"0", "invalid container port '0': expected a number from 1 to 65535, or a range"},
        {"70000", "invalid container port '70000': expected a number from 1 to 65535, or a range"},
        {"99999999999",
         "invalid container port '99999999999': expected a number from 1 to 65535, or a range"},
        {"80-", "invalid container port '80-': expected a number from 1 to 65535, or a range"},
        {"-80", "invalid container port '-80': expected a number from 1 to 65535, or a range"},
        {"+80", "invalid container port '+80': expected a number from 1 to 65535, or a range"},
        {" 80", "invalid container port ' 80': expected a number from 1 to 65535, or a range"},
        {"0x50", "invalid container port '0x50': expected a number from 1 to 65535, or a range"},
        {"70000:80", "invalid host port '70000': expected a number from 0 to 65535, or a range"},
        {"1-2-3:80", "invalid host port '1-2-3': expected a number from 0 to 65535, or a range"},
        {"ip:80", "invalid host port 'ip': expected a number from 0 to 65535, or a range"},
        {"82-80", "invalid container port range '82-80': it ends before it begins"},
        {"8080-8079:80", "invalid host port range '8080-8079': it ends before it begins"},
        {"90-91:80-82", "port ranges '90-91' and '80-82' differ in length"},
        {"8080:80-82", "port ranges '8080' and '80-82' differ in length"},
        {"80/xyz", "invalid protocol 'xyz': expected tcp, udp or sctp"},
        {"80/tcp/udp", "invalid protocol 'tcp/udp': expected tcp, udp or sctp"},
        {"localhost:8080:80", "invalid IP address 'localhost' in 'localhost:8080:80'"},
        {"1.2.3:80:80", "invalid IP address '1.2.3' in '1.2.3:80:80'"},
        {"[fe80::1%eth0]:80:80", "invalid IP address 'fe80::1%eth0' in '[fe80::1%eth0]:80:80'"},
        {"::1:8080:80",
         "too many colons in '::1:8080:80': an IPv6 address is written in brackets, '[::1]:80:80'"},
        {"[::1:80", "missing ']' after the IPv6 address in '[::1:80'"},
        {"[::1]:80", "expected ':HOST:CONTAINER' ports after the address in '[::1]:80'"},
        {"[::1]80:80", "expected ':HOST:CONTAINER' ports after the address in '[::1]80:80'"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(refusal(row.text) == row.expected);
    }
}

TEST_CASE("a mapping without a protocol is shown as tcp") {
    PortMapping port;
    port.target = 80;
    CHECK(to_string(port) == "80/tcp");
}
