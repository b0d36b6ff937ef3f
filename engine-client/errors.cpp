#include "engine-client/errors.hpp"

#include "base/text.hpp"
#include "engine-client/codec.hpp"

#include <cerrno>
#include <cstring>

namespace muster::engine {

namespace {

ErrorKind kind_of(int status) {
    switch (status) {
    case 404: return ErrorKind::not_found;
    case 409: return ErrorKind::conflict;
    default: return ErrorKind::engine;
    }
}

std::string words_of(const Response& response) {
    std::string words = decode_message(response.body);
    if (words.empty()) words = trim(response.body);
    if (words.empty()) words = "HTTP status " + std::to_string(response.status);
    return words;
}

std::string reason_of(const TransferFailure& failure) {
    return failure.system_error != 0 ? std::strerror(failure.system_error) : failure.text;
}

/// "'/certs/ca.pem' (DOCKER_CERT_PATH)"
std::string named(const TlsFile& file) { return quoted(file.path) + " (" + file.setting + ")"; }

std::string connect_hint(const Address& address, int system_error) {
    if (system_error == EACCES || system_error == EPERM)
        return "add your user to the 'docker' group or use sudo";
    const std::string origin =
        address.chosen_by.empty() ? "" : " its address is chosen by " + address.chosen_by;
    return "is the Docker daemon running?" + origin;
}

std::string trust_hint(const Address& address) {
    if (!address.tls || !address.tls->authorities)
        return "its certificate is checked against the authorities that this system trusts; --tlscacert "
               "names others";
    return "its certificate is checked against " + named(*address.tls->authorities);
}

std::string tls_hint(const Address& address) {
    if (!address.tls || !address.tls->certificate)
        return "it may want a certificate of us: cert.pem and key.pem in DOCKER_CERT_PATH, or --tlscert and "
               "--tlskey";
    if (!address.tls->key) return "there is no key to the certificate " + named(*address.tls->certificate);
    return "our certificate is " + named(*address.tls->certificate) + ", its key " + named(*address.tls->key);
}

/// OpenSSL's words for an answer that is no TLS.
bool speaks_no_tls(const TransferFailure& failure) {
    return failure.text.find("wrong version number") != std::string::npos;
}

Error tls_error(const Address& address, const TransferFailure& failure) {
    const std::string engine = "the engine at " + quoted(address.host);
    if (failure.kind == TransferFailure::Kind::untrusted)
        return Error(ErrorKind::connection, engine + " is not trusted: " + failure.text)
            .suggest(trust_hint(address));
    if (speaks_no_tls(failure))
        return Error(ErrorKind::connection, engine + " does not speak TLS")
            .suggest("DOCKER_TLS_VERIFY, DOCKER_TLS or --tls ask for it, or docker's context does");
    return Error(ErrorKind::connection, "no TLS connection to " + engine + ": " + failure.text)
        .suggest(tls_hint(address));
}

} // namespace

Error refusal(const Response& response) {
    return Error(kind_of(response.status), "the engine says: " + words_of(response));
}

Error reported_failure(const std::string& words) {
    return Error(ErrorKind::engine, "the engine says: " + words);
}

Error connection_error(const Address& address, const TransferFailure& failure) {
    if (address.carrier)
        if (std::optional<Error> own = address.carrier->find_failure()) return *own;
    switch (failure.kind) {
    case TransferFailure::Kind::cannot_connect:
        return Error(ErrorKind::connection,
                     "cannot connect to the engine at " + quoted(address.host) + ": " + reason_of(failure))
            .suggest(connect_hint(address, failure.system_error));
    case TransferFailure::Kind::untrusted:
    case TransferFailure::Kind::tls_failed: return tls_error(address, failure);
    case TransferFailure::Kind::no_answer:
        return Error(ErrorKind::connection,
                     "the engine at " + quoted(address.host) + " closed the connection without an answer")
            .suggest(address.tls ? tls_hint(address) : "it may have been stopped, or it may expect TLS");
    case TransferFailure::Kind::lost: break;
    }
    return Error(ErrorKind::connection,
                 "the connection to the engine at " + quoted(address.host) + " was lost: " + failure.text);
}

void throw_if_refused(const Response& response) {
    if (response.is_refusal()) throw refusal(response);
}

} // namespace muster::engine
