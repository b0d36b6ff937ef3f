#include "compose/execute/dockerfile_line.hpp"

#include "base/text.hpp"

#include <sstream>
#include <utility>

namespace muster::compose::execute {

namespace {

std::string with_single_blanks(const std::string& text) {
    std::istringstream words(text);
    std::string out;
    for (std::string word; words >> word;) out += (out.empty() ? "" : " ") + word;
    return out;
}

/// "RUN make" of "[build 2/5] RUN make".
std::string instruction_of(std::string_view step) {
    const bool is_classic = step.starts_with("Step ");
    const std::size_t end = step.find(is_classic ? " : " : "] ");
    if (end == std::string_view::npos) return {};
    return with_single_blanks(std::string(step.substr(end + (is_classic ? 3 : 2))));
}

} // namespace

std::optional<std::size_t> find_instruction_line(std::string_view dockerfile, std::string_view step) {
    const std::string wanted = instruction_of(step);
    std::optional<std::size_t> found;
    std::string instruction;
    std::size_t begin = 0;
    std::size_t number = 0;
    for (const std::string& line : split(dockerfile, '\n')) {
        ++number;
        const std::string_view text = trim(line);
        if (text.empty() || text.starts_with('#')) continue; // also amid the lines of an instruction
        if (instruction.empty()) begin = number;
        const bool goes_on = text.ends_with('\\');
        instruction += std::string(text.substr(0, text.size() - (goes_on ? 1 : 0))) + " ";
        if (goes_on) continue;
        const bool is_it = with_single_blanks(std::exchange(instruction, {})) == wanted;
        if (is_it && found) return std::nullopt;
        if (is_it) found = begin;
    }
    return found;
}

} // namespace muster::compose::execute
