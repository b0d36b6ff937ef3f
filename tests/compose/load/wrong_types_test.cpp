#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

TEST_CASE("a single value in place of a list suggests the list") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    cap_add: NET_ADMIN
)") == R"(
compose.yaml:4:14: error: 'cap_add' of service 'web' must be a list, not text
    4 |     cap_add: NET_ADMIN
      |              ^^^^^^^^^
hint: did you mean ["NET_ADMIN"]?
)");
}

TEST_CASE("text in place of a mapping is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    healthcheck: curl localhost
)") == R"(
compose.yaml:4:18: error: 'healthcheck' of service 'web' must be a mapping, not text
    4 |     healthcheck: curl localhost
      |                  ^^^^^^^^^^^^^^
hint: did you mean {test: curl localhost}?
)");
}

TEST_CASE("a list in place of a mapping is reported") {
    CHECK(problems_of(R"(services:
  - web
)") == R"(
compose.yaml:2:3: error: 'services' must be a mapping, not a list
    2 |   - web
      |   ^
hint: write 'web:' in place of '- web'
)");
}

TEST_CASE("a service without attributes is told what it needs") {
    CHECK(problems_of(R"(services:
  web:
)") == R"(
compose.yaml:2:3: error: service 'web' is empty
    2 |   web:
      |   ^^^
hint: give it at least an 'image' or a 'build'
)");
}

TEST_CASE("a number in place of text suggests quotes") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    user: 1000
)") == R"(
compose.yaml:4:11: error: 'user' of service 'web' must be text, not a number
    4 |     user: 1000
      |           ^^^^
hint: put it in quotes: "1000"
)");
}

TEST_CASE("a number among the words of a command suggests quotes") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    command: [sleep, 10]
)") == R"(
compose.yaml:4:22: error: 'command[1]' of service 'web' must be text, not a number
    4 |     command: [sleep, 10]
      |                      ^^
hint: put it in quotes: "10"
)");
}

TEST_CASE("text in place of a boolean is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    tty: maybe
)") == R"(
compose.yaml:4:10: error: 'tty' of service 'web' must be true or false, not 'maybe'
    4 |     tty: maybe
      |          ^^^^^
)");
}

TEST_CASE("text in place of a whole number is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    cpu_shares: many
)") == R"(
compose.yaml:4:17: error: 'cpu_shares' of service 'web' must be a whole number, not 'many'
    4 |     cpu_shares: many
      |                 ^^^^
)");
}

TEST_CASE("a fraction in place of a whole number is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    pids_limit: 1.5
)") == R"(
compose.yaml:4:17: error: 'pids_limit' of service 'web' must be a whole number, not '1.5'
    4 |     pids_limit: 1.5
      |                 ^^^
)");
}

TEST_CASE("a duration without a unit suggests seconds") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    stop_grace_period: 30
)") == R"(
compose.yaml:4:24: error: 'stop_grace_period' of service 'web' must be a duration such as '30s' or '1m30s', not '30'
    4 |     stop_grace_period: 30
      |                        ^^
hint: did you mean '30s'?
)");
}

TEST_CASE("a duration with an unknown unit is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    healthcheck:
      test: [CMD, "true"]
      interval: 5 parsecs
)") == R"(
compose.yaml:6:17: error: 'healthcheck.interval' of service 'web' must be a duration such as '30s' or '1m30s', not '5 parsecs'
    6 |       interval: 5 parsecs
      |                 ^^^^^^^^^
)");
}

TEST_CASE("a size with an unknown unit is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    mem_limit: 64 lots
)") == R"(
compose.yaml:4:16: error: 'mem_limit' of service 'web' must be a number of bytes such as '64m' or '1.5g', not '64 lots'
    4 |     mem_limit: 64 lots
      |                ^^^^^^^
)");
}

TEST_CASE("a variable without a name is reported without showing its value") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    environment:
      A: 1
      "": secret
)") == R"(
compose.yaml:6:11: error: 'environment' of service 'web' has a variable without a name
hint: write NAME=VALUE without blanks around the '='
)");
}

TEST_CASE("blanks before the '=' of a variable are reported without showing its value") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    environment:
      - PASSWORD =secret
)") == R"(
compose.yaml:5:9: error: 'environment' of service 'web' has the variable 'PASSWORD ' with blanks around its name
hint: write NAME=VALUE without blanks around the '='
)");
}

