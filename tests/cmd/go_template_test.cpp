#include "cmd/go_template.hpp"

#include "base/error.hpp"
#include "base/render_error.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace muster;
using namespace muster::cmd;

// The expected texts are Docker Compose's own, from `ps --format` over the same container.

namespace {

Value port(const char* address, int target, int published) {
    Value entry = Value::record();
    entry.add("URL", address);
    entry.add("TargetPort", target);
    entry.add("PublishedPort", published);
    return entry;
}

TemplateData container() {
    Value row = Value::record();
    row.add("Name", "demo-web-1");
    row.add("State", "running");
    row.add("ExitCode", 0);
    row.add("Health", "");
    row.add("Publishers", Value::List{port("0.0.0.0", 80, 8080), port("", 443, 0)});
    return {row, {{"Label", [](const std::string& name) { return "<" + name + ">"; }}}};
}

std::string render(const std::string& text) { return GoTemplate(text).render(container()); }

/// The message as a user sees it.
std::string refusal(const std::string& text) {
    SourceMap sources;
    const FileId file = sources.add("--format", text);
    try {
        return "accepted: " + GoTemplate(text, file).render(container());
    } catch (const Error& error) {
        return render_error(error, sources);
    }
}

struct Row {
    std::string text;
    std::string rendered;
};

void check_all(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(render(row.text) == row.rendered);
    }
}

std::string repeat(const std::string& text, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += text;
    return out;
}

} // namespace

TEST_CASE("a template prints fields, nested fields and the answers of methods") {
    check_all({
        {"", ""},
        {"hello", "hello"},
        {"{{.Name}}: {{ .State }}", "demo-web-1: running"},
        {"{{(index .Publishers 0).URL}}", "0.0.0.0"},
        {"{{.Publishers}}", "[{0.0.0.0 80 8080} { 443 0}]"},
        {R"({{.Label "org.x"}} {{"org.x" | .Label}} {{range 2}}{{$.Label "y"}}{{end}})",
         "<org.x> <org.x> <y><y>"},
        {"{{$.Name}}{{with .State}}{{.}}{{end}}", "demo-web-1running"},
    });
}

TEST_CASE("literals are Go's") {
    check_all({
        {"{{1000000.0}} {{1.5}} {{1e21}} {{123456789.0}} {{1e3}} {{.5}} {{0.00001}}",
         "1e+06 1.5 1e+21 1.23456789e+08 1000 0.5 1e-05"},
        {"{{0x1F}} {{1_000}} {{'a'}} {{-3}} {{+3}} {{0b101}} {{0o17}} {{017}}", "31 1000 97 -3 3 5 15 15"},
        {R"({{"a\x41\u00e9\""}} {{`a"b`}} {{true}})", "aA\xC3\xA9\" a\"b true"},
    });
}

TEST_CASE("outside of quotes backslash-t and backslash-n are a tab and a line end") {
    CHECK(render(R"({{.Name}}\t{{.State}}\n)") == "demo-web-1\trunning\n");
}

