#include "engine-client/custom_headers.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace muster::engine {

namespace {

/// The fields of one line of CSV. A field in double quotes may hold commas, and double quotes twice.
std::vector<std::string> csv_fields(const std::string& line) {
    std::vector<std::string> fields(1);
    bool is_quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool is_twice = is_quoted && line[i] == '"' && i + 1 < line.size() && line[i + 1] == '"';
        if (is_twice)
            fields.back() += line[i++];
        else if (line[i] == '"' && (is_quoted || fields.back().empty()))
            is_quoted = !is_quoted;
        else if (line[i] == ',' && !is_quoted)
            fields.emplace_back();
        else
            fields.back() += line[i];
    }
    return fields;
}

std::pair<std::string, std::string> header_in(const std::string& field) {
    const std::size_t equals = field.find('=');
    const std::string name(trim(field.substr(0, equals)));
    if (equals == std::string::npos || name.empty())
        throw Error(ErrorKind::usage,
                    "DOCKER_CUSTOM_HEADERS contains " + quoted(field) + ", expected 'name=value'");
    return {name, field.substr(equals + 1)};
}

bool is_token_byte(char byte) {
    return byte > ' ' && byte < '\x7f' &&
           std::string_view("()<>@,;:\\\"/[]?={}").find(byte) == std::string_view::npos;
}

// A line end in a header would begin another one.
void check(const std::pair<std::string, std::string>& header) {
    const bool is_name =
        !header.first.empty() && std::all_of(header.first.begin(), header.first.end(), is_token_byte);
    if (is_name && header.second.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos) return;
    throw Error(ErrorKind::usage, quoted(header.first) + " cannot be the name and value of an HTTP header")
        .suggest("look at 'HttpHeaders' in docker's config.json and at DOCKER_CUSTOM_HEADERS");
}

} // namespace

std::vector<std::pair<std::string, std::string>> custom_headers(const std::string& variable,
                                                                const DockerConfig& config) {
    std::vector<std::pair<std::string, std::string>> headers = config.http_headers;
    if (!variable.empty()) {
        headers.clear();
        for (const std::string& field : csv_fields(variable)) headers.push_back(header_in(field));
    }
    std::for_each(headers.begin(), headers.end(), check);
    return headers;
}

} // namespace muster::engine
