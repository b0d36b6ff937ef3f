#include "cmd/prompt.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <unistd.h>

namespace muster::cmd {

namespace {

constexpr std::size_t longest_answer = 64;

/// Byte by byte, so that what follows the answer is left to whoever reads next.
std::string read_line() {
    std::string line;
    for (char byte = 0; line.size() < longest_answer;) {
        const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0 || byte == '\n') break;
        line += byte;
    }
    return line;
}

bool is_yes(const std::string& answer) {
    static constexpr std::array<std::string_view, 5> words{"y", "yes", "t", "true", "1"};
    return std::find(words.begin(), words.end(), to_lower(trim(answer))) != words.end();
}

} // namespace

bool confirm(Session& session, const std::string& question) {
    session.out().write(question + " [y/N] ");
    const bool is_agreed = is_yes(read_line());
    if (::isatty(STDIN_FILENO) != 1) session.out().write("\n");
    return is_agreed;
}

} // namespace muster::cmd
