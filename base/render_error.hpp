#pragma once

#include "base/error.hpp"

#include <string>

namespace muster {

enum class Color { off, on };

/// The text a user sees for a problem, ending in a newline:
///
///     compose.yaml:7:5: error: unknown key 'imgae' in service 'web'
///         7 |     imgae: nginx
///           |     ^^^^^
///     hint: did you mean 'image'?
///
/// Notes follow in the same form, with their own place. In quoted lines control characters are made visible:
/// a tab as an arrow.
std::string render_error(const Error& error, const SourceMap& sources, Color color = Color::off);

/// The same with "warning" in place of "error".
std::string render_warning(const Error& warning, const SourceMap& sources, Color color = Color::off);

} // namespace muster
