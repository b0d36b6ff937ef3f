#include "compose/source/interpolate.hpp"

#include <doctest/doctest.h>
#include <map>

using namespace muster::compose::source;

namespace {

/// SET=val, EMPTY= (set, but empty), nothing else.
std::optional<std::string> look_up(std::string_view name) {
    if (name == "SET") return "val";
    if (name == "EMPTY") return "";
    return std::nullopt;
}

Interpolated run(std::string_view text) { return interpolate(text, look_up); }

struct ProblemRow {
    std::string text;
    std::string message;
    std::string part; ///< of the text, that the problem points at
    std::string hint;
};

constexpr const char* bad_name = "invalid interpolation format: expected a variable name after '${'";
constexpr const char* escape_hint = "write '$$' for a literal '$'";

} // namespace

TEST_CASE("variables and operators are replaced as Docker Compose replaces them") {
    struct Row {
        std::string text;
        std::string result;
    };
    const Row rows[] = {
        {"", ""},
        {"plain", "plain"},
        {"$SET", "val"},
        {"${SET}", "val"},
        {"a${SET}b$SET-c", "avalbval-c"},
        {"${EMPTY}", ""},
        {"${U-d}", "d"},
        {"${EMPTY-d}", ""},
        {"${SET-d}", "val"},
        {"${U:-d}", "d"},
        {"${EMPTY:-d}", "d"},
        {"${SET:-d}", "val"},
        {"${U+a}", ""},
        {"${EMPTY+a}", "a"},
        {"${SET+a}", "a"},
        {"${U:+a}", ""},
        {"${EMPTY:+a}", ""},
        {"${SET:+a}", "a"},
        {"${SET?m}", "val"},
        {"${EMPTY?m}", ""},
        {"${SET:?m}", "val"},
        {"${U-}", ""},
        {"${U:- }", " "},
        {"$$", "$"},
        {"$$SET", "$SET"},
        {"$$${SET}", "$val"},
        {"$${SET}", "${SET}"},
        {"$1", "$1"},
        {"x$", "x$"},
        {"$()", "$()"},
        {"$-", "$-"},
        {"$ {SET}", "$ {SET}"},
        {"$\xC3\xA9", "$\xC3\xA9"},
        // The operator that comes first counts, all else is its operand.
        {"${U-b:-c}", "b:-c"},
        {"${U:-b?c}", "b?c"},
        {"${U:-a:-b}", "a:-b"},
        {"${U:-http://host:80/?a=b&c=d}", "http://host:80/?a=b&c=d"},
        // Operands are interpolated and nest by their braces.
        {"${U:-$SET}", "val"},
        {"${U:-${V:-x}y}z", "xyz"},
        {"${U:-${EMPTY:-${SET}}}", "val"},
        {"${SET:+${SET}-alt}", "val-alt"},
        {"${SET:-x}}", "val}"},
        {"${SET}}", "val}"},
        {"${U:-{x}}", "{x}"},
        {"${U:-\"}\"}", "\"\"}"},
        {"${U:-$$}", "$"},
        {"${U:-$${B}}", "${B}"},
        {"${SET:-$${B}}", "val"},
        {"${U:-two\nlines}", "two\nlines"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Interpolated result = run(row.text);
        CHECK(result.text == row.result);
        CHECK_FALSE(result.problem.has_value());
    }
}

TEST_CASE("variables that are not set are listed once, where their value was wanted") {
    using Names = std::vector<std::string>;
    CHECK(run("$B ${A} $B ${SET} ${EMPTY}").unset == Names{"B", "A"});
    CHECK(run("${U:-$A}${SET:-$B}${U+$C}${SET+$D}").unset == Names{"A", "D"});
    CHECK(run("${U:-x}${U+y}$$U").unset.empty());
    CHECK(unset_warning("A") == "the variable 'A' is not set: it becomes an empty text");
}

TEST_CASE("a required variable that is missing is a problem, with its message") {
    const ProblemRow rows[] = {
        {"a ${U:?m} b", "required variable 'U' is missing a value: m", "${U:?m}", ""},
        {"${EMPTY:?m}", "required variable 'EMPTY' is missing a value: m", "${EMPTY:?m}", ""},
        {"${U?}", "required variable 'U' is missing a value", "${U?}", ""},
        {"${U:?m ${SET}}", "required variable 'U' is missing a value: m val", "${U:?m ${SET}}", ""},
        {"${U:-${V:?m}}", "required variable 'V' is missing a value: m", "${V:?m}", ""},
    };
    for (const ProblemRow& row : rows) {
        CAPTURE(row.text);
        const Interpolated result = run(row.text);
        REQUIRE(result.problem.has_value());
        CHECK(result.problem->message == row.message);
        CHECK(row.text.substr(result.problem->offset, result.problem->length) == row.part);
        CHECK(result.problem->hint == row.hint);
    }
}

TEST_CASE("a default that is not needed may require what is missing") {
    CHECK_FALSE(run("${SET:-${U:?m}}").problem.has_value());
    CHECK(run("${SET:-${U:?m}}").text == "val");
}

TEST_CASE("what is no variable is a problem, also where its value is not needed") {
    const char* bad_operator =
        "invalid interpolation format: expected '}' or one of the operators :- - :+ + :? ? after '${A'";
    const char* unclosed = "invalid interpolation format: '${' is never closed";
    const char* close_hint = "close it with '}', or write '$$' for a literal '$'";
    const ProblemRow rows[] = {
        {"a ${} b", bad_name, "${}", escape_hint},
        {"${1A}", bad_name, "${1A}", escape_hint},
        {"${ A }", bad_name, "${ A }", "remove the blanks: '${A}'"},
        {"${A!}", bad_operator, "${A!}", escape_hint},
        {"${A:x}", bad_operator, "${A:x}", "a default value is written '${A:-x}'"},
        {"${A:}", bad_operator, "${A:}", "a default value is written '${A:-}'"},
        {"x ${", unclosed, "${", close_hint},
        {"x ${A:-y", unclosed, "${A", close_hint},
        {"${SET:-${1}}", bad_name, "${1}", escape_hint},
        {"${U:-a} ${1}", bad_name, "${1}", escape_hint},
    };
    for (const ProblemRow& row : rows) {
        CAPTURE(row.text);
        const Interpolated result = run(row.text);
        REQUIRE(result.problem.has_value());
        CHECK(result.problem->message == row.message);
        CHECK(row.text.substr(result.problem->offset, result.problem->length) == row.part);
        CHECK(result.problem->hint == row.hint);
    }
}

TEST_CASE("deep nesting is refused, without recursion getting out of hand") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "${A:-";
    CHECK(run(text).problem.has_value());
    CHECK(list_variables(text).empty());
    text += std::string(100'000, '}');
    REQUIRE(run(text).problem.has_value());
    CHECK(run(text).problem->message == "invalid interpolation format: variables are nested too deeply");
    CHECK(list_variables(text).size() == 101);
}

