#include "compose/load/short_forms.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "compose/load/paths.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

namespace muster::compose::load {

namespace {

bool is_drive_letter(const std::string& part) {
    return part.size() == 1 && std::isalpha(static_cast<unsigned char>(part[0])) != 0;
}

/// The parts between colons. The colon of "C:\\data" does not separate; the one of "v:/data" does, for "v" is
/// more likely a volume of that name.
std::vector<std::string> split_mount(std::string_view text) {
    std::vector<std::string> parts;
    for (std::string& part : split(text, ':')) {
        const bool continues_drive =
            !parts.empty() && is_drive_letter(parts.back()) && part.starts_with('\\');
        if (continues_drive)
            parts.back() += ":" + part;
        else
            parts.push_back(std::move(part));
    }
    return parts;
}

bool is_propagation(const std::string& option) {
    static constexpr std::array<std::string_view, 6> known{"rprivate", "private", "rshared",
                                                           "shared",   "rslave",  "slave"};
    return std::find(known.begin(), known.end(), option) != known.end();
}

BindOptions& bind_options(Mount& mount) { return mount.bind ? *mount.bind : mount.bind.emplace(); }

void apply_option(ShortMount& result, const std::string& option) {
    Mount& mount = result.mount;
    if (option == "ro")
        mount.read_only = true;
    else if (option == "rw")
        mount.read_only = false;
    else if (option == "nocopy")
        mount.volume.emplace().nocopy = true;
    else if (option == "z" || option == "Z")
        bind_options(mount).selinux = option;
    else if (is_propagation(option))
        bind_options(mount).propagation = option;
    else
        result.unknown_options.push_back(option);
}

void settle_type(Mount& mount) {
    if (is_host_path(mount.source)) {
        mount.type = "bind";
        bind_options(mount).create_host_path = true;
        return;
    }
    mount.type = "volume";
    if (!mount.volume) mount.volume.emplace();
}

} // namespace

std::pair<std::string, std::optional<std::string>> split_assignment(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return {std::string(text), std::nullopt};
    return {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

ShortMount parse_mount(std::string_view text) {
    if (text.empty()) throw std::invalid_argument("an empty text, expected [SOURCE:]TARGET[:OPTIONS]");
    const std::vector<std::string> parts = split_mount(text);
    if (parts.size() > 3)
        throw std::invalid_argument(quoted(text) +
                                    " has too many colons, expected [SOURCE:]TARGET[:OPTIONS]");
    if (std::any_of(parts.begin(), parts.end(), [](const std::string& part) { return part.empty(); }))
        throw std::invalid_argument(quoted(text) +
                                    " has an empty part between colons, expected [SOURCE:]TARGET[:OPTIONS]");
    ShortMount result;
    result.mount.target = clean_target(parts.size() == 1 ? parts[0] : parts[1]);
    if (parts.size() > 1) result.mount.source = parts[0];
    if (parts.size() > 2)
        for (const std::string& option : split(parts[2], ',')) apply_option(result, option);
    settle_type(result.mount);
    return result;
}

DeviceMapping parse_device(std::string_view text) {
    const std::vector<std::string> parts = split(text, ':');
    if (parts.front().empty() || parts.size() > 3)
        throw std::invalid_argument(quoted(text) +
                                    " is not a device, expected SOURCE[:TARGET[:PERMISSIONS]]");
    DeviceMapping device{parts[0], parts[0], "rwm"};
    if (parts.size() > 1 && !parts[1].empty()) device.target = parts[1];
    if (parts.size() > 2) device.permissions = parts[2];
    return device;
}

std::pair<std::string, std::string> parse_extra_host(std::string_view text) {
    std::size_t separator = text.find('=');
    if (separator == std::string_view::npos) separator = text.find(':');
    if (separator == std::string_view::npos || separator == 0 || separator + 1 == text.size())
        throw std::invalid_argument(quoted(text) + " is not a host and its address, expected HOST=IP");
    std::string_view address = text.substr(separator + 1);
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    return {std::string(text.substr(0, separator)), std::string(address)};
}

std::string clean_target(std::string_view path) {
    if (!path.starts_with('/')) return std::string(path);
    return resolve_path("/", std::string(path));
}

} // namespace muster::compose::load
