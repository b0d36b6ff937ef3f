#pragma once

#include <string_view>

namespace muster {

/// Whether a variable's name suggests that its value must not be shown (PASSWORD, TOKEN, SECRET, KEY ...).
bool is_sensitive_name(std::string_view name);

/// Whether the text is an address with a password in it: "postgres://me:secret@db/app".
bool has_password(std::string_view text);

/// Stands in for a value that must not be shown.
inline constexpr char hidden_value[] = "(hidden)";

/// Whether the variable's value must not be shown, by its name or by what it is.
bool is_credential(std::string_view name, std::string_view value);

} // namespace muster