TEST_CASE("a mapping inside a list of variables suggests to drop the dash") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    environment:
      - A: 1
)") == R"(
compose.yaml:5:9: error: 'environment[0]' of service 'web' must be text of the form KEY=VALUE, not a mapping
    5 |       - A: 1
      |         ^
hint: drop the leading '-' to write it as a mapping
)");
}

TEST_CASE("a list as the value of a variable is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    environment:
      A: [1, 2]
)") == R"(
compose.yaml:5:10: error: 'environment.A' of service 'web' must be text, a number or a boolean, not a list
    5 |       A: [1, 2]
      |          ^
)");
}

TEST_CASE("a file mode that is not octal is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    secrets:
      - source: key
        mode: "0999"
secrets:
  key:
    file: ./key
)") == R"(
compose.yaml:6:15: error: 'secrets[0].mode' of service 'web' must be an octal file mode such as '0440', not '0999'
    6 |         mode: "0999"
      |               ^^^^^^
)");
}

TEST_CASE("a command with an open quote is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    command: sh -c "echo 'a
)") == R"(
compose.yaml:4:14: error: 'command' of service 'web' cannot be split into words: a " without its partner
    4 |     command: sh -c "echo 'a
      |              ^^^^^^^^^^^^^^
)");
}

TEST_CASE("a healthcheck list without its first word is told what it may be") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    healthcheck:
      test: [curl, localhost]
)") == R"(
compose.yaml:5:14: error: 'healthcheck.test' of service 'web' must start with 'CMD', 'CMD-SHELL' or 'NONE', not 'curl'
    5 |       test: [curl, localhost]
      |              ^^^^
hint: put CMD first to run the command as it stands, CMD-SHELL to run it in a shell
)");
}

TEST_CASE("an unknown condition of a dependency lists the known ones") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    depends_on:
      db:
        condition: service_ready
  db:
    image: postgres
)") == R"(
compose.yaml:6:20: error: 'depends_on.db.condition' of service 'web' must be 'service_started', 'service_healthy' or 'service_completed_successfully', not 'service_ready'
    6 |         condition: service_ready
      |                    ^^^^^^^^^^^^^
)");
}

TEST_CASE("a dependency in the long form without a condition is told how to write it") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    depends_on:
      db:
        restart: true
  db:
    image: postgres
)") == R"(
compose.yaml:6:9: error: 'depends_on.db' of service 'web' lacks 'condition'
    6 |         restart: true
      |         ^^^^^^^
hint: to wait for its start only: condition: service_started
)");
}

TEST_CASE("a mount with too many colons is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    volumes:
      - ./a:/a:ro:z
)") == R"(
compose.yaml:5:9: error: 'volumes[0]' of service 'web': './a:/a:ro:z' has too many colons, expected [SOURCE:]TARGET[:OPTIONS]
    5 |       - ./a:/a:ro:z
      |         ^^^^^^^^^^^
)");
}

TEST_CASE("a mount with an empty part is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    volumes:
      - ":/a"
)") == R"(
compose.yaml:5:9: error: 'volumes[0]' of service 'web': ':/a' has an empty part between colons, expected [SOURCE:]TARGET[:OPTIONS]
    5 |       - ":/a"
      |         ^^^^^
)");
}

TEST_CASE("a mount in the long form lacks its type") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    volumes:
      - source: ./a
        target: /a
)") == R"(
compose.yaml:5:9: error: 'volumes[0]' of service 'web' lacks 'type'
    5 |       - source: ./a
      |         ^^^^^^
)");
}

TEST_CASE("a device with too many parts is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    devices: ["/dev/a:/dev/b:rwm:x"]
)") == R"(
compose.yaml:4:15: error: 'devices[0]' of service 'web': '/dev/a:/dev/b:rwm:x' is not a device, expected SOURCE[:TARGET[:PERMISSIONS]]
    4 |     devices: ["/dev/a:/dev/b:rwm:x"]
      |               ^^^^^^^^^^^^^^^^^^^^^
)");
}

TEST_CASE("an extra host without an address is reported") {
    CHECK(problems_of(R"(services:
  web:
    image: nginx
    extra_hosts: [somewhere]
)") == R"(
compose.yaml:4:19: error: 'extra_hosts[0]' of service 'web': 'somewhere' is not a host and its address, expected HOST=IP
    4 |     extra_hosts: [somewhere]
      |                   ^^^^^^^^^
)");
}

} // namespace muster::compose::load
