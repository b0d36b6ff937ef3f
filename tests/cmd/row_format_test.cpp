#include "cmd/row_format.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;

namespace {

TemplateData row(const char* name, const char* status) {
    Value fields = Value::record();
    fields.add("Name", name);
    fields.add("Status", status);
    return {fields};
}

std::string render(const std::string& format) {
    SourceMap sources;
    const RowLayout layout{.table = "{{.Name}}\t{{.Status}}",
                           .headings = {{"Name", "NAME"}, {"Status", "STATUS"}}};
    return RowFormat(format, layout, sources).render({row("demo-web-1", "Up <1>"), row("db", "Exited")});
}

} // namespace

TEST_CASE("a format is a table, JSON or a template, as in the Docker CLI") {
    const std::string table = "NAME         STATUS\ndemo-web-1   Up <1>\ndb           Exited\n";
    CHECK(render("table") == table);
    CHECK(render("") == table);
    CHECK(render("json") == "{\"Name\":\"demo-web-1\",\"Status\":\"Up \\u003c1\\u003e\"}\n"
                            "{\"Name\":\"db\",\"Status\":\"Exited\"}\n");
    CHECK(render("{{.Name}}") == "demo-web-1\ndb\n");
    CHECK(render("  {{.Name}} ") == "demo-web-1\ndb\n");
    CHECK(render("TABLE") == "TABLE\nTABLE\n");
    CHECK(render("tablexyz") == "xyz\nxyz\nxyz\n");
}

TEST_CASE("a table of one's own columns has their headings and is aligned") {
    CHECK(render(R"(table {{.Status}}\t{{.Name}}\t{{upper .Name}})") == "STATUS    NAME         NAME\n"
                                                                        "Up <1>    demo-web-1   DEMO-WEB-1\n"
                                                                        "Exited    db           DB\n");
    CHECK(render("table {{.Name}} {{.Status}}") == "NAME STATUS\ndemo-web-1 Up <1>\ndb Exited\n");
}
