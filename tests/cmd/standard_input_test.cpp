#include "cmd/standard_input.hpp"

#include "base/error.hpp"
#include "tests/cmd/given_input.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace muster;
using namespace muster::cmd;

namespace {

std::string read_all(const engine::ByteSource& source) {
    std::string all;
    std::array<char, 7> block{};
    while (const std::size_t count = source(block)) all.append(block.data(), count);
    return all;
}

} // namespace

TEST_CASE("standard input comes to its one reader as it is") {
    const GivenInput given(std::string_view("some\0bytes\n", 11));
    StandardInput input(StandardInput::Reads::one);
    CHECK(read_all(input.source()) == std::string("some\0bytes\n", 11));
}

TEST_CASE("each of several readers gets standard input from its beginning") {
    const std::string text(200'000, 'x');
    const GivenInput given(text);
    StandardInput input(StandardInput::Reads::several);
    CHECK(read_all(input.source()) == text);
    CHECK(read_all(input.source()) == text);
    const auto begun = input.source();
    std::array<char, 10> block{};
    CHECK(begun(block) == 10);
    CHECK(read_all(input.source()) == text);
}

TEST_CASE("standard input that is not there at all is an error, an empty one is not") {
    {
        const GivenInput given("");
        StandardInput input(StandardInput::Reads::several);
        CHECK(read_all(input.source()).empty());
    }
    const GivenInput given("");
    ::close(STDIN_FILENO);
    StandardInput input(StandardInput::Reads::one);
    std::string message;
    try {
        read_all(input.source());
    } catch (const Error& error) {
        message = error.message;
    }
    CHECK(message == "cannot read standard input: bad file descriptor");
}
