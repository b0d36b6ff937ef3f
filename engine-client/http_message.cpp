#include "engine-client/http_message.hpp"

#include "base/text.hpp"

#include <charconv>

namespace muster::engine {

namespace {

/// "HTTP/1.1 200 OK" -> 200; 0 when it is no such line.
int status_of(std::string_view line) {
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos) return 0;
    int status = 0;
    std::from_chars(line.data() + blank + 1, line.data() + line.size(), status);
    return status;
}

bool is_interim(int status) { return status >= 100 && status < 200 && status != 101; }

} // namespace

const char* to_string(Method method) {
    switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::remove: return "DELETE";
    }
    return "";
}

std::string Response::header(const std::string& lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? std::string() : found->second;
}

HeadReader::State HeadReader::feed(std::string_view line) {
    if (line.starts_with("HTTP/")) {
        head_ = {};
        head_.status = status_of(line);
        return State::open;
    }
    if (trim(line).empty()) return is_interim(head_.status) ? State::open : State::complete;
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos)
        head_.headers[to_lower(trim(line.substr(0, colon)))] = trim(line.substr(colon + 1));
    return State::open;
}

} // namespace muster::engine