TEST_CASE("functions answer as in Go and in the Docker CLI") {
    check_all({
        {R"({{split .Name "-"}} {{join (split .Name "-") "+"}})", "[demo web 1] demo+web+1"},
        {R"({{title "hello world-foo"}} {{upper .Name}} {{lower "ABC"}})", "Hello World-Foo DEMO-WEB-1 abc"},
        {R"({{pad "a" 1 2}}|{{pad "" 1 2}}|{{truncate "abcdef" 3}}|{{truncate "ab" 5}})", " a  ||abc|ab"},
        {R"({{json .Name}} {{json 1}} {{json (split "a,b" ",")}} {{json "<&>"}} {{json nil}})",
         R"("demo-web-1" 1 ["a","b"] "<&>" null)"},
        {R"({{print 1 2 "a" "b" 3 4}}|{{println 1 2 "a"}}|{{print "a" 1 2 "b"}}|{{print nil}})",
         "1 2ab3 4|1 2 a\n|a1 2b|<nil>"},
        {R"({{len .Name}} {{len .Publishers}} {{index .Name 0}} {{slice .Name 0 4}} {{slice "hello" 1}})",
         "10 2 100 demo ello"},
        {R"({{html "<a>&'"}} {{urlquery "a b&c"}})", "&lt;a&gt;&amp;&#39; a+b%26c"},
    });
}

TEST_CASE("comparisons and truth are Go's") {
    check_all({
        {R"({{eq .State "running"}} {{eq .State "a" "running"}} {{ne 1 2}} {{lt 1 2}} {{gt "b" "a"}} {{le 1.5 1.5}})",
         "true true true true true true"},
        {R"({{and 1 0}} {{or "" "x"}} {{not ""}} {{and "a" "b"}} {{eq .ExitCode 0}})", "0 x true b true"},
        {R"({{if .Publishers}}yes{{end}}{{if 0}}a{{else}}b{{end}}{{if 0.0}}a{{else}}b{{end}})", "yesbb"},
        {R"({{and false (index .Publishers 99)}})", "false"},
    });
}

TEST_CASE("printf writes as Go's fmt does, and shows what does not fit") {
    check_all({
        {R"({{printf "%s %d %5d|%-5d|%05d %x %X %o %b %c %q %v %t %%" "a" 1 2 3 4 255 255 8 5 65 "q" 1.5 true}})",
         "a 1     2|3    |00004 ff FF 10 101 A \"q\" 1.5 true %"},
        {R"({{printf "%5s|%-5s|%.2s|%q|%x|%6.2f|%e|%g|%T" "a" "b" "héllo" 65 "hi" 3.14159 1234.5 1e10 "s"}})",
         "    a|b    |hé|'A'|6869|  3.14|1.234500e+03|1e+10|string"},
        {R"({{printf "%d" "a"}} {{printf "%s" 1}} {{printf "%d"}} {{printf "x" 1}} {{printf "%z" 1}})",
         "%!d(string=a) %!s(int=1) %!d(MISSING) x%!(EXTRA int=1) %!z(int=1)"},
        {R"({{printf "%*d" 5 3}} {{printf "%[2]d %[1]d" 1 2}} {{printf "%+v" (index .Publishers 0)}})",
         "    3 2 1 {URL:0.0.0.0 TargetPort:80 PublishedPort:8080}"},
        {R"({{printf "%s" nil}}{{printf "%q" (split "a b" " ")}}{{printf "%6v|%-6v|" true "a"}})",
         "%!s(<nil>)[\"a\" \"b\"]  true|a     |"},
        {R"({{.ExitCode | printf "%03d"}} {{.Name | upper | printf "%s-%s" "x"}})", "000 x-DEMO-WEB-1"},
    });
}

TEST_CASE("if, with and range choose and repeat") {
    check_all({
        {R"({{if eq .Name "x"}}A{{else if true}}B{{else}}C{{end}})", "B"},
        {"{{range .Publishers}}{{.URL}}:{{.PublishedPort}},{{else}}none{{end}}", "0.0.0.0:8080,:0,"},
        {"{{range $i, $p := .Publishers}}{{$i}}={{$p.TargetPort}} {{$.Name}};{{end}}",
         "0=80 demo-web-1;1=443 demo-web-1;"},
        {"{{range $p := .Publishers}}{{if eq $p.TargetPort 443}}{{break}}{{end}}{{$p.TargetPort}}{{end}}",
         "80"},
        {R"({{range $i, $e := split "a b" " "}}{{$i}}{{$e}}{{continue}}z{{end}})", "0a1b"},
        {"{{range 3}}{{.}}{{end}}{{range 0}}{{else}}none{{end}}", "012none"},
        {"{{with .Health}}[{{.}}]{{else}}none{{end}} {{with $x := .Name}}{{$x}}{{end}}", "none demo-web-1"},
        {"{{with .Health}}x{{else with .Name}}{{.}}{{end}}", "demo-web-1"},
        {"{{$x := 1}}{{$x = 2}}{{$x}}", "2"},
    });
}

TEST_CASE("blanks are trimmed where it is asked for, and comments print nothing") {
    check_all({
        {R"(a {{- " b " -}} c{{/* comment */}}{{- /* c2 */ -}} d)", "a b cd"},
        {"{{-1}} {{- 1}} {{1 -}} x", "-11 1x"},
    });
}

TEST_CASE("what is wrong is shown in the template") {
    CHECK(refusal("{{.Name}} {{.name}}") == "--format:1:13: error: unknown field 'name'\n"
                                            "    1 | {{.Name}} {{.name}}\n"
                                            "      |             ^^^^^\n"
                                            "hint: did you mean 'Name'?\n");
    CHECK(refusal("{{.Created}}") ==
          "--format:1:3: error: unknown field 'Created'\n"
          "    1 | {{.Created}}\n"
          "      |   ^^^^^^^^\n"
          "hint: the fields are ExitCode, Health, Label, Name, Publishers, State\n");
    CHECK(refusal("{{uper .Name}}") == "--format:1:3: error: unknown function 'uper'\n"
                                       "    1 | {{uper .Name}}\n"
                                       "      |   ^^^^\n"
                                       "hint: did you mean 'upper'?\n");
}

TEST_CASE("every mistake has words of its own") {
    const std::vector<Row> rows{
        {"{{nil}}", "1:3: error: 'nil' alone is no value"},
        {"{{.Name", "1:1: error: '{{' is not closed: expected '}}'"},
        {"{{.Name}", "1:8: error: unexpected '}'"},
        {"{{}}", "1:3: error: expected a value"},
        {"{{if}}x{{end}}", "1:3: error: 'if' needs a value"},
        {"{{if true}}x", "1:3: error: 'if' is not closed: expected '{{end}}'"},
        {"{{end}}", "1:3: error: 'end' belongs to no 'if', 'with' or 'range'"},
        {"{{if true}}{{else}}{{else}}{{end}}", "1:22: error: 'if' has an 'else' already"},
        {"{{.Name.Foo}}", "1:3: error: a text has no field 'Foo'"},
        {"{{.Publishers.URL}}", "1:3: error: a list has no field 'URL'"},
        {R"({{"abc}})", "1:3: error: the quote is not closed: expected \""},
        {"{{/* abc", "1:3: error: the comment is not closed: expected '*/'"},
        {"{{$y}}", "1:3: error: unknown variable '$y'"},
        {"{{.Label}}", "1:3: error: '.Label' takes one text"},
        {"{{.Name .State}}", "1:3: error: '.Name' takes no arguments"},
        {"{{1 2}}", "1:3: error: '1' takes no arguments"},
        {"{{.Name | 1}}", "1:11: error: '1' cannot take the value of the pipe: expected a function"},
        {"{{(.Name}}", "1:9: error: unexpected '}}': expected ')'"},
        {"{{| .Name}}", "1:3: error: unexpected '|': expected a value"},
        {"{{upper}}", "1:3: error: 'upper' takes 1 argument, found 0"},
        {"{{eq 1}}", "1:3: error: 'eq' takes at least 2 arguments, found 1"},
        {"{{upper 3}}", "1:3: error: expected a text, found a whole number"},
        {R"({{join .Name ","}})", "1:3: error: 'join' takes a list and a separator, not a text"},
        {"{{eq .State 1}}", "1:3: error: cannot compare a text with a whole number"},
        {"{{index .Publishers 9}}", "1:3: error: index 9 is out of range: the size is 2"},
        {"{{slice .Name 11}}", "1:3: error: index 11 is out of range: the size is 10"},
        {R"({{index "" 0}})", "1:3: error: there is nothing to index"},
        {"{{range .Name}}{{end}}", "1:9: error: 'range' takes a list, a map or a whole number, not a text"},
        {"{{continue}}", "1:3: error: 'continue' outside of a 'range'"},
        {"{{99999999999999999999}}", "1:3: error: '99999999999999999999' is not a number"},
        {R"({{"\q"}})", R"(1:3: error: '"\q"' is not a text)"},
        {"{{template \"x\"}}", "1:3: error: 'template' is not supported in a format"},
        {"grün\n{{#}}", "2:3: error: unexpected '#'"},
    };
    for (const Row& row : rows) {
        const std::string shown = refusal(row.text);
        CHECK(shown.substr(0, shown.find('\n')) == "--format:" + row.rendered);
    }
}

