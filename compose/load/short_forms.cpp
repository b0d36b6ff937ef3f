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

bool begins_path(const std::string& part) {
    return part.starts_with('/') || part.starts_with('\\') || is_drive_letter(part);
}

/// The parts between colons. The colon of "C:\\data" does not separate, nor does that of "C:/data" before
/// another path; the one of "v:/data" does, for "v" is more likely a volume of that name.
std::vector<std::string> split_mount(std::string_view text) {
    const std::vector<std::string> pieces = split(text, ':');
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const bool follows_letter = !parts.empty() && is_drive_letter(parts.back());
        const bool may_continue = parts.size() > 1 || (i + 1 < pieces.size() && begins_path(pieces[i + 1]));
        if (follows_letter && (pieces[i].starts_with('\\') || (pieces[i].starts_with('/') && may_continue)))
            parts.back() += ":" + pieces[i];
        else
            parts.push_back(pieces[i]);
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
        bind_options(mount).create_host_path.written = true;
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
    // So short a text is a path of the container whatever it holds; Docker Compose gives it no options at
    // all.
    if (text.size() <= 2 && text.find(':') == std::string_view::npos) {
        ShortMount anonymous;
        anonymous.mount.type = "volume";
        anonymous.mount.target = std::string(text);
        return anonymous;
    }
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
    // Docker Compose gives no volume options to "/a", as it does to "/ab".
    if (text.size() <= 2) result.mount.volume.reset();
    return result;
}

DeviceMapping parse_device(std::string_view text) {
    const std::vector<std::string> parts = split(text, ':');
    if (parts.size() > 3)
        throw std::invalid_argument(quoted(text) +
                                    " is not a device, expected SOURCE[:TARGET[:PERMISSIONS]]");
    DeviceMapping device;
    device.source = parts[0];
    device.target = parts[0];
    device.permissions = "rwm";
    if (parts.size() > 1 && !parts[1].empty()) device.target = parts[1];
    if (parts.size() > 2) device.permissions = parts[2];
    return device;
}

std::pair<std::string, std::string> parse_extra_host(std::string_view text) {
    std::size_t separator = text.find('=');
    if (separator == std::string_view::npos || separator == 0) separator = text.find(':');
    if (separator == std::string_view::npos || separator == 0)
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
