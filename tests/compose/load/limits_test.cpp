#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

/// Small texts that stand for much, and chains longer than the program's stack.

namespace muster::compose::load {

namespace {

std::string repeated(std::size_t count, const std::function<std::string(std::string, std::string)>& piece) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += piece(std::to_string(i), std::to_string(i + 1));
    return out;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string last_line(const std::string& text) {
    const std::size_t end = text.rfind('\n', text.size() - 2);
    return text.substr(end == std::string::npos ? 0 : end + 1);
}

std::size_t count_lines(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

constexpr const char* web = "services:\n  web:\n    image: x\n";

} // namespace

TEST_CASE("a chain of 10,000 services that extend each other is followed to its end") {
    const std::string chain = repeated(10'000, [](const std::string& i, const std::string& next) {
        return "  s" + i + ": {extends: s" + next + "}\n";
    });
    const auto loaded = compose_file("services:\n" + chain + "  s10000: {image: x}\n").load();
    CHECK(loaded.project.services.at("s0").image == "x");
    CHECK(first_line(compose_file("services:\n" + chain + "  s10000: {extends: s0}\n").problems()) ==
          "compose.yaml:10002:21: error: services extend each other: s0 -> s1 -> s2 -> s3 -> s4 -> "
          "... 9992 more ... -> s9997 -> s9998 -> s9999 -> s10000 -> s0");
}

TEST_CASE("services that copy a great one ten thousand times are refused") {
    const std::string variables =
        repeated(2'000, [](const std::string& i, const std::string&) { return "      K" + i + ": v\n"; });
    const std::string copies = repeated(
        10'000, [](const std::string& i, const std::string&) { return "  s" + i + ": {extends: web}\n"; });
    CHECK(first_line(compose_file(std::string(web) + "    environment:\n" + variables + copies).problems()) ==
          "compose.yaml:2992:9: error: 'extends' makes the project too large");
}

TEST_CASE("files that include each other in a long row are read, in a longer one refused") {
    Loading loading = compose_file("include: [f0.yaml]\n");
    for (int i = 0; i < 1'100; ++i)
        loading.files["f" + std::to_string(i) + ".yaml"] = "include: [f" + std::to_string(i + 1) + ".yaml]\n";
    loading.files["f998.yaml"] = web;
    CHECK(loading.load().project.services.size() == 1);
    loading.files["f998.yaml"] = "include: [f999.yaml]\n";
    loading.files["f1100.yaml"] = web;
    CHECK(first_line(loading.problems()) ==
          "f999.yaml:1:11: error: 'include' leads through more than 1000 files");
}

TEST_CASE("files that include each other twice are refused when they become too many") {
    Loading loading = compose_file("include: [f0.yaml, ./f0.yaml]\n" + std::string(web));
    for (int i = 0; i < 20; ++i) {
        const std::string next = "f" + std::to_string(i + 1) + ".yaml";
        loading.files["f" + std::to_string(i) + ".yaml"] = "include: [" + next + ", ./" + next + "]\n";
    }
    loading.files["f20.yaml"] = "x-end: 1\n";
    CHECK(loading.problems().find("the project consists of too many files") != std::string::npos);
}

TEST_CASE("a circle of 10,000 services is shown by its ends") {
    const std::string problems =
        compose_file("services:\n" +
                     repeated(9'999,
                              [](const std::string& i, const std::string& next) {
                                  return "  s" + i + ": {image: x, depends_on: [s" + next + "]}\n";
                              }) +
                     "  s9999: {image: x, depends_on: [s0]}\n")
            .problems();
    CHECK(
        first_line(problems) ==
        "compose.yaml:2:31: error: services depend on each other in a circle: s0 -> s1 -> s2 -> s3 -> s4 -> "
        "... 9991 more ... -> s9996 -> s9997 -> s9998 -> s9999 -> s0");
    CHECK(count_lines(problems) < 50);
}

TEST_CASE("a flood of errors ends at a hundred, and says how many more there are") {
    const std::string keys =
        repeated(100'000, [](const std::string& i, const std::string&) { return "    k" + i + ": v\n"; });
    const std::string problems = compose_file(web + keys).problems();
    CHECK(first_line(problems) == "compose.yaml:4:5: error: unknown key 'k0' in service 'web'");
    CHECK(last_line(problems) == "error: 99900 further errors not shown\n");
    CHECK(count_lines(problems) < 500);
}

TEST_CASE("a hundred thousand names that are not defined are counted quickly") {
    const std::string names =
        repeated(100'000, [](const std::string& i, const std::string&) { return "n" + i + ","; });
    CHECK(last_line(compose_file(std::string(web) + "    networks: [" + names + "]\n").problems()) ==
          "error: 99900 further errors not shown\n");
}

TEST_CASE("a flood of warnings ends at a hundred, and says how many more there are") {
    const std::string variables = repeated(
        10'000, [](const std::string& i, const std::string&) { return "      K" + i + ": $U" + i + "\n"; });
    const std::string warnings = compose_file(std::string(web) + "    environment:\n" + variables).warnings();
    CHECK(first_line(warnings) ==
          "compose.yaml:5:11: warning: the variable 'U0' is not set: it becomes an empty text");
    CHECK(last_line(warnings) == "warning: 9900 further warnings not shown\n");
}

TEST_CASE("variables that stand for too much text are refused, in one value and in many") {
    Loading loading = compose_file(web);
    loading.files[".env"] = "A=" + std::string(1'000'000, 'x') + "\n";
    std::string text;
    for (int i = 0; i < 100; ++i) text += "$A";
    loading.files["compose.yaml"] = std::string(web) + "    command: \"" + text + "\"\n";
    CHECK(first_line(loading.problems()) ==
          "compose.yaml:4:149: error: the variables stand for too much text");
    loading.files["compose.yaml"] =
        std::string(web) + "    environment:\n" +
        repeated(100, [](const std::string& i, const std::string&) { return "      K" + i + ": $A\n"; });
    CHECK(first_line(loading.problems()) ==
          "compose.yaml:72:12: error: the variables stand for too much text");
    CHECK(count_lines(loading.problems()) == 4);
}

TEST_CASE("a range of all ports is published, many of them are refused") {
    const std::string ports = "    ports: ['1-65535:1-65535'";
    CHECK(compose_file(web + ports + "]\n").load().project.services.at("web").ports.size() == 65'535);
    std::string many = web + ports;
    for (int i = 0; i < 100; ++i) many += ", '1-65535'";
    CHECK(first_line(compose_file(many + "]\n").problems()) ==
          "compose.yaml:4:54: error: the project publishes too many ports");
}

TEST_CASE("numbers, durations and sizes beyond all bounds are refused") {
    const std::string digits(10'000, '9');
    for (const std::string line :
         {"stop_grace_period: 9999999999999999h", "mem_limit: 99999999999999999999g", "cpus: 1e999",
          "scale: -1", "ports: ['65536']", "deploy: {replicas: 9223372036854775808}",
          "pids_limit: 9223372036854775808"}) {
        CAPTURE(line);
        const std::string problems = compose_file(std::string(web) + "    " + line + "\n").problems();
        CHECK(problems.starts_with("compose.yaml:4:"));
        CHECK(count_lines(problems) <= 4);
    }
    for (const char* key : {"stop_grace_period", "mem_limit", "cpus", "scale", "pids_limit"}) {
        CAPTURE(key);
        const std::string problems =
            compose_file(std::string(web) + "    " + key + ": " + digits + "\n").problems();
        CHECK(problems.starts_with("compose.yaml:4:"));
        CHECK(problems.size() < 1'000);
    }
}

TEST_CASE("names of a million characters are shown by their beginning") {
    const std::string name(1'000'000, 'n');
    for (const std::string& text :
         {"services:\n  web:\n    image: x\n    ? " + name + "\n    : 1\n",
          "services:\n  ? " + name + "\n  : {}\n", web + std::string("    networks: [") + name + "]\n"}) {
        const std::string problems = compose_file(text).problems();
        CHECK(problems.size() > 100);
        CHECK(problems.size() < 3'000);
    }
}

} // namespace muster::compose::load
