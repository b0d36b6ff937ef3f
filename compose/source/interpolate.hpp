#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::compose::source {

/// The value of a variable; nothing when it is not set (an empty text is a set variable).
using Lookup = std::function<std::optional<std::string>(std::string_view)>;

/// Why a text cannot be interpolated. `offset` and `length` count bytes of that text.
struct InterpolationProblem {
    std::string message;
    std::size_t offset = 0;
    std::size_t length = 0;
    std::string hint;       ///< empty when there is nothing useful to say
    bool is_excess = false; ///< the text was to become longer than the limit

    bool operator==(const InterpolationProblem&) const = default;
};

struct Interpolated {
    std::string text; ///< what could be replaced before a problem
    /// The names, in order of use and each once, that were replaced by an empty text because they are not set
    /// and have no operator. Each deserves a warning; only the first hundred are told.
    std::vector<std::string> unset;
    std::optional<InterpolationProblem> problem;
};

/// More text than any sensible file's variables make.
constexpr std::size_t most_interpolated_text = 8UL << 20;

/// Replaces `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:+other}`, `${NAME+other}`,
/// `${NAME:?message}` and `${NAME?message}`, which nest; `$$` becomes `$`, and a `$` before anything else
/// stays. Text that becomes longer than `limit` bytes on the way is a problem. Source: Compose spec,
/// "Interpolation".
Interpolated interpolate(std::string_view text, const Lookup& lookup,
                         std::size_t limit = most_interpolated_text);

/// The warning for a name of Interpolated::unset.
std::string unset_warning(std::string_view name);

enum class VariableOperator { none, default_value, alternate, required };

/// A place of a text that uses a variable.
struct VariableSite {
    std::string name;
    std::size_t offset = 0; ///< of its '$', in bytes
    std::size_t length = 0;
    VariableOperator op = VariableOperator::none;
    bool empty_counts_as_unset = false; ///< the operator was written with a colon
    std::string operand;                ///< not interpolated

    bool operator==(const VariableSite&) const = default;
};

/// The uses of variables in a text in the order they appear, those inside operands after the one they belong
/// to. What is not well formed is passed over.
std::vector<VariableSite> find_variables(std::string_view text);

/// One variable of a text, as `config --variables` lists it.
struct VariableUse {
    std::string name;
    std::string default_value;   ///< the operand of `-` and `:-`, not interpolated
    std::string alternate_value; ///< the operand of `+` and `:+`, not interpolated
    bool required = false;       ///< used with `?` or `:?`

    bool operator==(const VariableUse&) const = default;
};

/// The variables of a text in the order they appear, those inside operands after the one they belong to.
/// What is not well formed is passed over.
std::vector<VariableUse> list_variables(std::string_view text);

} // namespace muster::compose::source
