#pragma once

#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace muster::cmd {

/// Standard input of this process is the text, as long as this lives.
class GivenInput {
  public:
    explicit GivenInput(std::string_view text) : before_(::dup(STDIN_FILENO)) {
        const int file = ::memfd_create("input", 0);
        [[maybe_unused]] const ssize_t count = ::write(file, text.data(), text.size());
        ::lseek(file, 0, SEEK_SET);
        ::dup2(file, STDIN_FILENO);
        ::close(file);
    }
    ~GivenInput() {
        ::dup2(before_, STDIN_FILENO);
        ::close(before_);
    }
    GivenInput(const GivenInput&) = delete;
    GivenInput& operator=(const GivenInput&) = delete;

  private:
    int before_;
};

} // namespace muster::cmd
