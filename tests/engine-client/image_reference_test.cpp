#include "base/text.hpp"
#include "engine-client/image_reference.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace muster;
using namespace muster::engine;

namespace {

const std::string digest = "sha256:" + std::string(64, 'a');

std::string parts_of(const std::string& text) {
    const ImageReference reference = parse_image_reference(text);
    return reference.domain + " | " + reference.path + " | " + reference.tag + " | " + reference.digest;
}

std::string problem_of(const std::string& text) {
    try {
        return parts_of(text);
    } catch (const Error& error) {
        return error.message;
    }
}

} // namespace

TEST_CASE("a reference is read with everything that was left out but the tag") {
    struct Row {
        std::string text;
        std::string parts;
    };
    const std::vector<Row> table = {
        {"nginx", "docker.io | library/nginx |  | "},
        {"nginx:1.25-alpine", "docker.io | library/nginx | 1.25-alpine | "},
        {"team/app", "docker.io | team/app |  | "},
        {"team/sub/app:1", "docker.io | team/sub/app | 1 | "},
        {"docker.io/nginx", "docker.io | library/nginx |  | "},
        {"docker.io/team/app", "docker.io | team/app |  | "},
        {"index.docker.io/nginx", "docker.io | library/nginx |  | "},
        {"localhost/app", "localhost | app |  | "},
        {"localhost:5000/app", "localhost:5000 | app |  | "},
        {"localhost:5000", "docker.io | library/localhost | 5000 | "},
        {"localhost:5000/team/app:v1.0_rc-1", "localhost:5000 | team/app | v1.0_rc-1 | "},
        {"ghcr.io/team/app@" + digest, "ghcr.io | team/app |  | " + digest},
        {"nginx:1@" + digest, "docker.io | library/nginx | 1 | " + digest},
        {"127.0.0.1:5000/app", "127.0.0.1:5000 | app |  | "},
        {"[2001:db8::1]:5000/app:1", "[2001:db8::1]:5000 | app | 1 | "},
        {"[::1]/app", "[::1] | app |  | "},
        {"Registry/app", "Registry | app |  | "},
        {"a__b/c-d.e--f", "docker.io | a__b/c-d.e--f |  | "},
        {"0123456789abcdef", "docker.io | library/0123456789abcdef |  | "},
    };
    for (const Row& row : table) {
        CAPTURE(row.text);
        CHECK(parts_of(row.text) == row.parts);
    }
}

TEST_CASE("what is not a reference is refused with the reason") {
    const std::string charset =
        "a name consists of lower-case letters and digits, with '.', '_', '__' or '-' between them";
    struct Row {
        std::string text;
        std::string reason;
    };
    const std::vector<Row> table = {
        {"", "it is empty"},
        {std::string(64, 'a'), "it is an image id"},
        {"Nginx", "the repository's name must be lower case"},
        {"team/App:1", "the repository's name must be lower case"},
        {"nginx:", "'' is not a tag"},
        {"nginx:-1", "'-1' is not a tag"},
        {"nginx:" + std::string(129, 't'), "'" + std::string(129, 't') + "' is not a tag"},
        {"nginx: 1", "' 1' is not a tag"},
        {"nginx@", "'' is not a digest"},
        {"nginx@sha256:abc", "'sha256:abc' is not a digest"},
        {"nginx@sha256:" + std::string(64, 'G'), "'sha256:" + std::string(64, 'G') + "' is not a digest"},
        {"a b", charset},
        {"/nginx", charset},
        {"nginx/", charset},
        {"a//b", charset},
        {"a..b", charset},
        {"a___b", charset},
        {"-a", charset},
        {"a._b", charset},
        {"ghcr.io/", charset},
        {"-bad.com/app", "'-bad.com' is not a registry's name"},
        {"host:port/app", "'host:port' is not a registry's name"},
        {"host:/app", "'host:' is not a registry's name"},
        {std::string(250, 'a'), "the name is longer than 255 characters"},
    };
    for (const Row& row : table)
        CHECK(problem_of(row.text) == quoted(row.text) + " is not an image reference: " + row.reason);
}

TEST_CASE("a reference is written as users know it, or in full") {
    struct Row {
        std::string text;
        std::string familiar;
        std::string normalised;
    };
    const std::vector<Row> table = {
        {"docker.io/library/nginx:1", "nginx:1", "docker.io/library/nginx:1"},
        {"nginx@" + digest, "nginx@" + digest, "docker.io/library/nginx@" + digest},
        {"docker.io/team/app", "team/app", "docker.io/team/app"},
        {"docker.io/library/team/app", "library/team/app", "docker.io/library/team/app"},
        {"localhost:5000/library/app", "localhost:5000/library/app", "localhost:5000/library/app"},
    };
    for (const Row& row : table) {
        const ImageReference reference = parse_image_reference(row.text);
        CHECK(familiar_name(reference) == row.familiar);
        CHECK(normalised_name(reference) == row.normalised);
        CHECK(parse_image_reference(row.familiar) == reference);
    }
}

TEST_CASE("the default tag is given only to a reference that has neither tag nor digest") {
    const auto tagged = [](const std::string& text) {
        return familiar_name(with_default_tag(parse_image_reference(text)));
    };
    CHECK(tagged("nginx") == "nginx:latest");
    CHECK(tagged("nginx:1") == "nginx:1");
    CHECK(tagged("nginx@" + digest) == "nginx@" + digest);
}
