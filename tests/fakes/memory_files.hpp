#pragma once

#include "base/files.hpp"

#include <map>
#include <string>

namespace muster::fakes {

/// A file system in memory: files by absolute path; a directory exists as soon as a file lies below it.
class MemoryFiles final : public Files {
  public:
    MemoryFiles() = default;
    explicit MemoryFiles(std::map<std::string, std::string> files) : files_(std::move(files)) {}

    void put(std::string path, std::string text) { files_[std::move(path)] = std::move(text); }

    FileType type(const std::string& path) const override;
    std::string read(const std::string& path, std::size_t limit) const override;

  private:
    std::map<std::string, std::string> files_;
};

} // namespace muster::fakes