TEST_CASE("hostile templates are refused, not obeyed") {
    const auto first_line = [](const std::string& text) {
        const std::string shown = refusal(text);
        return shown.substr(0, shown.find('\n'));
    };
    CHECK(first_line("{{" + repeat("(", 200) + "1" + repeat(")", 200) + "}}") ==
          "--format:1:103: error: more than 100 levels in each other");
    CHECK(first_line(repeat("{{if 1}}", 200) + repeat("{{end}}", 200)) ==
          "--format:1:803: error: more than 100 levels in each other");
    CHECK(
        first_line("{{if 0}}" + repeat("{{else if 0}}", 200) + "{{end}}").ends_with("levels in each other"));
    CHECK(first_line("{{range 9223372036854775807}}{{end}}") ==
          "--format:1:9: error: the template does more than 100000 steps");
    CHECK(first_line("{{range 1000}}{{range 1000}}{{range 1000}}x{{end}}{{end}}{{end}}")
              .ends_with("the template does more than 100000 steps"));
    CHECK(first_line(R"({{pad "a" 9000000000 0}})") ==
          "--format:1:3: error: cannot pad by 9000000000: expected 0 to 1000000");
    CHECK(first_line(R"({{range 1000}}{{pad "a" 1000000 0}}{{end}})")
              .ends_with("the output is longer than 16 MiB"));
    CHECK(render(R"({{printf "%99999999999d" 1}})") == "1");
    CHECK(render(R"({{printf "%.999999999f" 1.5}})") == "2");
}

