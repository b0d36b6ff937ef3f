#include "cmd/engine_flags.hpp"

namespace muster::cmd {

namespace {

std::optional<bool> given_toggle(const Flags& flags, const std::string& name) {
    return flags.is_given(name) ? std::optional(flags.is_on(name)) : std::nullopt;
}

} // namespace

std::vector<FlagSpec> engine_flags() {
    using enum FlagKind;
    return {
        {"config", '\0', text, "Docker's configuration directory", "DIRECTORY", ""},
        {"context", 'c', text, "Docker's context that names the engine; counts more than DOCKER_HOST", "NAME",
         ""},
        {"debug", 'D', toggle, "Accepted for the Docker CLI, without effect", "", "", true},
        {"host", 'H', text_list, "The engine: unix://PATH, tcp://HOST:PORT or ssh://USER@HOST", "ADDRESS",
         ""},
        {"log-level", 'l', text, "Accepted for the Docker CLI, without effect", "LEVEL", "", true},
        {"tls", '\0', toggle, "Use TLS to the engine; implied by --tlsverify", "", ""},
        {"tlscacert", '\0', text, "Trust engines whose certificates this authority has signed", "FILE", ""},
        {"tlscert", '\0', text, "Our certificate, for an engine that asks for it", "FILE", ""},
        {"tlskey", '\0', text, "The key of our certificate", "FILE", ""},
        {"tlsverify", '\0', toggle, "Use TLS, and check that the engine is the right one", "", ""},
    };
}

engine::EngineChoice engine_choice(const Flags& globals, const engine::Environment& environment) {
    return {.environment = environment,
            .hosts = globals.texts("host"),
            .context = globals.text("context"),
            .config_directory = globals.text("config"),
            .tls = given_toggle(globals, "tls"),
            .tls_verify = given_toggle(globals, "tlsverify"),
            .authorities_file = globals.text("tlscacert"),
            .certificate_file = globals.text("tlscert"),
            .key_file = globals.text("tlskey")};
}

} // namespace muster::cmd
