#include "cmd/size_text.hpp"

#include <array>
#include <cstdio>

namespace muster::cmd {

namespace {

struct Scale {
    double base;
    int digits;
    std::array<const char*, 9> units;
};

constexpr Scale decimal{1000, 3, {"B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"}};
constexpr Scale binary{1024, 4, {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"}};

std::string scaled(std::int64_t bytes, const Scale& scale) {
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= scale.base && unit + 1 < scale.units.size(); ++unit) value /= scale.base;
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.*g%s", scale.digits, value, scale.units[unit]);
    return buffer.data();
}

} // namespace

std::string decimal_size(std::int64_t bytes) { return scaled(bytes, decimal); }

std::string binary_size(std::int64_t bytes) { return scaled(bytes, binary); }

} // namespace muster::cmd
