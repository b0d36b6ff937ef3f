#pragma once

#include "base/value.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace muster::cmd::go_template {

/// A function of the language or of the Docker CLI.
struct FunctionEntry {
    std::string_view name;
    std::size_t least_arguments;
    std::size_t most_arguments;
    /// Throws Error (usage), without a place, for arguments it cannot work with.
    Value (*call)(const std::vector<Value>& arguments);
};

constexpr std::size_t any_number = static_cast<std::size_t>(-1);

/// nullptr when there is none of that name. `and` and `or` are no functions: they do not look at every
/// argument.
const FunctionEntry* find_function(std::string_view name);

/// Those and `and` and `or`.
std::vector<std::string> function_names();

/// Whether `if` takes the value for true: what is not nil, false, zero or empty.
bool is_true(const Value& value);

/// "a text", "a list": for messages.
std::string kind_of(const Value& value);

} // namespace muster::cmd::go_template
