#include "base/credentials.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace muster {

bool is_sensitive_name(std::string_view name) {
    static constexpr std::array<std::string_view, 9> marks{"pass", "secret",  "token", "key", "credential",
                                                           "auth", "private", "salt",  "pwd"};
    const std::string lower = to_lower(name);
    return std::any_of(marks.begin(), marks.end(),
                       [&](std::string_view mark) { return lower.find(mark) != std::string::npos; });
}

bool has_password(std::string_view text) {
    const std::size_t scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) return false;
    const std::string_view rest = text.substr(scheme_end + 3);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    const std::size_t at = authority.rfind('@');
    return at != std::string_view::npos && authority.substr(0, at).find(':') != std::string_view::npos;
}

bool is_credential(std::string_view name, std::string_view value) {
    return is_sensitive_name(name) || has_password(value);
}

} // namespace muster
