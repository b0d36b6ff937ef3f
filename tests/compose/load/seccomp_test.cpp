#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

TEST_CASE("seccomp profiles are read from the project directory") {
    Loading loading =
        compose_file("services:\n"
                     "  web: {image: x, security_opt: ['seccomp:./a.json', label=disable]}\n"
                     "  db: {image: x, security_opt: [seccomp=sub/b.json, seccomp=unconfined]}\n");
    loading.files["a.json"] = "{ \"defaultAction\": \"SCMP_ACT_ALLOW\" }\n";
    loading.files["sub/b.json"] = "{}";
    const Project project = loading.load().project;
    CHECK(project.seccomp_profiles ==
          std::map<std::string, std::string>{{"./a.json", "{\"defaultAction\":\"SCMP_ACT_ALLOW\"}"},
                                             {"sub/b.json", "{}"}});
    CHECK(project.services.at("web").security_opt.front() == "seccomp:./a.json");
    CHECK(loading.problems().empty());
}

TEST_CASE("a seccomp profile that cannot be read is refused where it is named") {
    Loading loading = compose_file(R"(services:
  web:
    image: x
    security_opt:
      - seccomp=none.json
      - seccomp=text.json
)");
    loading.files["text.json"] = "SCMP_ACT_ALLOW\n";
    CHECK("\n" + loading.problems() == R"(
compose.yaml:5:9: error: cannot read '/project/none.json': no such file or directory
    5 |       - seccomp=none.json
      |         ^^^^^^^^^^^^^^^^^
hint: 'seccomp' takes the path of a profile in JSON, 'unconfined' or 'builtin'
compose.yaml:6:9: error: the seccomp profile 'text.json' holds no JSON object
    6 |       - seccomp=text.json
      |         ^^^^^^^^^^^^^^^^^
hint: 'seccomp' takes the path of a profile in JSON, 'unconfined' or 'builtin'
)");
}

TEST_CASE("a security option without a value is refused") {
    CHECK(problems_of("services:\n  web:\n    image: x\n    security_opt: [no-new-privileges, apparmor]\n") ==
          R"(
compose.yaml:4:39: error: 'security_opt' of service 'web' has 'apparmor', expected NAME=VALUE or 'no-new-privileges'
    4 |     security_opt: [no-new-privileges, apparmor]
      |                                       ^^^^^^^^
)");
}

} // namespace muster::compose::load
