#include "compose/source/dotenv.hpp"
#include "tests/fuzz/properties.hpp"

#include <map>

/// Both grammars of variable files, the dotenv one also as a second file that sees the first.

using namespace muster;
using compose::source::Variables;

namespace {

std::optional<std::string> outer(std::string_view name) {
    static const std::map<std::string, std::string, std::less<>> known{
        {"HOME", "/home/someone"}, {"EMPTY", ""}, {"DOLLAR", "$HOME"}};
    const auto found = known.find(name);
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

void require_names_once(const Variables& variables) {
    std::map<std::string, std::string> seen;
    for (const auto& [name, value] : variables) {
        fuzz::require(!name.empty(), "a variable has no name", value);
        fuzz::require(seen.emplace(name, value).second, "a variable stands twice", name);
        fuzz::require(value.find('\0') == std::string::npos, "a value holds a NUL", name);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SourceMap sources;
    Diagnostics problems;
    const std::string text(fuzz::text_of(data, size));
    const FileId file = sources.add(".env", text);
    const Variables first = compose::source::parse_dotenv(file, sources, outer, problems);
    require_names_once(first);
    const Variables both = compose::source::parse_dotenv_after(first, file, sources, outer, problems);
    require_names_once(both);
    fuzz::require(both.size() >= first.size(), "a second file takes variables away", text);
    require_names_once(compose::source::parse_raw_env(file, sources, outer, problems));
    fuzz::require_true_places(problems.errors(), sources);
    fuzz::require_true_places(problems.warnings(), sources);
    return 0;
}
