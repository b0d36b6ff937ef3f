#include "compose/source/dotenv.hpp"

#include "base/render_error.hpp"

#include <doctest/doctest.h>
#include <functional>

using namespace muster;
using namespace muster::compose::source;

namespace {

using Parse = std::function<Variables(FileId, const SourceMap&, const Lookup&, Diagnostics&)>;

struct Read {
    std::string variables; ///< "K=v|L=w"
    std::string messages;
};

/// The only variable from outside is SET=val.
Read read_with(const Parse& parse, const std::string& text) {
    SourceMap sources;
    Diagnostics problems;
    const Lookup outer = [](std::string_view name) {
        return name == "SET" ? std::optional<std::string>("val") : std::nullopt;
    };
    Read read;
    for (const auto& [name, value] : parse(sources.add(".env", text), sources, outer, problems))
        read.variables += (read.variables.empty() ? "" : "|") + name + "=" + value;
    for (const Error& error : problems.errors()) read.messages += render_error(error, sources);
    for (const Error& warning : problems.warnings()) read.messages += render_warning(warning, sources);
    return read;
}

Read read(const std::string& text) { return read_with(parse_dotenv, text); }

Read read_raw(const std::string& text) { return read_with(parse_raw_env, text); }

struct Row {
    std::string text;
    std::string variables;
};

} // namespace

TEST_CASE("lines become variables as Docker Compose reads them") {
    const Row rows[] = {
        {"", ""},
        {"\n  \n# c\n  # d\n", ""},
        {"K=v", "K=v"},
        {"\xEF\xBB\xBFK=v\n", "K=v"},
        {"K=v\r\nL=w\r\n", "K=v|L=w"},
        {"K: v\nL:w\nM = x\n\tN\t=\ty\t\n", "K=v|L=w|M=x|N=y"},
        {"a: b: c\n", "a=b: c"},
        {"export K=v\nexportL=w\nexport=x\nexport\tM=y\n", "K=v|exportL=w|export=x|M=y"},
        {"K=\nL=  \nM=\"\"\n", "K=|L=|M="},
        {"K=a # b\nL=a#b\nM=#b\nN=a\t#b\n", "K=a|L=a#b|M=#b|N=a\t#b"},
        {"K='#x' # c\nL=\"a # b\"#c\n", "K=#x|L=a # b"},
        {"K=v\nL=w\nK=x\n", "K=x|L=w"},
        {"1K=v\na.b=v\na-b=v\na[0]=v\n\xC3\xA9=v\n", "1K=v|a.b=v|a-b=v|a[0]=v|\xC3\xA9=v"},
        {"K=`x` $(y)\n", "K=`x` $(y)"},
        {"K=x\"y\"\n", "K=x\"y\""},
        {"K=a\\nb\n", "K=a\\nb"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(read(row.text).variables == row.variables);
        CHECK(read(row.text).messages.empty());
    }
}

TEST_CASE("a bare name is inherited, or absent") {
    CHECK(read("SET\nUNSET\nexport SET\n").variables == "SET=val");
    CHECK(read("SET").variables == "SET=val");
    CHECK(read("UNSET").variables.empty());
}

TEST_CASE("single quotes are literal and may span lines") {
    const Row rows[] = {
        {"K='a $SET \\n'\n", "K=a $SET \\n"}, {"K='a\n  b'\nL=w\n", "K=a\n  b|L=w"},
        {"K='a\r\nb'\r\n", "K=a\r\nb"},       {"K='it\\'s'\n", "K=it's"},
        {"K='a\\\\'\n", "K=a\\\\"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(read(row.text).variables == row.variables);
    }
}

TEST_CASE("double quotes know escapes and variables and may span lines") {
    const Row rows[] = {
        {R"(K="a\tb\n\"c\"\\")", "K=a\tb\n\"c\"\\"},
        {R"(K="\a\b\f\r\v")", "K=\a\b\f\r\v"},
        {R"(K="\x41\c\q")", R"(K=\x41\c\q)"},
        {R"(K="\0101\0351\01\0000")", "K=A\xC3\xA9\\01\\0000"},
        {R"(K="$SET \$SET $$SET ${U:-d}")", "K=val $SET $SET d"},
        {"K=\"a\n b\"\nL=w\n", "K=a\n b|L=w"},
        {R"(K="x\\"
L=w)",
         "K=x\\|L=w"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(read(row.text).variables == row.variables);
        CHECK(read(row.text).messages.empty());
    }
}

TEST_CASE("'export' alone says nothing") {
    for (const char* text : {"export ", "export \nA=1\n", "A=1\nexport \r\r"}) {
        CAPTURE(text);
        CHECK(read(text).messages.empty());
    }
    CHECK(read("export \nA=1\n").variables == "A=1");
}

TEST_CASE("variables that double what came before are refused, not the memory filled") {
    std::string text = "V0=xxxxxxxxxxxxxxxx\n";
    for (int i = 1; i < 60; ++i) {
        const std::string before = "$V" + std::to_string(i - 1);
        text += "V" + std::to_string(i) + "=" + before + before + "\n";
    }
    const std::string messages = read(text).messages;
    CHECK(messages.starts_with(".env:20:5: error: the variables stand for too much text\n"
                               "hint: a variable that holds others can grow beyond measure\n"));
}

TEST_CASE("a file of a hundred thousand variables is read, a longer one refused") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "K" + std::to_string(i) + "=v\n";
    CHECK(read(text).messages.empty());
    CHECK(read(text + "A=1\nB=2\n").messages == ".env:100002:1: error: more than 100000 variables\n");
}

