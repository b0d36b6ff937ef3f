#include "compose/source/interpolate.hpp"
#include "tests/fuzz/properties.hpp"

#include <map>

/// Interpolation, and the listing of variables.

using namespace muster;
using namespace muster::compose::source;

namespace {

std::optional<std::string> known(std::string_view name) {
    static const std::map<std::string, std::string, std::less<>> variables{
        {"A", "a"}, {"EMPTY", ""}, {"DOLLAR", "$A ${A}"}, {"LONG", std::string(200, 'x')}};
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
}

std::string with_doubled_dollars(std::string_view text) {
    std::string out;
    for (const char c : text) out += c == '$' ? "$$" : std::string(1, c);
    return out;
}

void require_problem_inside(const Interpolated& result, std::string_view text) {
    if (!result.problem) return;
    const std::string shown = result.problem->message + " in " + std::string(text);
    fuzz::require(!result.problem->message.empty(), "a problem says nothing", shown);
    fuzz::require(result.problem->offset + result.problem->length <= text.size(),
                  "a problem is outside its text", shown);
    fuzz::require(result.problem->length > 0, "a problem is nowhere", shown);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const Interpolated result = interpolate(text, known);
    require_problem_inside(result, text);
    require_problem_inside(interpolate(text, [](std::string_view) { return std::nullopt; }), text);
    // A value is never interpolated again, so each byte becomes one longest value at most.
    fuzz::require(result.text.size() <= 200 * text.size(), "a small text became a large one");

    const Interpolated escaped = interpolate(with_doubled_dollars(text), known);
    fuzz::require(!escaped.problem, "an escaped text has a problem", std::string(text));
    fuzz::require_equal(escaped.text, std::string(text), "an escaped text did not stay as it is");

    if (!result.problem)
        for (const VariableUse& use : list_variables(text))
            fuzz::require(!use.name.empty(), "a variable has no name", std::string(text));
    return 0;
}
