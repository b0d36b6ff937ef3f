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

std::string connect_hint(const std::string& host, int system_error) {
    const bool is_default = host == Connection().host;
    if (system_error == EACCES || system_error == EPERM)
        return "add your user to the 'docker' group or use sudo";
    if (is_default) return "is the Docker daemon running?";
    return "is the Docker daemon running? DOCKER_HOST is " + quoted(host);
}

} // namespace

Error refusal(const Response& response) {
    return Error(kind_of(response.status), "the engine says: " + words_of(response));
}

Error reported_failure(const std::string& words) {
    return Error(ErrorKind::engine, "the engine says: " + words);
}

Error connection_error(const std::string& host, const TransferFailure& failure) {
    switch (failure.kind) {
    case TransferFailure::Kind::cannot_connect:
        return Error(ErrorKind::connection,
                     "cannot connect to the engine at " + quoted(host) + ": " + reason_of(failure))
            .suggest(connect_hint(host, failure.system_error));
    case TransferFailure::Kind::no_answer:
        return Error(ErrorKind::connection,
                     "the engine at " + quoted(host) + " closed the connection without an answer")
            .suggest("it may have been stopped, or it may expect TLS");
    case TransferFailure::Kind::lost: break;
    }
    return Error(ErrorKind::connection,
                 "the connection to the engine at " + quoted(host) + " was lost: " + failure.text);
}

void throw_if_refused(const Response& response) {
    if (response.is_refusal()) throw refusal(response);
}

} // namespace muster::engine
