#include "tests/compose/load/loading.hpp"

#include <doctest/doctest.h>

namespace muster::compose::load {

TEST_CASE("the files of secrets and configs are read, those that services use") {
    Loading loading = compose_file("services:\n"
                                   "  web: {image: x, secrets: [token, gone], configs: [site]}\n"
                                   "secrets:\n"
                                   "  token: {file: ./token.txt}\n"
                                   "  gone: {file: ./gone.txt}\n"
                                   "  unused: {file: ./unused.txt}\n"
                                   "configs: {site: {file: ./site}}\n");
    loading.files["token.txt"] = "1234";
    loading.files["unused.txt"] = "5678";
    loading.files["site/index.html"] = "hi";
    const Project project = loading.load().project;
    REQUIRE(project.file_contents.size() == 1);
    CHECK(project.file_contents.begin()->first.ends_with("/token.txt"));
    CHECK(project.file_contents.begin()->second == "1234");
    CHECK(loading.problems().empty());
}

} // namespace muster::compose::load
