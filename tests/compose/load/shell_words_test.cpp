#include "compose/load/shell_words.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace muster::compose::load {

namespace {

struct WordsCase {
    const char* text;
    const char* words; ///< each in brackets, then the operator that ended the command
};

std::string dump(std::string_view text) {
    const ShellWords result = split_shell_words(text);
    std::string out;
    for (const std::string& word : result.words) out += "[" + word + "]";
    if (result.stopped_at) out += *result.stopped_at;
    return out;
}

} // namespace

TEST_CASE("a command is taken apart as Docker Compose does it") {
    const WordsCase cases[] = {
        {"", ""},
        {"   ", ""},
        {"a  b\tc\nd", "[a][b][c][d]"},
        {"'a b' \"c d\"", "[a b][c d]"},
        {"a'b c'\"d\"e", "[ab cde]"},
        {"'' \"\"", "[][]"},
        {R"(a\ b c\\d)", R"([a b][c\d])"},
        {R"('a\b')", R"([a\b])"},
        {R"("a\"b\nc")", R"([a"bnc])"},
        {"`date -u` x", "[`date -u`][x]"},
        {"$(a b)c $X", "[$(a b)c][$X]"},
        {"a # b", "[a][#][b]"},
        {"a | b", "[a]|"},
        {"a&& b", "[a]&"},
        {"a;b", "[a];"},
        {"a 2>x", "[a]>"},
        {"a b>x", "[a][b]>"},
        {"'a | b'", "[a | b]"},
    };
    for (const WordsCase& words : cases) {
        CAPTURE(words.text);
        CHECK(dump(words.text) == words.words);
    }
}

TEST_CASE("a command with a quote, bracket or backslash too many is refused") {
    for (const char* text : {"'a", "\"a", "`a", "$(a", "(a)", "a)", "a\\", "\"a\\"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(split_shell_words(text), std::invalid_argument);
    }
}

} // namespace muster::compose::load
