#pragma once

#include "compose/load/subject.hpp"
#include "compose/source/node.hpp"

#include <string>
#include <string_view>

/// What to do about a value that could not be read, for someone who may not know YAML well. Each is empty
/// when there is nothing of use to say.
namespace muster::compose::load {

/// The text, or its beginning and "...".
std::string shortened(const std::string& text);

/// `expected` as the message says it: "a list of services or a mapping".
std::string hint_for_wrong_type(const source::Node& node, const KeyPath& path, std::string_view expected);

/// For a plain text that goes on in the next line, which was most likely meant to be an item of its own.
std::string hint_for_continued_line(const source::Node& node);

/// For "30", "30 seconds", "1min".
std::string hint_for_duration(const std::string& text);

} // namespace muster::compose::load
