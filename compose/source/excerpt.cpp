#include "compose/source/excerpt.hpp"

#include "base/text.hpp"

namespace muster::compose::source {

namespace {

constexpr std::size_t longest_excerpt = 80;
constexpr std::size_t longest_code_point = 4;

} // namespace

std::string excerpt(std::string_view text) {
    const auto points = split_code_points(text.substr(0, (longest_excerpt + 1) * longest_code_point));
    if (points.size() <= longest_excerpt) return std::string(text);
    std::string out;
    for (std::size_t i = 0; i < longest_excerpt; ++i) out += points[i];
    return out + "...";
}

} // namespace muster::compose::source
