#include "cmd/prompt.hpp"

#include "tests/cmd/command_scene.hpp"
#include "tests/cmd/given_input.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace muster;
using namespace muster::cmd;

namespace {

/// What this process writes to standard output, while this lives.
class OwnOutput {
  public:
    OwnOutput() : before_(::dup(STDOUT_FILENO)), file_(::memfd_create("output", 0)) {
        ::dup2(file_, STDOUT_FILENO);
    }
    ~OwnOutput() {
        ::dup2(before_, STDOUT_FILENO);
        ::close(before_);
        ::close(file_);
    }
    OwnOutput(const OwnOutput&) = delete;
    OwnOutput& operator=(const OwnOutput&) = delete;

    std::string text() const {
        std::string text(static_cast<std::size_t>(::lseek(file_, 0, SEEK_CUR)), '\0');
        [[maybe_unused]] const ssize_t count = ::pread(file_, text.data(), text.size(), 0);
        return text;
    }

  private:
    int before_;
    int file_;
};

struct Answer {
    bool is_agreed;
    std::string printed;
    std::string left; ///< of the input
};

Answer ask(const std::string& input) {
    CommandScene scene({"version"});
    const GivenInput given(input);
    const OwnOutput output;
    const bool is_agreed = confirm(scene.session(), "Go on?");
    std::array<char, 100> rest{};
    const ssize_t count = ::read(STDIN_FILENO, rest.data(), rest.size());
    return {is_agreed, output.text(), {rest.data(), static_cast<std::size_t>(count)}};
}

} // namespace

TEST_CASE("a question goes to standard output, and its line is ended where nobody types an answer") {
    CHECK(ask("y\n").printed == "Go on? [y/N] \n");
}

TEST_CASE("y, yes, t, true and 1 are a yes, in capitals or not; anything else is a no") {
    for (const char* yes : {"y", "Y", "yes", "YES", " y ", "t", "true", "True", "1", "y\r"}) {
        CAPTURE(yes);
        CHECK(ask(std::string(yes) + "\n").is_agreed);
        CHECK(ask(yes).is_agreed); // at the end of the input
    }
    for (const char* no : {"", "n", "no", "0", "false", "yy", "yes please", "j", "-1"}) {
        CAPTURE(no);
        CHECK_FALSE(ask(std::string(no) + "\n").is_agreed);
    }
}

TEST_CASE("an answer takes one line of the input and leaves the rest to others") {
    const Answer answer = ask("yes\nsecond\n");
    CHECK(answer.is_agreed);
    CHECK(answer.left == "second\n");
    CHECK_FALSE(ask(std::string(1000, 'y')).is_agreed);
}