TEST_CASE("variables come from outside first, then from earlier lines") {
    CHECK(read("K=1\nL=${K}2\nM=$L\n").variables == "K=1|L=12|M=12");
    CHECK(read("SET=1\nL=${SET}\n").variables == "SET=1|L=val");
    CHECK(read("K=\\$SET\n").variables == "K=\\val");
    CHECK(read("L=${K:-later}\nK=1\n").variables == "L=later|K=1");
}

TEST_CASE("a variable that is not set is warned of once") {
    const Read result = read("K=$U\nL='$U'\nM=\"${U}${V-}\"\n");
    CHECK(result.variables == "K=|L=$U|M=");
    CHECK(result.messages == ".env:1:3: warning: the variable 'U' is not set: it becomes an empty text\n");
}

TEST_CASE("text right behind a closing quote is not part of the value") {
    const Read result = read("K=\"a\"b\n");
    CHECK(result.variables == "K=a");
    CHECK(result.messages == ".env:1:6: warning: what follows the closing quote is not part of the value\n");
    CHECK(read("K=\"a\" L=1\n").variables == "K=a|L=1");
}

TEST_CASE(
    "lines that cannot be read are reported with their place, never with a value, and the rest is read") {
    struct Problem {
        std::string text;
        std::string variables;
        std::string messages;
    };
    const char* name_hint = "hint: a name consists of letters, digits, '_', '.', '-', '[' and ']'\n";
    const Problem rows[] = {
        {"A!=secret\nL=1\n", "L=1", ".env:1:2: error: unexpected character '!' in a variable name\n"},
        {"\n\xC3\xA9\x01=secret\nL=1\n", "L=1",
         ".env:2:2: error: unexpected character '?' in a variable name\n"},
    };
    for (const Problem& row : rows) {
        CAPTURE(row.text);
        CHECK(read(row.text).variables == row.variables);
        CHECK(read(row.text).messages == row.messages + std::string(name_hint));
    }
    CHECK(read("A B=secret\nL=1\n").variables == "L=1");
    CHECK(read("A B=secret\n").messages ==
          ".env:1:2: error: a variable name cannot contain a space\n"
          "hint: write each line as NAME=value, and put a value of several lines in quotes\n");
    CHECK(read("=secret\nL=1\n").messages ==
          ".env:1:1: warning: the line is passed over, for it lacks a variable name before '='\n");
    CHECK(read("=secret\nL=1\n").variables == "L=1");
    CHECK(read("L=1\nK='secret\nM=2\n").messages ==
          ".env:2:3: error: the quoted value of 'K' is never closed\nhint: end it with '\n");
    CHECK(read("K=secret${U:?give U}\n").messages ==
          ".env:1:3: error: required variable 'U' is missing a value: give U\n");
    CHECK(read("K=secret${U!}\n").messages == ".env:1:3: error: invalid interpolation format: expected '}' "
                                              "or one of the operators :- - :+ + :? ? after "
                                              "'${U'\nhint: write '$$' for a literal '$'\n");
}

