#pragma once

#include <string>
#include <string_view>

namespace muster::cmd {

/// A file that appears under its name only once it is complete: until commit() it is a temporary one beside
/// it, which goes with this object. Pipes and devices are written to directly.
class OutputFile {
  public:
    /// Throws Error (usage) with the system's reason when it cannot be made.
    explicit OutputFile(std::string path);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    /// Throws Error (usage) with the system's reason, for example on a full disk.
    void write(std::string_view bytes);
    void commit();

  private:
    [[noreturn]] void fail() const;

    const std::string path_;
    std::string temporary_; ///< empty when written to directly, or when committed
    int descriptor_ = -1;
};

} // namespace muster::cmd
