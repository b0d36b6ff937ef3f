#include "compose/source/yaml_reader.hpp"

#include "tests/compose/source/read_text.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::compose::source;

TEST_CASE("texts become trees") {
    struct Row {
        std::string text;
        std::string tree;
    };
    const Row rows[] = {
        {"", ""},
        {"# nothing\n", ""},
        {"---\n", "null"},
        {"a: 1\n", "{a: 1}"},
        {"a:\nb: ~\nc: null\nd: \"null\"\ne: ''\n", "{a: null, b: null, c: null, d: \"null\", e: \"\"}"},
        {"- a\n- - b\n  - c\n- {d: e}\n", "[a, [b, c], {d: e}]"},
        {"a: |\n  x\n  y\nb: >\n  x\n  y\n", "{a: \"x\ny\n\", b: \"x y\n\"}"},
        {"a: one\n  two\n", "{a: one two}"},
        {"a: 'it''s'\nb: \"\\t\\u00e9\"\n", "{a: \"it's\", b: \"\t\xC3\xA9\"}"},
        {"a: b\r\nc: d\r\n", "{a: b, c: d}"},
        {"y: n\n", "{y: n}"},
        {"? a\n: b\n", "{a: b}"},
        {"{a, b: }", "{a: null, b: null}"},
        {"\xEF\xBB\xBF"
         "a: b\n",
         "{a: b}"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const ReadText read = read_text(row.text);
        CHECK(read.messages.empty());
        CHECK(dump(read.documents) == row.tree);
    }
}

TEST_CASE("UTF-16 with a byte order mark is read, in both byte orders") {
    using namespace std::string_literals;
    CHECK(dump(read_text("\xFF\xFE"
                         "a\0:\0 \0\xE9\0\x3D\xD8\x33\xDC"s)
                   .documents) == "{a: \xC3\xA9\xF0\x9F\x90\xB3}");
    CHECK(dump(read_text("\xFE\xFF\0a\0:\0 \0b"s).documents) == "{a: b}");
    CHECK(dump(read_text("\xFE\xFF\0a\0:\0 \xD8\x3D"s).documents) == "{a: \xEF\xBF\xBD}");
}

TEST_CASE("a key may be binary, as a value may") {
    CHECK(dump(read_text("!!binary YWI=: !!binary YWI=\n!!binary MTIz: 1\n").documents) ==
          "{ab: \"ab\", 123: 1}");
}

TEST_CASE("a problem in UTF-16 has the place that its text has in UTF-8") {
    using namespace std::string_literals;
    CHECK(read_text("\xFF\xFE"
                    "a\0:\0 \0*\0b\0"s)
              .messages ==
          "f:1:4: error: unknown anchor 'b'\n"
          "    1 | a: *b\n"
          "      |    ^^\n"
          "hint: mark what it stands for with '&b', or put the text in quotes if it is no alias\n");
}

TEST_CASE("each document of a text has its tree, an empty one is null") {
    CHECK(dump(read_text("a: 1\n---\n---\nb: 2\n...\n---\nc\n").documents) ==
          "{a: 1} --- null --- {b: 2} --- c");
}

TEST_CASE("tags of the merge are kept, those of types heeded, others ignored") {
    struct Row {
        std::string text;
        std::string tree;
    };
    const Row rows[] = {
        {"a: !reset\n", "{a: !reset null}"},
        {"a: !reset null\nb: !reset []\n", "{a: !reset null, b: !reset []}"},
        {"a: !override\n  - x\nb: !override {c: d}\n", "{a: !override [x], b: !override {c: d}}"},
        {"a: !override x\n", "{a: !override x}"},
        {"a: !!str 12\nb: !!str\nc: !!str null\n", "{a: \"12\", b: \"\", c: \"null\"}"},
        {"a: ! 12\n", "{a: \"12\"}"},
        {"a: !!int \"12\"\nb: !!float '1'\nc: !!bool \"true\"\nd: !!null ''\n",
         "{a: 12, b: 1, c: true, d: null}"},
        {"a: !!binary aGVs\nb: !!binary \"bG8=\"\n", "{a: \"hel\", b: \"lo\"}"},
        {"a: !custom x\nb: !custom [y]\n", "{a: x, b: [y]}"},
        {"a: !!seq x\n", "{a: x}"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const ReadText read = read_text(row.text);
        CHECK(read.messages.empty());
        CHECK(dump(read.documents) == row.tree);
    }
}

TEST_CASE("an alias becomes a copy of what it stands for, with its tag") {
    struct Row {
        std::string text;
        std::string tree;
    };
    const Row rows[] = {
        {"a: &x 1\nb: *x\n", "{a: 1, b: 1}"},
        {"a: &x {k: [1]}\nb: *x\nc: *x\n", "{a: {k: [1]}, b: {k: [1]}, c: {k: [1]}}"},
        {"a: &x 1\nb: &x 2\nc: *x\n", "{a: 1, b: 2, c: 2}"},
        {"a: &x [1, &y 2]\nb: [*y, *x]\n", "{a: [1, 2], b: [2, [1, 2]]}"},
        {"a: &x !override [1]\nb: *x\n", "{a: !override [1], b: !override [1]}"},
        {"a: &x key\n*x : v\n", "{a: key, key: v}"},
        {"a: &x\nb: *x\n", "{a: null, b: null}"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const ReadText read = read_text(row.text);
        CHECK(read.messages.empty());
        CHECK(dump(read.documents) == row.tree);
    }
}

TEST_CASE("anchors live to the end of the file, as in Docker Compose") {
    const ReadText read = read_text("a: &x {k: 1}\n---\nb: *x\n---\nc: {<<: *x}\n");
    CHECK(read.messages.empty());
    CHECK(dump(read.documents) == "{a: {k: 1}} --- {b: {k: 1}} --- {c: {k: 1}}");
}

TEST_CASE("merge keys add what is not there yet") {
    struct Row {
        std::string text;
        std::string tree;
    };
    const Row rows[] = {
        {"b: &b {x: 1, y: 2}\nc: {<<: *b, x: 3}\n", "{b: {x: 1, y: 2}, c: {x: 3, y: 2}}"},
        {"b: &b {x: 1}\nc: {!!merge <<: *b}\n", "{b: {x: 1}, c: {x: 1}}"},
        {"b: &b {x: 1}\nc: {x: 3, <<: *b}\n", "{b: {x: 1}, c: {x: 3}}"},
        {"a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\n",
         "{a: {x: 1}, b: {x: 2, y: 2}, c: {x: 1, y: 2}}"},
        {"c: {<<: {x: 1}}\n", "{c: {x: 1}}"},
        {"c: {<<: [{x: 1}, {x: 2}]}\n", "{c: {x: 1}}"},
        {"a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b}\n",
         "{a: {x: 1}, b: {y: 2, x: 1}, c: {y: 2, x: 1}}"},
        {"l: &l [{x: 1}]\nc: {<<: *l}\n", "{l: [{x: 1}], c: {x: 1}}"},
        {"c: {\"<<\": x}\n", "{c: {<<: x}}"},
        {"b: &b {x: {y: 1}}\nc: {<<: *b, x: {z: 2}}\n", "{b: {x: {y: 1}}, c: {x: {z: 2}}}"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const ReadText read = read_text(row.text);
        CHECK(read.messages.empty());
        CHECK(dump(read.documents) == row.tree);
    }
}

TEST_CASE("places are those of the value itself, counted in code points") {
    const ReadText read = read_text("\xC3\xA9\xE2\x9C\x93: plain # c\n"
                                    "q:    \"two\n  lines\"\n"
                                    "l: |-\n  block\n"
                                    "a: &x !reset  tagged\n"
                                    "r: *x\n"
                                    "s:\n- i\n"
                                    "f: {k: v}\n"
                                    "n:\n"
                                    "m: one\n  two\n");
    const Node& root = read.documents.at(0);
    CHECK(root.span() == Span{0, 1, 1, 2});
    CHECK(root.entries().begin()->key_span == Span{0, 1, 1, 2});
    CHECK(root.entries().begin()->value.span() == Span{0, 1, 5, 5});
    CHECK(root.find("q")->span() == Span{0, 2, 7, 4});
    CHECK(root.find("l")->span() == Span{0, 4, 4, 2});
    CHECK(root.find("a")->span() == Span{0, 6, 15, 6});
    CHECK(root.find("r")->span() == Span{0, 6, 15, 6});
    CHECK(root.find("s")->span() == Span{0, 9, 1, 1});
    CHECK(root.find("s")->items().at(0).span() == Span{0, 9, 3, 1});
    CHECK(root.find("f")->span() == Span{0, 10, 4, 1});
    CHECK(root.find("f")->entries().find_entry("k")->key_span == Span{0, 10, 5, 1});
    CHECK(root.find("n")->span() == Span{0, 11, 3, 1});
    CHECK(root.find("m")->span() == Span{0, 12, 4, 3});
}

TEST_CASE("places are right behind a byte order mark, carriage returns and line ends of other kinds") {
    CHECK(read_text("\xEF\xBB\xBF"
                    "a: b")
              .documents.at(0)
              .find("a")
              ->span() == Span{0, 1, 4, 1});
    CHECK(read_text("a: b\r\nc: d\r\n").documents.at(0).find("c")->span() == Span{0, 2, 4, 1});
    CHECK(read_text("a: \"\xC2\x85\xE2\x80\xA8\"\nc: d\n").documents.at(0).find("c")->span() ==
          Span{0, 2, 4, 1});
}

TEST_CASE("a mapping stands where its first key stands, also behind an anchor or a tag") {
    CHECK(read_text("a: &x\n  b: c\n").documents.at(0).find("a")->span() == Span{0, 2, 3, 1});
    CHECK(read_text("a: !override\n  b: c\n").documents.at(0).find("a")->span() == Span{0, 2, 3, 1});
    CHECK(read_text("a: &x # why\n  text\n").documents.at(0).find("a")->span() == Span{0, 2, 3, 4});
}