TEST_CASE("a file that is no text is refused") {
    using namespace std::string_literals;
    CHECK(read("K=1\nL\0=1"s).messages ==
          ".env:2:2: error: found a NUL byte\nhint: save the file as UTF-8\n");
    CHECK(read("K=1\nL\0=1"s).variables.empty());
    CHECK(read_raw("K\0=1"s).variables.empty());
}

TEST_CASE("the raw format takes values as they stand") {
    const Row rows[] = {
        {"K= v \"w\" # x\r\nL='$SET'\n", "K= v \"w\" # x|L='$SET'"},
        {"# c\n\n  # d\n  K=v\n", "K=v"},
        {"K=a=b\nK2=\n", "K=a=b|K2="},
        {"SET\nUNSET\n", "SET=val"},
        {"K=1\nL=2\nK=3", "K=3|L=2"},
        {"\xEF\xBB\xBFK=v", "K=v"},
        {"a:b=c\nexport=1\n", "a:b=c|export=1"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(read_raw(row.text).variables == row.variables);
        CHECK(read_raw(row.text).messages.empty());
    }
}

TEST_CASE("raw lines that cannot be read are reported with their place, never with a value") {
    CHECK(read_raw("K=1\nA B=secret\nL=2\n").messages ==
          ".env:2:2: error: a variable name cannot contain a space\n");
    CHECK(read_raw("K=1\nA B=secret\nL=2\n").variables == "K=1|L=2");
    CHECK(read_raw("=secret\n").messages == ".env:1:1: error: missing variable name before '='\n");
}

TEST_CASE("every beginning of a file is read or refused, with a place") {
    const std::string text =
        "\xEF\xBB\xBF# c\r\nexport K = \"a\\n$SET${U:-x}\\\"\n\" # d\nL: 'm\\'n'\nSET\nO=${SET:+p} # q\n=\n";
    for (std::size_t length = 0; length <= text.size(); ++length) {
        SourceMap sources;
        Diagnostics problems;
        const std::string part = text.substr(0, length);
        CAPTURE(part);
        parse_dotenv(
            sources.add(".env", part), sources, [](std::string_view) { return std::nullopt; }, problems);
        for (const Error& error : problems.errors()) CHECK(error.where.has_value());
    }
}

TEST_CASE("large files are read in linear time") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "K" + std::to_string(i) + "=\"v ${SET} $U\"\n";
    const Read result = read(text);
    CHECK(result.variables.starts_with("K0=v val |K1=v val |"));
    CHECK(result.messages == ".env:1:4: warning: the variable 'U' is not set: it becomes an empty text\n");
}

TEST_CASE("every assignment is listed with its line, the repeated ones too") {
    SourceMap sources;
    const Lookup outer = [](std::string_view) { return std::optional<std::string>(); };
    const auto list = [&](const std::string& text, DotenvFormat format) {
        std::string out;
        for (const Assignment& line : list_assignments(sources.add(".env", text), sources, outer, format))
            out += std::to_string(line.where.line) + ":" + line.name + "=" + line.value + "|";
        return out;
    };
    CHECK(list("A=1\n\nexport B='x\ny'\nA=$A-2 # c\nBARE\nC!=1\nD=\"t\"", DotenvFormat::dotenv) ==
          "1:A=1|3:B=x\ny|5:A=1-2|8:D=t|");
    CHECK(list("A='1'\n# c\nA=$A\nBARE\n", DotenvFormat::raw) == "1:A='1'|3:A=$A|");
}
