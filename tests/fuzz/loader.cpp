#include "base/text.hpp"
#include "compose/translate/container_spec.hpp"
#include "compose/translate/hash.hpp"
#include "tests/fuzz/memory_project.hpp"
#include "tests/fuzz/properties.hpp"

#include <array>

/// The whole loader over files in memory. Lines of "%%%" separate the files, which have fixed names; what is
/// not there is no file.

using namespace muster;

namespace {

constexpr std::string_view separator = "%%%\n";
constexpr std::array<const char*, 7> names{"compose.yaml", "compose.override.yaml", ".env",      "app.env",
                                           "labels.env",   "other/compose.yaml",    "other/.env"};

std::map<std::string, std::string> split_files(std::string_view text) {
    std::map<std::string, std::string> files;
    for (const char* name : names) {
        const std::size_t end = text.find(separator);
        if (end > 0) files[name] = text.substr(0, end);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + separator.size());
    }
    return files;
}

void translate_all(const compose::Project& project) {
    for (const auto& [name, service] : project.services) {
        const std::string digest = compose::translate::config_hash(service);
        fuzz::require(digest.size() == 64, "a digest has another length", digest);
        try {
            compose::translate::container_spec(project, service, {.name = "c"});
        } catch (const Error&) {
            // What no engine could do is refused, with a reason.
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto files = split_files(fuzz::text_of(data, size));
    fuzz::load_files(files, fuzz::Form::as_written);
    const fuzz::MemoryProject project = fuzz::load_files(files);
    if (!project.loaded) return 0;
    translate_all(project.loaded->project);
    fuzz::require_stable_config(project.loaded->project);
    return 0;
}
