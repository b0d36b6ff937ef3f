#include "compose/execute/credential_program.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "compose/execute/child_process.hpp"

namespace muster::compose::execute {

engine::RegistryAuth ask_credential_program(const engine::NeedsCredentialStore& asked) {
    const std::string program = "docker-credential-" + asked.name;
    std::string answer;
    int code = 0;
    try {
        code = run_child({.program = program, .arguments = {"get"}, .input = asked.registry},
                         [&](ChildStream stream, std::string_view line) {
                             if (stream == ChildStream::output) answer.append(line).append(1, '\n');
                         },
                         {});
    } catch (Error& error) {
        throw error.note("it keeps the registry's credentials")
            .suggest("install it, or take 'credsStore' and 'credHelpers' out of docker's config.json");
    }
    if (code == 0) return engine::auth_header_from(asked, answer);
    if (trim(answer) == "credentials not found in native keychain") return engine::AnonymousAccess{};
    throw Error(ErrorKind::usage,
                quoted(program) + " failed for " + quoted(asked.registry) + ": " + std::string(trim(answer)));
}

std::string registry_auth_for(const engine::ImageReference& image, const std::string& docker_config) {
    engine::RegistryAuth auth = engine::find_registry_auth(image, docker_config);
    if (const auto* asked = std::get_if<engine::NeedsCredentialStore>(&auth))
        auth = ask_credential_program(engine::NeedsCredentialStore(*asked));
    const auto* header = std::get_if<engine::AuthHeader>(&auth);
    return header == nullptr ? std::string() : header->value;
}

} // namespace muster::compose::execute
