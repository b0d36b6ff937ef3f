#include "tests/compose/source/read_text.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::compose::source;

namespace {

struct Row {
    std::string text;
    std::string messages;
};

template <std::size_t Count>
void check(const Row (&rows)[Count]) {
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(read_text(row.text).messages == row.messages);
    }
}

} // namespace

TEST_CASE("a colon inside a value is explained, with the value in quotes as it should be") {
    check({
        {"web:\n  image: a: b\n", R"(f:2:11: error: unexpected ':' in the value of 'image'
    2 |   image: a: b
      |           ^
hint: put the whole value in quotes: image: "a: b"; or begin it on the next line, indented, if it is a mapping
)"},
        {"- - key : x y: z # why\n", R"(f:1:14: error: unexpected ':' in the value of 'key'
    1 | - - key : x y: z # why
      |              ^
hint: put the whole value in quotes: key: "x y: z"
)"},
        {"cmd: echo: \"x\"\n", R"(f:1:10: error: unexpected ':' in the value of 'cmd'
    1 | cmd: echo: "x"
      |          ^
hint: put the whole value in quotes: cmd: 'echo: "x"'; or begin it on the next line, indented, if it is a mapping
)"},
    });
}

TEST_CASE("a key without its colon is named") {
    check({
        {"services:\n  web\n    image: x\n", R"(f:2:3: error: expected ':' after 'web'
    2 |   web
      |   ^^^
hint: a mapping consists of lines 'key: value'
)"},
        {"a: b\nword\nc: d\n", R"(f:2:1: error: expected ':' after 'word'
    2 | word
      | ^^^^
hint: a mapping consists of lines 'key: value'
)"},
        {"web:\n  image:nginx\n  # why\n\n  ports: []\n", R"(f:2:3: error: expected ':' after 'image:nginx'
    2 |   image:nginx
      |   ^^^^^^^^^^^
hint: put a blank after the colon: 'image: nginx'
)"},
    });
}

TEST_CASE("wrong indentation is shown with what it should fit") {
    check({
        {"web:\n  image: nginx\n    ports:\n", R"(f:3:5: error: a key cannot stand here
    3 |     ports:
      |     ^^^^^
f:2:3: note: 'image' has a value already
    2 |   image: nginx
      |   ^^^^^
hint: is this line indented too far?
)"},
        {"services:\n  web:\n    image: x\n   ports: y\n",
         R"(f:4:4: error: the indentation of this line does not fit the lines above
    4 |    ports: y
      |    ^
f:2:3: note: the mapping around it begins here
    2 |   web:
      |   ^
hint: begin it in column 5, 3 or 1, like a line above
)"},
        {"a:\n  - b: c\n    d: e\n   f: g\n",
         R"(f:4:4: error: the indentation of this line does not fit the lines above
    4 |    f: g
      |    ^
f:2:3: note: the list around it begins here
    2 |   - b: c
      |   ^
hint: begin it in column 5 or 1, like a line above
)"},
        {" a: 1\nb: 2\n", R"(f:2:1: error: the indentation of this line does not fit the lines above
    2 | b: 2
      | ^
hint: is the first line indented by mistake?
)"},
    });
}

TEST_CASE("a tab in the indentation is called a tab") {
    check({
        {"services:\n\tweb:\n", "f:2:1: error: found a tab in the indentation\n"
                                "    2 | →web:\n"
                                "      | ^\n"
                                "hint: replace the tab, shown as '→', with spaces\n"},
        {"a: b\n\t\t\n", "f:2:1: error: found a tab in the indentation\n"
                         "    2 | →→\n"
                         "      | ^^\n"
                         "hint: replace the tab, shown as '→', with spaces\n"},
        {"a: |\n\tx\n", "f:2:1: error: found a tab in the indentation\n"
                        "    2 | →x\n"
                        "      | ^\n"
                        "hint: replace the tab, shown as '→', with spaces\n"},
        {"-\tb\n", "f:1:2: error: found a tab where a space is expected\n"
                   "    1 | -→b\n"
                   "      |  ^\n"
                   "hint: replace the tab, shown as '→', with spaces\n"},
    });
}

