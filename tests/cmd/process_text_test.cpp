#include "cmd/process_text.hpp"

#include <doctest/doctest.h>

using namespace muster::cmd;

TEST_CASE("processes stand in one table, their commands last") {
    CHECK(process_text(
              {{"db", 1, {{"UID", "CMD", "PID"}, {{"root", "postgres -D /data", "7"}}}},
               {"web", 2, {{"PID", "TIME", "CMD"}, {{"101", "00:01", "nginx"}, {"1234", "0", "sh"}}}}}) ==
          "SERVICE  #   UID   PID   TIME   CMD\n"
          "db       1   root  7     -      postgres -D /data\n"
          "web      2   -     101   00:01  nginx\n"
          "web      2   -     1234  0      sh\n");
}

TEST_CASE("without containers there is no table") { CHECK(process_text({}).empty()); }
