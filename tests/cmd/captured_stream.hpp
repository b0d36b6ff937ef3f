#pragma once

#include "cmd/terminal.hpp"

#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace muster::cmd {

/// A Stream whose text the test can read.
class CapturedStream {
  public:
    CapturedStream() : descriptor_(::memfd_create("captured", MFD_CLOEXEC)), stream_(descriptor_) {}
    ~CapturedStream() { ::close(descriptor_); }
    CapturedStream(const CapturedStream&) = delete;
    CapturedStream& operator=(const CapturedStream&) = delete;

    Stream& stream() { return stream_; }

    std::string text() const {
        std::string text(static_cast<std::size_t>(::lseek(descriptor_, 0, SEEK_CUR)), '\0');
        [[maybe_unused]] const ssize_t count = ::pread(descriptor_, text.data(), text.size(), 0);
        return text;
    }

  private:
    int descriptor_;
    Stream stream_;
};

} // namespace muster::cmd
