#include "compose/execute/dockerfile_line.hpp"

#include <doctest/doctest.h>

using muster::compose::execute::find_instruction_line;

namespace {

constexpr char dockerfile[] = "# what the app needs\n"
                              "FROM debian AS base\n"
                              "\n"
                              "RUN apt-get update \\\n"
                              "    # the compiler\n"
                              "    && apt-get install -y gcc\n"
                              "COPY . /src\n"
                              "FROM base\n"
                              "RUN make   all\n"
                              "RUN true\n"
                              "RUN true\n";

} // namespace

TEST_CASE("a step of a build is found in the Dockerfile, whichever builder names it") {
    CHECK(find_instruction_line(dockerfile, "[stage-1 2/3] RUN make all") == 9);
    CHECK(find_instruction_line(dockerfile, "Step 5/7 : RUN make all") == 9);
    CHECK(find_instruction_line(dockerfile, "[base 3/3] COPY . /src") == 7);
}

TEST_CASE("an instruction over several lines is found by its first one") {
    CHECK(find_instruction_line(dockerfile, "[base 2/3] RUN apt-get update && apt-get install -y gcc") == 4);
}

TEST_CASE("no line is better than a wrong one") {
    CHECK_FALSE(find_instruction_line(dockerfile, "[stage-1 3/4] RUN true"));
    CHECK_FALSE(find_instruction_line(dockerfile, "[internal] load build context"));
    CHECK_FALSE(find_instruction_line(dockerfile, ""));
}
