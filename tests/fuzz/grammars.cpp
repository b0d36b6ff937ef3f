#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "base/units.hpp"
#include "compose/load/shell_words.hpp"
#include "compose/load/short_forms.hpp"
#include "compose/source/excerpt.hpp"
#include "compose/source/natural_order.hpp"
#include "compose/source/scalar.hpp"
#include "compose/source/yaml_encoding.hpp"
#include "compose/source/yaml_writer.hpp"
#include "engine-client/image_reference.hpp"
#include "network/address.hpp"
#include "network/ports.hpp"
#include "tests/fuzz/memory_project.hpp"
#include "tests/fuzz/properties.hpp"

#include <array>
#include <cmath>
#include <stdexcept>

/// The small grammars: the first byte, counted from '0', selects a function, or the attribute of a service
/// that the rest becomes the value of.

using namespace muster;
using fuzz::require;
using fuzz::require_equal;

namespace {

void check_ports(std::string_view text) {
    for (const network::PortMapping& port : network::parse_ports(text)) {
        require(port.target >= 1 && port.target <= 65535, "a port is out of range", std::string(text));
        require(network::parse_ports(to_string(port)).size() == 1, "a port cannot be read again",
                to_string(port));
    }
}

void check_mount(std::string_view text) {
    const auto mount = compose::load::parse_mount(text).mount;
    require(!mount.target.empty(), "a mount has no target", std::string(text));
}

void check_duration(std::string_view text) {
    const auto duration = parse_duration(text);
    if (duration)
        require(parse_duration(to_string(*duration)) == duration, "a duration changes", to_string(*duration));
}

void check_bytes(std::string_view text) {
    const auto bytes = parse_bytes(text);
    if (!bytes) return;
    require(bytes->count >= -1, "a size is negative", std::string(text));
    require(!human_size(bytes->count).empty(), "a size shows as nothing");
}

void check_shell_words(std::string_view text) {
    const auto words = compose::load::split_shell_words(text).words;
    std::string quoted_again;
    for (const std::string& word : words) {
        quoted_again += '"';
        for (const char c : word) quoted_again += std::string(c == '"' || c == '\\' ? "\\" : "") + c;
        quoted_again += "\" ";
    }
    require(compose::load::split_shell_words(quoted_again).words == words, "quoted words change",
            quoted_again);
}

void check_extra_host(std::string_view text) {
    require(!compose::load::parse_extra_host(text).first.empty(), "a host has no name");
}

void check_device(std::string_view text) {
    require(!compose::load::parse_device(text).source.empty(), "a device has no path");
}

void check_assignment(std::string_view text) {
    const auto [key, value] = compose::load::split_assignment(text);
    require_equal(key + (value ? "=" + *value : ""), std::string(text), "an assignment changes");
}

void check_image(std::string_view text) {
    const engine::ImageReference image = engine::parse_image_reference(text);
    require(engine::parse_image_reference(engine::normalised_name(image)) == image, "an image changes",
            engine::normalised_name(image));
    require(engine::parse_image_reference(engine::familiar_name(image)) == image, "a familiar image changes",
            engine::familiar_name(image));
}

void check_number(std::string_view text) {
    using namespace compose::source;
    const auto number = parse_float(text);
    if (number && !std::isnan(*number)) {
        const std::string shown = format_float(*number);
        const std::string yaml = std::isinf(*number) ? (*number > 0 ? ".inf" : "-.inf") : shown;
        require(parse_float(yaml) == number, "a number changes", std::string(text) + " -> " + shown);
    }
    if (const auto integer = parse_integer(text))
        require(parse_integer(std::to_string(*integer)) == integer, "an integer changes", std::string(text));
    require(parse_integer(text) ? resolve_plain(text) == ScalarType::integer : true,
            "an integer is not called one", std::string(text));
}

void check_written_text(std::string_view text) {
    Value map = Value::map();
    map.add("text", text);
    map.add("list", Value::List{text, Value::List{text}});
    fuzz::require_yaml_round_trip(map);
    if (find_invalid_utf8(text)) return;
    Value keys = Value::map();
    keys.add(std::string(text), "value");
    fuzz::require_yaml_round_trip(keys);
}

void check_natural_order(std::string_view text) {
    const auto parts = split(text, '|');
    for (const std::string& a : parts)
        for (const std::string& b : parts) {
            const bool both =
                compose::source::is_naturally_less(a, b) && compose::source::is_naturally_less(b, a);
            require(!both, "each of two keys stands before the other", a + " " + b);
        }
}

void check_address(std::string_view text) {
    network::is_valid_mac(text);
    if (network::is_valid_cidr(text))
        require(network::is_valid_ip(text.substr(0, text.find('/'))), "a network has no address",
                std::string(text));
}

void check_path(std::string_view text) {
    const std::string path = resolve_path("/base", std::string(text));
    require_equal(resolve_path("/", path), path, "a clean path changes");
}

void check_texts(std::string_view text) {
    std::string joined;
    for (const std::string_view point : split_code_points(text)) joined += point;
    require_equal(joined, std::string(text), "code points lose bytes");
    require(count_code_points(text) == split_code_points(text).size(), "code points are counted wrongly");
    require(count_code_points(compose::source::excerpt(text)) <= 83, "an excerpt is long");
    const auto parts = split(text.substr(0, 400), '|');
    nearest(parts.back(), parts);
}

void check_encoding(std::string_view text) {
    for (const char* mark : {"\xFF\xFE", "\xFE\xFF"}) {
        const std::string decoded = compose::source::to_utf8(mark + std::string(text));
        require(!find_invalid_utf8(decoded), "decoded text is not UTF-8", decoded);
    }
}

using Check = void (*)(std::string_view);
constexpr std::array<Check, 16> checks{
    check_ports,   check_mount,      check_duration, check_bytes,   check_shell_words,  check_extra_host,
    check_device,  check_assignment, check_image,    check_number,  check_written_text, check_natural_order,
    check_address, check_path,       check_texts,    check_encoding};

/// Attributes of a service as paths; a "-" is a list item.
constexpr std::array<const char*, 48> attributes{"ports/-",
                                                 "volumes/-",
                                                 "mem_limit",
                                                 "shm_size",
                                                 "cpus",
                                                 "cpuset",
                                                 "command",
                                                 "entrypoint",
                                                 "restart",
                                                 "stop_grace_period",
                                                 "stop_signal",
                                                 "healthcheck/interval",
                                                 "healthcheck/test",
                                                 "user",
                                                 "network_mode",
                                                 "pid",
                                                 "ipc",
                                                 "platform",
                                                 "pull_policy",
                                                 "extra_hosts/-",
                                                 "sysctls/-",
                                                 "dns/-",
                                                 "expose/-",
                                                 "devices/-",
                                                 "tmpfs/-",
                                                 "ulimits/nofile",
                                                 "logging/driver",
                                                 "build",
                                                 "build/args/-",
                                                 "container_name",
                                                 "hostname",
                                                 "mac_address",
                                                 "labels/-",
                                                 "environment/-",
                                                 "oom_score_adj",
                                                 "pids_limit",
                                                 "scale",
                                                 "deploy/replicas",
                                                 "deploy/resources/limits/memory",
                                                 "deploy/resources/limits/cpus",
                                                 "gpus",
                                                 "blkio_config/device_read_bps/-/rate",
                                                 "secrets/-/mode",
                                                 "configs/-/mode",
                                                 "security_opt/-",
                                                 "cgroup_parent",
                                                 "image",
                                                 "mem_swappiness"};

Value nested(const std::vector<std::string>& path, std::size_t depth, std::string_view text) {
    if (depth == path.size()) return Value(text);
    Value inner = nested(path, depth + 1, text);
    if (path[depth] == "-") return Value::List{std::move(inner)};
    Value map = Value::map();
    if (path[depth] == "rate") map.add("path", "/dev/x");
    if (path[depth] == "mode") map.add("source", "file");
    map.add(path[depth], std::move(inner));
    return map;
}

/// A project whose service has the text in one attribute.
void check_attribute(const char* attribute, std::string_view text) {
    Value service = nested(split(attribute, '/'), 0, text);
    if (service.find("image") == nullptr) service.add("image", "x");
    Value services = Value::map();
    services.add("web", std::move(service));
    Value document = Value::map();
    document.add("services", std::move(services));
    const std::string files = "secrets: {file: {file: a}}\nconfigs: {file: {file: a}}\n";
    const auto project = fuzz::load_files({{"compose.yaml", compose::source::write_yaml(document) + files}});
    if (project.loaded) fuzz::require_stable_config(project.loaded->project);
}

void check(std::uint8_t selector, std::string_view text) {
    if (selector < checks.size()) return checks[selector](text);
    check_attribute(attributes[(selector - checks.size()) % attributes.size()], text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    try {
        check(static_cast<std::uint8_t>(data[0] - '0'), fuzz::text_of(data + 1, size - 1));
    } catch (const std::invalid_argument& refusal) {
        require(refusal.what()[0] != '\0', "a refusal says nothing");
    } catch (const Error& refusal) {
        require(!refusal.message.empty(), "a refusal says nothing");
    }
    return 0;
}
