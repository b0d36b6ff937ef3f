#include "cmd/absent.hpp"

#include "base/text.hpp"

namespace muster::cmd {

namespace {

constexpr char watching[] = "files are not watched yet";
constexpr char artifacts[] = "projects are not read from registries or written to them yet";
constexpr char attestations[] = "attestations need buildx, which is not called yet";
constexpr char experiments[] = "an experiment of Docker Compose that is not taken over";
constexpr char transformers[] = "it runs transformer images that are made for Docker Compose";

Error not_supported(const std::string& what, const Absence& absence) {
    return Error(ErrorKind::unsupported, what + " is not supported: " + absence.why);
}

bool is_flag(const Absence& absence, const std::string& command, const std::string& flag) {
    const std::string start = (command.empty() ? "global" : command) + " ";
    if (!absence.name.starts_with(start + "--")) return false;
    const bool is_short = absence.short_name != '\0' && flag == std::string("-") + absence.short_name;
    return is_short || absence.name == start + flag;
}

} // namespace

const std::vector<Absence>& absences() {
    static const std::vector<Absence> all{
        {"alpha", experiments},
        {"alpha generate", experiments},
        {"alpha publish", artifacts},
        {"alpha viz", experiments},
        {"bridge", transformers},
        {"bridge convert", transformers},
        {"bridge transformations create", transformers},
        {"bridge transformations list", transformers},
        {"build --builder", "builds go to the engine's own BuildKit, not to buildx and its builders"},
        {"build --check", "build checks need buildx, which is not called yet"},
        {"build --memory", "a limit of the classic builder only, which BuildKit does not have", 'm'},
        {"build --print", "there is no bake file to print: builds go to the engine directly"},
        {"build --provenance", attestations},
        {"build --push", "images are not pushed yet"},
        {"build --sbom", attestations},
        {"build --ssh", "builds cannot reach an ssh agent yet"},
        {"global --insecure-registry", artifacts},
        {"publish", artifacts},
        {"push", "images are not pushed yet"},
        {"up --watch", watching, 'w'},
        {"watch", watching},
    };
    return all;
}

std::optional<Error> explain_absent_command(const std::string& command) {
    for (const Absence& absence : absences())
        if (absence.name == command) return not_supported(quoted(command), absence);
    return std::nullopt;
}

std::optional<Error> explain_absent_flag(const std::string& command, const std::string& flag) {
    for (const Absence& absence : absences())
        if (is_flag(absence, command, flag))
            return not_supported(quoted(flag) + (command.empty() ? "" : " of " + quoted(command)), absence);
    return std::nullopt;
}

} // namespace muster::cmd