TEST_CASE("variables that stand for more than the limit are a problem, wherever they stand") {
    const Lookup big = [](std::string_view) { return std::string(1000, 'x'); };
    CHECK(interpolate("$A$A", big, 2000).text.size() == 2000);
    for (const std::string text : {"$A$A$A", "${A}${A} ${B}", "${A:+$B$B$B}", "$A$A${A:-x}"}) {
        CAPTURE(text);
        const Interpolated result = interpolate(text, big, 2000);
        REQUIRE(result.problem.has_value());
        CHECK(result.problem->message == "the variables stand for too much text");
        CHECK(result.text.size() <= 2000);
    }
}

TEST_CASE("of many names that are not set the first hundred are told") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "$U" + std::to_string(i) + " ";
    CHECK(run(text).unset.size() == 100);
    CHECK(run(text).unset.back() == "U99");
}

TEST_CASE("the variables of a text are listed with their operands, nested ones after their own") {
    using Uses = std::vector<VariableUse>;
    CHECK(list_variables("plain $$X $1").empty());
    CHECK(list_variables("$A ${B}") == Uses{{"A", "", "", false}, {"B", "", "", false}});
    CHECK(list_variables("${A:-d}${B-e}") == Uses{{"A", "d", "", false}, {"B", "e", "", false}});
    CHECK(list_variables("${A:+d}${B+e}") == Uses{{"A", "", "d", false}, {"B", "", "e", false}});
    CHECK(list_variables("${A:?d}${B?}") == Uses{{"A", "", "", true}, {"B", "", "", true}});
    CHECK(
        list_variables("${A:-${B:?$C}}${D}") ==
        Uses{{"A", "${B:?$C}", "", false}, {"B", "", "", true}, {"C", "", "", false}, {"D", "", "", false}});
    CHECK(list_variables("${A!} ${ ${B} ${C:-") == Uses{{"B", "", "", false}});
}

TEST_CASE("each use of a variable is found at its place, those inside operands after their own") {
    using Sites = std::vector<VariableSite>;
    using enum VariableOperator;
    CHECK(find_variables("$$A $").empty());
    CHECK(find_variables("a$B${C}") == Sites{{"B", 1, 2, none, false, ""}, {"C", 3, 4, none, false, ""}});
    CHECK(find_variables("x${A:-${B+c}}") ==
          Sites{{"A", 1, 12, default_value, true, "${B+c}"}, {"B", 6, 6, alternate, false, "c"}});
    CHECK(find_variables("${A?no}") == Sites{{"A", 0, 7, required, false, "no"}});
}
