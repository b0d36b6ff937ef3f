#include "cmd/table.hpp"

#include <doctest/doctest.h>

using namespace muster::cmd;

TEST_CASE("columns are as wide as their widest cell, and at least as Docker's tools make them") {
    Table table({"NAME", "COMMAND", "PORTS"});
    table.add({"demo-web-1", "\"sleep 60…\"", ""});
    table.add({"db", "x", "80/tcp"});
    CHECK(table.render() == "NAME         COMMAND       PORTS\n"
                            "demo-web-1   \"sleep 60…\"   \n"
                            "db           x             80/tcp\n");
}

TEST_CASE("a table without rows is its header") {
    CHECK(Table({"NAME", "IMAGE", "PORTS"}).render() == "NAME      IMAGE     PORTS\n");
    CHECK(Table({"NAME", "STATUS"}, Table::compose_minimum).render() == "NAME                STATUS\n");
}
