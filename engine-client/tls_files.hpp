#pragma once

#include "engine-client/engine_choice.hpp"

namespace muster::engine {

/// The TLS that flags and environment ask for: --tls, --tlsverify, DOCKER_TLS, DOCKER_TLS_VERIFY, with the
/// files of --tlscacert, --tlscert and --tlskey, or else ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH or
/// docker's configuration directory. Nothing when none is asked for. Throws Error (not_found) for a file that
/// is named but not there. Source: Docker CLI, cli/flags, SetDefaultOptions.
std::optional<TlsOptions> find_tls_options(const EngineChoice& choice);

/// Throws Error (usage, not_found) for files that no connection can be made with: unreadable ones, and a key
/// that a passphrase protects.
void check_tls_files(const TlsOptions& tls);

} // namespace muster::engine
