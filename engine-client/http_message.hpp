#pragma once

#include "engine-client/engine.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace muster::engine {

enum class Method { get, head, post, put, remove };

/// The method's word in a request line: "GET", "DELETE".
const char* to_string(Method method);

/// A request to an engine. Carries a body (JSON) or an upload (a tar), never both.
struct Request {
    Method method = Method::get;
    std::string path; ///< with the query: "/v1.41/containers/json?all=1"
    std::string body = {};
    ByteSource upload = {};
    std::vector<std::pair<std::string, std::string>> headers = {}; ///< further ones
};

/// The answer to a request.
struct Response {
    int status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;                           ///< empty when it was streamed

    bool is_refusal() const { return status >= 400; }
    /// The header's value, or an empty text.
    std::string header(const std::string& lower_case_name) const;
};

/// Takes an answer's head line by line. Shared by everything that reads HTTP.
class HeadReader {
  public:
    enum class State { open, complete };

    /// One line with its end. An interim answer (100 Continue) is passed over.
    State feed(std::string_view line);
    const Response& head() const { return head_; }

  private:
    Response head_;
};

/// Why a transfer brought no answer.
struct TransferFailure {
    enum class Kind {
        cannot_connect,
        untrusted,  ///< the engine's certificate is not one of those that are trusted
        tls_failed, ///< TLS could not be agreed on, or the engine does not trust us
        no_answer,  ///< the engine closed the connection before the first byte
        lost        ///< the connection broke in the middle
    };
    Kind kind = Kind::lost;
    int system_error = 0; ///< errno of a failed connect, 0 when unknown
    std::string text;     ///< libcurl's words
    bool operator==(const TransferFailure&) const = default;
};

} // namespace muster::engine