TEST_CASE("no prefix of a template crashes, and neither does any byte in it") {
    const std::string text =
        R"({{- range $i, $p := .Publishers -}}{{if and $i (eq $p.URL "a\x41")}}{{printf "%[1]*d" 5 | upper}}{{else}})"
        R"({{/* c */}}{{break}}{{end}}{{end}}{{with $x := `r`}}{{$x | len}}{{end}}{{index (split "a-b" "-") 0x1}}{{'a'}})";
    for (std::size_t length = 0; length <= text.size(); ++length) refusal(text.substr(0, length));
    for (std::size_t i = 0; i < text.size(); ++i)
        for (const char byte : {'\0', '{', '}', '"', '\\', '.', '$', '\xFF', '-', ')'}) {
            std::string changed = text;
            changed[i] = byte;
            refusal(changed);
        }
}

TEST_CASE("a heading shows the names of the columns") {
    const std::map<std::string, std::string> headings{{"Name", "NAME"}, {"State", "STATE"}};
    const auto heading = [&](const char* text) { return GoTemplate(text).render_heading(headings); };
    CHECK(heading(R"({{.Name}}\t{{upper .State}}\t{{json .Name}}\t{{truncate .Name 2}})") ==
          "NAME\tSTATE\tNAME\tNAME");
    CHECK(heading(R"({{.Label "org.example.last-seen_at"}})") == "last seen at");
    CHECK(heading("{{json .}}") == "");
    CHECK(heading("{{.Name}} {{range .Name}}{{end}} {{.State}}") == "NAME ");
}
