#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace muster::cmd {

/// Text in columns as Docker's tools print it: as wide as their widest cell and some blanks, the last
/// one as it comes.
class Table {
  public:
    static constexpr std::size_t docker_minimum = 10;  ///< the Docker CLI's tables: ps, volumes
    static constexpr std::size_t compose_minimum = 20; ///< Docker Compose's own: ls, images
    static constexpr std::size_t narrow_minimum = 4;   ///< its top
    static constexpr std::size_t usual_gap = 3;
    static constexpr std::size_t narrow_gap = 2; ///< top

    explicit Table(std::vector<std::string> header, std::size_t minimum_width = docker_minimum,
                   std::size_t gap = usual_gap);

    /// REQUIRES: as many cells as the header has.
    void add(std::vector<std::string> cells);
    /// The lines, each with its end; the header alone when there are no rows.
    std::string render() const;

  private:
    std::size_t minimum_width_;
    std::size_t gap_;
    std::vector<std::vector<std::string>> rows_; ///< the header first
};

} // namespace muster::cmd
