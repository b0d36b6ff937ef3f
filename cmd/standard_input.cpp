#include "cmd/standard_input.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace muster::cmd {

namespace {

[[noreturn]] void fail(const std::string& what) {
    throw Error(ErrorKind::usage, what + ": " + to_lower(std::strerror(errno)));
}

std::size_t read_input(std::span<char> buffer) {
    for (;;) {
        const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EINTR) fail("cannot read standard input");
    }
}

} // namespace

engine::ByteSource StandardInput::source() {
    if (reads_ == Reads::one) return read_input;
    if (!kept_) keep();
    std::rewind(kept_.get());
    return [file = kept_.get()](std::span<char> buffer) {
        return std::fread(buffer.data(), 1, buffer.size(), file);
    };
}

void StandardInput::keep() {
    kept_.reset(std::tmpfile());
    if (!kept_) fail("cannot keep standard input in a temporary file");
    std::array<char, 1UL << 16> block{};
    while (const std::size_t count = read_input(block))
        if (std::fwrite(block.data(), 1, count, kept_.get()) != count)
            fail("cannot keep standard input in a temporary file");
}

} // namespace muster::cmd
