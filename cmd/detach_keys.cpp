#include "cmd/detach_keys.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

namespace muster::cmd {

namespace {

constexpr std::string_view control_prefix = "ctrl-";
constexpr std::string_view control_keys = "@abcdefghijklmnopqrstuvwxyz[\\]^_";

[[noreturn]] void fail(const std::string& text, const std::string& key) {
    throw Error(ErrorKind::usage, "invalid value " + quoted(text) + " for --detach-keys: " + quoted(key) +
                                      " is no key; expected single characters, or 'ctrl-' and a letter or "
                                      "one of @[\\]^_, between commas");
}

char parse_key(const std::string& text, const std::string& key) {
    if (key.size() == 1) return key.front();
    const std::string lower = to_lower(key);
    const bool is_control = lower.starts_with(control_prefix) && lower.size() == control_prefix.size() + 1;
    const std::size_t code = is_control ? control_keys.find(lower.back()) : std::string_view::npos;
    if (code == std::string_view::npos) fail(text, key);
    return static_cast<char>(code);
}

} // namespace

std::string parse_detach_keys(const std::string& text) {
    std::string sequence;
    for (const std::string& key : split(text, ',')) sequence += parse_key(text, key);
    return sequence;
}

} // namespace muster::cmd
