#include "compose/execute/ignore_rules.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::compose::execute;

namespace {

bool is_excluded(const std::string& rules_text, const std::string& path) {
    const IgnoreRules rules(rules_text, ".dockerignore");
    IgnoreRules::Verdict verdict;
    std::string above;
    for (const std::string& name : split(path, '/')) {
        above += above.empty() ? name : "/" + name;
        verdict = rules.judge(above, verdict);
    }
    return verdict.is_excluded;
}

std::string problem_of(const std::string& rules_text) {
    try {
        IgnoreRules(rules_text, "app/.dockerignore");
    } catch (const Error& error) {
        return error.message;
    }
    return "none";
}

} // namespace

TEST_CASE("a pattern matches paths as Docker documents it") {
    struct Row {
        std::string pattern;
        std::vector<std::string> matched;
        std::vector<std::string> not_matched;
    };
    const std::vector<Row> table = {
        {"file", {"file"}, {"files", "dir/file", "File"}},
        {"dir/file", {"dir/file"}, {"file", "a/dir/file"}},
        {"*", {"file", ".hidden"}, {"dir/file"}},
        {"*.md", {"a.md", ".md"}, {"a.mdx", "dir/a.md"}},
        {"*/temp*", {"a/temp", "a/temp.txt"}, {"temp", "a/b/temp"}},
        {"*/*/temp*", {"a/b/temp"}, {"a/temp"}},
        {"temp?", {"tempa", "temp\xc3\xa4"}, {"temp", "tempab", "temp/"}},
        {"**", {"a", "a/b/c"}, {}},
        {"**/foo", {"foo", "a/foo", "a/b/foo"}, {"barfoo", "a/barfoo"}},
        {"**foo", {"foo", "barfoo", "a/barfoo"}, {"food"}},
        {"**foo*", {"foo", "food", "a/food"}, {"barfoo"}},
        {"**/*.go", {"x.go", "a/b/x.go"}, {"x.god"}},
        {"foo/**", {"foo/a", "foo/a/b"}, {"foo", "food/a"}},
        {"foo**", {"foo", "food", "foo/a/b"}, {"a/foo"}},
        {"a/**/z", {"a/z", "a/b/z", "a/b/c/z"}, {"az", "a/bz"}},
        {"a**/z", {"az", "ab/z", "a/b/z"}, {"b/z"}},
        {"**/a/**", {"a/x", "b/a/x/y"}, {"a", "ba/x"}},
        {"a[b-d]e", {"abe", "ade"}, {"ae", "aee", "abbe"}},
        {"a[^b-d]e",
         {"aee", "a\xc3\xa4"
                 "e"},
         {"abe"}},
        {"[\xc3\xa4-\xc3\xbc]", {"\xc3\xb6"}, {"o"}},
        {"a\\*b", {"a*b"}, {"axb"}},
        {"[\\]\\-]", {"]", "-"}, {"\\"}},
        {"a.b+(c)|{d}$^", {"a.b+(c)|{d}$^"}, {"axb+(c)|{d}$^"}},
    };
    for (const Row& row : table) {
        const PathPattern pattern(row.pattern);
        CAPTURE(row.pattern);
        for (const std::string& path : row.matched) CHECK_MESSAGE(pattern.matches(path), path);
        for (const std::string& path : row.not_matched) CHECK_MESSAGE(!pattern.matches(path), path);
    }
}

TEST_CASE("the last line that matches a path or a directory above it decides") {
    struct Row {
        std::string rules;
        std::string path;
        bool is_excluded;
    };
    const std::vector<Row> table = {
        {"", "a", false},
        {"a", "a", true},
        {"a", "a/b/c", true},
        {"*.md\n!README.md", "notes.md", true},
        {"*.md\n!README.md", "README.md", false},
        {"*.md\n!README*.md\nREADME-secret.md", "README-secret.md", true},
        {"*.md\nREADME-secret.md\n!README*.md", "README-secret.md", false},
        {"*\n!src", "src/a/b.c", false},
        {"*\n!src\nsrc/a", "src/a/b.c", true},
        {"!a\na", "a", true},
        {"dir\n!dir/keep", "dir/keep", false},
        {"dir\n!dir/keep", "dir/other", true},
    };
    for (const Row& row : table) {
        CAPTURE(row.rules);
        CAPTURE(row.path);
        CHECK(is_excluded(row.rules, row.path) == row.is_excluded);
    }
}

TEST_CASE("lines are trimmed and their paths cleaned, comments and blank lines left out") {
    for (const char* rules : {"a/b", "  a/b  ", "/a/b", "//a//b/", "./a/b", "a/x/../b", "a/b\r\n",
                              "\n\na/b\n\n", "# a comment\na/b",
                              "\xef\xbb\xbf"
                              "a/b",
                              "a\n!a\na/b"}) {
        CAPTURE(rules);
        CHECK(is_excluded(rules, "a/b"));
        CHECK(!is_excluded(rules, "a"));
    }
    CHECK(!is_excluded("#a", "#a"));
    CHECK(is_excluded(" #a", "#a"));
    CHECK(is_excluded("\\#a", "#a"));
    CHECK(is_excluded("\\!a", "!a"));
    CHECK(!is_excluded("a\n ! a", "a"));
    CHECK(!is_excluded(".\n/\n../a", "a"));
}

TEST_CASE("a line that is not a pattern is an error that says which and why") {
    struct Row {
        std::string line;
        std::string reason;
    };
    const std::vector<Row> table = {
        {"a[b", "the '[' is not closed"},
        {"a[", "the '[' is not closed"},
        {"a[b-", "the '[' is not closed"},
        {"a[\\", "the '[' is not closed"},
        {"[]a]", "a ']' between '[' and ']' needs a '\\' before it"},
        {"[a-]", "a ']' between '[' and ']' needs a '\\' before it"},
        {"[-a]", "a '-' between '[' and ']' needs a '\\' before it"},
        {"[b-a]", "the range 'b-a' is empty"},
        {"a\\", "nothing follows the last '\\'"},
        {"!", "a path is missing after '!'"},
    };
    for (const Row& row : table)
        CHECK(problem_of("ok\n\n" + row.line) ==
              "'" + row.line + "' in line 3 of 'app/.dockerignore' is not a pattern: " + row.reason);
}

TEST_CASE("a path that is kept stays whatever the lines say, and changes nothing for its neighbours") {
    IgnoreRules rules("**", ".dockerignore");
    rules.keep("docker/[a]*");
    const auto docker = rules.judge("docker", {});
    CHECK(docker.is_excluded);
    CHECK(!rules.judge("docker/[a]*", docker).is_excluded);
    CHECK(rules.judge("docker/ab", docker).is_excluded);
    CHECK(rules.has_exception_below("docker"));
    CHECK(!rules.has_exception_below("dock"));
}

TEST_CASE("a long row of stars is matched in no time") {
    std::string pattern;
    for (int i = 0; i < 50; ++i) pattern += "*a";
    CHECK(!PathPattern(pattern).matches(std::string(200, 'a') + "b"));
    CHECK(PathPattern(pattern).matches(std::string(200, 'a')));
}
