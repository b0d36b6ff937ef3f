#include "compose/source/yaml_draft.hpp"
#include "tests/compose/source/read_text.hpp"

#include <chrono>
#include <doctest/doctest.h>

using namespace muster;
using namespace muster::compose::source;

namespace {

std::string repeated(const std::string& text, std::size_t count) {
    std::string out;
    out.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

std::size_t count_all_nodes(const std::vector<Node>& documents) {
    std::size_t count = 0;
    for (const Node& document : documents) count += count_nodes(document);
    return count;
}

std::string first_message(const ReadText& read) { return read.errors.empty() ? "" : read.errors[0].message; }

/// Nine lists, each of nine aliases of the one before.
std::string billion_laughs() {
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        const std::string below = "*a" + std::to_string(i - 1);
        const std::string name = "a" + std::to_string(i);
        text += name + ": &" + name + " [" + repeated(below + ", ", 8) + below + "]\n";
    }
    return text;
}

} // namespace

TEST_CASE("nesting is limited, in brackets, dashes, keys and what aliases make of it") {
    for (const char* opening : {"[", "{a: ", "- ", "? ", "[{"}) {
        CAPTURE(opening);
        CHECK(first_message(read_text(repeated(opening, 100'000))) == "more than 1000 levels of nesting");
    }
    std::string chain = "a0: &a0 [x]\n";
    for (int i = 1; i < 1'200; ++i)
        chain +=
            "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
    CHECK_FALSE(read_text(chain).errors.empty());
}

TEST_CASE("nesting up to the limit is read") {
    const ReadText read = read_text(repeated("[", 1'000) + repeated("]", 1'000));
    CHECK(read.messages.empty());
    CHECK(count_all_nodes(read.documents) == 1'000);
}

TEST_CASE("aliases cannot make a small text stand for a great tree") {
    const ReadText read = read_text(billion_laughs());
    REQUIRE(read.errors.size() == 1);
    CHECK(read.errors[0].message == "excessive aliasing: this alias stands for too much");
    CHECK(read.errors[0].where.has_value());
    CHECK(count_all_nodes(read.documents) < 200'000);
}

TEST_CASE("aliases in merge keys count too") {
    std::string text = "a0: &a0 {k: x}\n";
    for (int i = 1; i < 24; ++i) {
        const std::string below = "*a" + std::to_string(i - 1);
        const std::string name = "a" + std::to_string(i);
        text += name + ": &" + name + " {<<: [" + repeated(below + ", ", 8) + below + "], k" +
                std::to_string(i) + ": [" + below + ", " + below + "]}\n";
    }
    CHECK(first_message(read_text(text)) == "excessive aliasing: this alias stands for too much");
}

TEST_CASE("a text of too many values is refused") {
    CHECK(first_message(read_text(repeated("- a\n", 1'000'000))) == "more than 1000000 values in one file");
    CHECK(read_text(repeated("- a\n", 999'998)).errors.empty());
}

TEST_CASE("whatever makes a value or a document is counted") {
    for (const char* piece : {"- a\n", "- \n", "---\n", "- []\n", "- {}\n", "? k\n", "- &a x\n", "- *a\n"}) {
        CAPTURE(piece);
        Diagnostics problems;
        const std::string text = "&a a:\n" + repeated(piece, 1'001);
        DraftReader reader(0, text, problems, 1'000);
        while (reader.next() != nullptr) {
        }
        CHECK(reader.has_failed());
        REQUIRE(problems.errors().size() == 1);
        CHECK(problems.errors()[0].message == "more than 1000 values in one file");
    }
}

TEST_CASE("aliases of long texts and of keys count too") {
    const std::string anchor = "- &a " + std::string(1'000'000, 'x') + "\n";
    for (const char* use : {"- *a\n", "- {*a : 1}\n", "- {k: *a}\n"}) {
        CAPTURE(use);
        CHECK(first_message(read_text(anchor + repeated(use, 2'000))) ==
              "excessive aliasing: this alias stands for too much");
    }
}

TEST_CASE("what a large project needs is within the limits") {
    std::string text = "x-common: &common\n";
    for (int i = 0; i < 20; ++i) text += "  k" + std::to_string(i) + ": v\n";
    text += "services:\n";
    for (int i = 0; i < 5'000; ++i) {
        const std::string name = std::to_string(i);
        text += "  s" + name + ":\n    <<: *common\n    image: i" + name +
                "\n    labels: {a: b, c: d}\n    ports: [1, 2]\n";
    }
    const ReadText read = read_text(text);
    CHECK(read.messages.empty());
    CHECK(count_all_nodes(read.documents) > 125'000);
}

TEST_CASE("a flood of problems ends at a hundred") {
    CHECK(read_text("[" + repeated("*a,", 100'000) + "]").errors.size() == 100);
    CHECK(read_text(repeated("a: 1\n", 100'000)).errors.size() == 100);
}

TEST_CASE("hostile and huge texts are read, or refused, in linear time") {
    const auto start = std::chrono::steady_clock::now();
    struct Row {
        std::string what;
        std::string text;
        bool is_valid;
    };
    const Row rows[] = {
        {"NUL bytes", std::string(1'000'000, '\0'), false},
        {"stray bytes", repeated("a: b\n\xFF\xFE", 200'000), false},
        {"a long line", "a: " + std::string(5'000'000, 'x'), true},
        {"a long line in a list", "[" + repeated("a,", 200'000) + "]", true},
        {"an open quote", "a: \"" + repeated("x\n ", 500'000), false},
        {"tabs", "a:\n" + std::string(1'000'000, '\t'), false},
        {"a text of many lines", "a: " + repeated("x\n  ", 300'000), true},
        {"many anchors on a line", "[" + repeated("&k v, ", 100'000) + "]", true},
        {"many documents", repeated("---\n", 100'000), true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(read_text(row.text).errors.empty() == row.is_valid);
    }
    // Quadratic time would take minutes.
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(60));
}

TEST_CASE("a text whose lines end in carriage returns alone has its problem named") {
    CHECK(read_text("a\n\r\r~ :0::").errors.size() == 1);
}

TEST_CASE("a text that ends within an escape has its problem inside") {
    CHECK(read_text("a: \"b\\").errors.at(0).where == Span{0, 1, 6, 1});
}

TEST_CASE("every beginning of a text is read or refused, with a place, and never crashes") {
    const std::string text =
        "%YAML 1.1\n---\nx: &a !!str \"q\\u00e9\"\n? [b, {c: 'd'}]\n: |-\n  e\n  f\n<<: {g: *a}\n"
        "h: !reset >+2\n   i\n\nj: [*a, !override k, ~, 010]\n...\n--- # l\n- - m\n  -\n";
    for (std::size_t length = 0; length <= text.size(); ++length) {
        CAPTURE(length);
        for (const Error& error : read_text(text.substr(0, length)).errors) CHECK(error.where.has_value());
    }
}

TEST_CASE("a text with any one byte replaced is read or refused, with a place, and never crashes") {
    const std::string text = "a: &x {b: 'c', d: [\"e\", *x2]}\nf:\n  - g: |\n      h\n  - !reset\n<<: *x\n";
    for (std::size_t i = 0; i < text.size(); ++i)
        for (const char c : std::string("\0\t\n :-[]{}&*!|'\"%@#?,\\\x80\xFF", 25)) {
            std::string changed = text;
            changed[i] = c;
            CAPTURE(changed);
            for (const Error& error : read_text(changed).errors) CHECK(error.where.has_value());
        }
}