TEST_CASE("quotes and brackets that are never closed are shown where they begin") {
    check({
        {"a: \"x\nb: c\n", R"(f:1:4: error: this double quote is never closed
    1 | a: "x
      |    ^
hint: end the text with "
)"},
        {"a: 'x\n---\nb: c\n", R"(f:1:4: error: this single quote is never closed
    1 | a: 'x
      |    ^
f:2:1: note: a new document begins here, which ends all quotes
    2 | ---
      | ^^^
hint: end the text with '
)"},
        {"ports:\n  - \"80:80\n  - \"443:443\"\n", R"(f:2:5: error: this double quote is closed only in line 3
    2 |   - "80:80
      |     ^
f:3:6: note: '4' is left behind the text that ends here
    3 |   - "443:443"
      |      ^
hint: end the text on the line where it begins
)"},
        {"a: [1, 2\n", R"(f:1:4: error: this '[' is never closed
    1 | a: [1, 2
      |    ^
hint: end the list with ']'
)"},
        {"a: {b: c", R"(f:1:4: error: this '{' is never closed
    1 | a: {b: c
      |    ^
hint: end the mapping with '}'
)"},
        {"a:\n  - [b, {c: [d]}, {\n", R"(f:2:19: error: this '{' is never closed
    2 |   - [b, {c: [d]}, {
      |                   ^
hint: end the mapping with '}'
)"},
        {"a: [1,\n", R"(f:1:4: error: this '[' is never closed
    1 | a: [1,
      |    ^
hint: end the list with ']'
)"},
        {"a: [1, 2\nb: c\n", R"(f:1:4: error: this '[' is never closed
    1 | a: [1, 2
      |    ^
f:2:1: note: this line is not part of the list
    2 | b: c
      | ^
hint: end the list with ']'
)"},
    });
}

TEST_CASE("a separator that is missing between brackets is asked for") {
    check({
        {"a: [\"b\" \"c\"]\n", R"(f:1:9: error: expected ',' or ']', found '"'
    1 | a: ["b" "c"]
      |         ^
f:1:4: note: the list begins here
    1 | a: ["b" "c"]
      |    ^
)"},
        {"a: {b c: d e: f}\n", R"(f:1:13: error: expected ',' or '}', found ':'
    1 | a: {b c: d e: f}
      |             ^
f:1:4: note: the mapping begins here
    1 | a: {b c: d e: f}
      |    ^
)"},
    });
}

TEST_CASE("what follows a complete value is pointed at") {
    check({
        {"a: \"x\" y\n", R"(f:1:8: error: found 'y' after the end of the value
    1 | a: "x" y
      |        ^
hint: put the value in quotes: '"x" y'
)"},
        {"a: 'x' 'y'\n", R"(f:1:8: error: found a single quote after the end of the value
    1 | a: 'x' 'y'
      |        ^
hint: put the value in quotes: "'x' 'y'"
)"},
        {"a: [1] 2\n", R"(f:1:8: error: found '2' after the end of the value
    1 | a: [1] 2
      |        ^
hint: put the whole value in quotes if this is part of it
)"},
        {"{a: 1} b\n", R"(f:1:8: error: found 'b' after the end of the value
    1 | {a: 1} b
      |        ^
hint: put the whole value in quotes if this is part of it
)"},
    });
}

TEST_CASE("values that begin with a reserved character are to be quoted") {
    check({
        {"a: @x\n", R"(f:1:4: error: a value cannot begin with '@'
    1 | a: @x
      |    ^
hint: put the value in quotes: "@x"
)"},
        {"- *.example.com\n", R"(f:1:3: error: '*' begins an alias, but no name follows
    1 | - *.example.com
      |   ^
hint: put the value in quotes: "*.example.com"
)"},
        {"a: & b\n", R"(f:1:4: error: '&' begins an anchor, but no name follows
    1 | a: & b
      |    ^
hint: put the value in quotes: "& b"
)"},
        {"%x\n", R"(f:1:1: error: a line cannot begin with '%'
    1 | %x
      | ^
hint: put the text in quotes
)"},
        {"a: !x!y z\n", R"(f:1:4: error: unknown tag '!x!y'
    1 | a: !x!y z
      |    ^^^^
hint: put the value in quotes if '!' is part of it
)"},
        {"a: ]\n", R"(f:1:4: error: expected a value, found ']'
    1 | a: ]
      |    ^
hint: put the value in quotes if this is part of it
)"},
        {"a: > x\n", R"(f:1:6: error: expected the end of the line after '>', found 'x'
    1 | a: > x
      |      ^
hint: a block of text begins on the next line; put the value in quotes if it is no block
)"},
        {"a: \"\\d\"\n", R"(f:1:5: error: unknown escape '\d' in double quotes
    1 | a: "\d"
      |     ^^
hint: write '\\' for a backslash, or use single quotes
)"},
        {"a: \"\\xZZ\"\n", R"(f:1:7: error: expected hexadecimal digits, found 'Z'
    1 | a: "\xZZ"
      |       ^
hint: write '\\' for a backslash, or use single quotes
)"},
    });
}

TEST_CASE("lists and keys that do not belong together are told apart") {
    check({
        {"a: - b\n", R"(f:1:4: error: a list cannot begin on the line of its key
    1 | a: - b
      |    ^
hint: begin each item, '- item', on a line of its own, or put the value in quotes
)"},
        {"a: b\n- c\n", R"(f:2:1: error: found a list item among the keys of a mapping
    2 | - c
      | ^
f:1:1: note: the mapping begins here
    1 | a: b
      | ^
hint: remove the '-', or write a key above it that takes a list
)"},
        {"- a\nb: c\n", R"(f:2:1: error: expected another '- item' of the list, found 'b'
    2 | b: c
      | ^
f:1:1: note: the list begins here
    1 | - a
      | ^
hint: begin each item of the list with '- '
)"},
        {"a: b\n...\nc\n", R"(f:2:1: error: '...' ends the document, but text follows
    2 | ...
      | ^^^
f:3:1: note: the text is here
    3 | c
      | ^
hint: remove the '...'
)"},
    });
}

TEST_CASE("rare errors keep the parser's words, and what it was reading") {
    check({
        {"a: |0\n", R"(f:1:5: error: found an indentation indicator equal to 0
    1 | a: |0
      |     ^
f:1:4: note: while scanning a block scalar
    1 | a: |0
      |    ^
)"},
        {"%YAML 3.0\n---\na\n", R"(f:1:1: error: unsupported YAML version
    1 | %YAML 3.0
      | ^
hint: write '%YAML 1.2', or nothing
)"},
    });
}

TEST_CASE("bytes that are no text are located") {
    using namespace std::string_literals;
    CHECK(read_text("a: \xC3\xA9\xFF\n").messages == "f:1:5: error: found a byte that is not UTF-8: 0xff\n"
                                                     "    1 | a: \xC3\xA9?\n"
                                                     "      |     ^\n"
                                                     "hint: save the file as UTF-8 text\n");
    CHECK(read_text("a: b\nc: \0d\n"s).messages ==
          "f:2:4: error: found a control character: 0x00\n"
          "    2 | c: ?d\n"
          "      |    ^\n"
          "hint: remove it, or write it as an escape in double quotes\n");
    CHECK(read_text("a: \x8Bx\n").messages == "f:1:4: error: found a byte that is not UTF-8: 0x8b\n"
                                              "    1 | a: ?x\n"
                                              "      |    ^\n"
                                              "hint: save the file as UTF-8 text\n");
    CHECK(read_text("a: \xC3").messages == "f:1:4: error: found a byte that is not UTF-8: 0xc3\n"
                                           "    1 | a: ?\n"
                                           "      |    ^\n"
                                           "hint: save the file as UTF-8 text\n");
}

TEST_CASE("a file that is compressed is called that") {
    CHECK(read_text("\x1F\x8B\x08\x01").messages ==
          "f:1:1: error: this is no text, but a file compressed with gzip\n"
          "    1 | ????\n"
          "      | ^\n"
          "hint: unpack it first\n");
}

TEST_CASE("a key that stands twice is reported with its first place, and the first one is kept") {
    const ReadText read = read_text("web:\n  image: a\n  ports: []\n  image: b\n");
    CHECK(read.messages == R"(f:4:3: error: duplicate key 'image'
    4 |   image: b
      |   ^^^^^
f:2:3: note: first defined here
    2 |   image: a
      |   ^^^^^
)");
    CHECK(dump(read.documents) == "{web: {image: a, ports: []}}");
}

TEST_CASE("keys that are not text are reported and left out") {
    const ReadText read =
        read_text("80: a\ntrue: b\n~: c\nd: {? : d}\n? [x]\n: e\nf: {{ g }}\n!!str 1: h\n\"2\": i\n");
    CHECK(read.messages == R"(f:1:1: error: non-string key '80' (number)
    1 | 80: a
      | ^^
hint: put it in quotes: "80", or without the blank, if it is a text: "80:a"
f:2:1: error: non-string key 'true' (boolean)
    2 | true: b
      | ^^^^
hint: put it in quotes: "true"
f:3:1: error: non-string key '~' (null)
    3 | ~: c
      | ^
hint: put it in quotes: "~"
f:4:7: error: missing key before ':'
    4 | d: {? : d}
      |       ^
f:5:3: error: non-string key: found a list
    5 | ? [x]
      |   ^
hint: put the value in quotes if the brackets are part of it
f:7:5: error: non-string key: found a mapping
    7 | f: {{ g }}
      |     ^
hint: '{{' begins no variable: write ${NAME}, or put the value in quotes if the brackets are part of it
)");
    CHECK(dump(read.documents) == "{d: {}, f: {}, 1: h, 2: i}");
}

TEST_CASE("aliases that stand for nothing are reported, with the anchor that was probably meant") {
    check({
        {"a: &common 1\nb: *comon\n", R"(f:2:4: error: unknown anchor 'comon'
    2 | b: *comon
      |    ^^^^^^
hint: did you mean '*common'?
)"},
        {"a: *b\nb: &b 1\n", R"(f:1:4: error: unknown anchor 'b'
    1 | a: *b
      |    ^^
f:2:4: note: the anchor comes only here
    2 | b: &b 1
      |    ^^
hint: an anchor must stand above its aliases
)"},
        {"a: &x\n  b: [*x]\n", R"(f:2:7: error: alias '*x' stands inside what it stands for
    2 |   b: [*x]
      |       ^^
f:1:4: note: the anchor is here
    1 | a: &x
      |    ^^
)"},
    });
}

TEST_CASE("what cannot be merged is reported") {
    check({
        {"a:\n  <<: 1\n", R"(f:2:7: error: expected a mapping to merge
    2 |   <<: 1
      |       ^
hint: '<<' takes an alias of a mapping, or a list of those
)"},
        {"a: {<<: [{b: c}, d]}\n", R"(f:1:18: error: expected a mapping to merge
    1 | a: {<<: [{b: c}, d]}
      |                  ^
hint: an alias begins with '*': '<<: *d'
)"},
        {"a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n", R"(f:4:3: error: duplicate key '<<'
    4 |   <<: *a
      |   ^^
f:3:3: note: first defined here
    3 |   <<: *a
      |   ^^
hint: merge several mappings with one key: '<<: [*a, *b]'
)"},
    });
}

TEST_CASE("a text that is not what its tag asks for is reported") {
    check({
        {"a: !!int x\n", R"(f:1:10: error: expected an integer after its tag
    1 | a: !!int x
      |          ^
)"},
        {"a: !!binary '*'\n", R"(f:1:13: error: expected base64 text after its tag
    1 | a: !!binary '*'
      |             ^^^
)"},
    });
}

TEST_CASE("an error in an anchored part is reported once, however often it is copied") {
    CHECK(read_text("a: &x {k: 1, k: 2}\nb: *x\nc: {<<: *x}\n").errors.size() == 1);
}

TEST_CASE("all problems of a text are reported in reading order") {
    const ReadText read = read_text("1: a\nb: *x\n2: c\n---\nd: [\n");
    std::string places;
    for (const Error& error : read.errors) places += std::to_string(error.where->line) + " ";
    CHECK(places == "1 2 3 5 ");
}

TEST_CASE("documents before a syntax error are kept, and the one that has it cannot be read") {
    const ReadText read = read_text("a: 1\n---\nb: [\n");
    CHECK(dump(read.documents) == "{a: 1} --- null");
    CHECK(!is_unreadable(read.documents.at(0)));
    CHECK(is_unreadable(read.documents.at(1)));
}

TEST_CASE("long names are cut in messages") {
    const std::string name(1'000'000, 'k');
    const std::string shown = "'" + std::string(80, 'k') + "...'";
    CHECK(read_text("? " + name + "\n: 1\n? " + name + "\n: 2\n").errors.at(0).message ==
          "duplicate key " + shown);
    CHECK(read_text(name + "\nx: y\n").errors.at(0).message == "expected ':' after " + shown);
    CHECK(read_text("*" + name + "\n").errors.at(0).message == "unknown anchor " + shown);
}
