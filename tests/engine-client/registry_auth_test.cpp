#include "engine-client/registry_auth.hpp"

#include "base/error.hpp"
#include "engine-client/base64.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace muster;
using namespace muster::engine;

namespace {

/// What was found, headers decoded.
std::string dump(const RegistryAuth& auth) {
    if (const auto* header = std::get_if<AuthHeader>(&auth)) return *decode_base64(header->value);
    if (const auto* store = std::get_if<NeedsCredentialStore>(&auth))
        return "ask docker-credential-" + store->name + " for " + store->registry;
    return "anonymous";
}

std::string auth_for(const std::string& image, const std::string& config) {
    try {
        return dump(find_registry_auth(parse_image_reference(image), config));
    } catch (const Error& error) {
        return "error: " + error.message;
    }
}

std::string encoded(const std::string& bytes) { return encode_base64url(bytes); }

} // namespace

TEST_CASE("base64 is written with the URL-safe alphabet and padding, and read back in either") {
    struct Row {
        std::string bytes;
        std::string text;
    };
    const std::vector<Row> table = {
        {"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
        {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"\xfb\xff\xfe", "-__-"},
    };
    for (const Row& row : table) {
        CHECK(encode_base64url(row.bytes) == row.text);
        CHECK(decode_base64(row.text) == row.bytes);
    }
    CHECK(decode_base64("+//+") == "\xfb\xff\xfe");
    CHECK(decode_base64("Zm8") == "fo");
    CHECK(!decode_base64("Zm9vY"));
    CHECK(!decode_base64("Zm 8="));
}

TEST_CASE("the registry of Docker Hub has a key of its own, others their domain") {
    const auto key = [](const std::string& image) { return registry_key(parse_image_reference(image)); };
    CHECK(key("nginx") == "https://index.docker.io/v1/");
    CHECK(key("team/app:1") == "https://index.docker.io/v1/");
    CHECK(key("localhost:5000/app") == "localhost:5000");
    CHECK(key("ghcr.io/team/app") == "ghcr.io");
}

TEST_CASE("the docker configuration says how to authenticate at an image's registry") {
    const std::string joe = encoded("joe:pass:word");
    struct Row {
        std::string image;
        std::string config;
        std::string found;
    };
    const std::vector<Row> table = {
        {"nginx", "", "anonymous"},
        {"nginx", "{}", "anonymous"},
        {"nginx", R"({"auths": {"ghcr.io": {"auth": ")" + joe + R"("}}})", "anonymous"},
        {"nginx", R"({"auths": {"https://index.docker.io/v1/": {}}})", "anonymous"},
        {"nginx", R"({"auths": {"https://index.docker.io/v1/": {"auth": ")" + joe + R"("}}})",
         R"({"password":"pass:word","serveraddress":"https://index.docker.io/v1/","username":"joe"})"},
        {"ghcr.io/a/b", R"({"auths": {"ghcr.io": {"auth": ")" + joe + R"("}}})",
         R"({"password":"pass:word","serveraddress":"ghcr.io","username":"joe"})"},
        {"ghcr.io/a/b", R"({"auths": {"https://ghcr.io/v2/": {"auth": ")" + joe + R"("}}})",
         R"({"password":"pass:word","serveraddress":"ghcr.io","username":"joe"})"},
        {"localhost:5000/a",
         R"({"auths": {"localhost:5001": {"auth": "eA=="}, "localhost:5000": {"auth": ")" + joe + R"("}}})",
         R"({"password":"pass:word","serveraddress":"localhost:5000","username":"joe"})"},
        {"ghcr.io/a", R"({"auths": {"ghcr.io": {"auth": ")" + encoded(std::string("u:p\0\0", 5)) + R"("}}})",
         R"({"password":"p","serveraddress":"ghcr.io","username":"u"})"},
        {"ghcr.io/a",
         R"({"auths": {"ghcr.io": {"auth": ")" + encoded("joe:") + R"(", "identitytoken": "T"}}})",
         R"({"identitytoken":"T","serveraddress":"ghcr.io","username":"joe"})"},
        {"ghcr.io/a", R"({"auths": {"ghcr.io": {"registrytoken": "R"}}})",
         R"({"registrytoken":"R","serveraddress":"ghcr.io"})"},
        {"ghcr.io/a", R"({"auths": {"ghcr.io": {"username": "joe", "password": "p"}}})",
         R"({"password":"p","serveraddress":"ghcr.io","username":"joe"})"},
    };
    for (const Row& row : table) {
        CAPTURE(row.config);
        CHECK(auth_for(row.image, row.config) == row.found);
    }
}

TEST_CASE("credentials kept by a program are left to it, one for the registry before one for all") {
    const std::string both =
        R"({"credsStore": "desktop", "credHelpers": {"ghcr.io": "gh"}, "auths": {"ghcr.io": {}}})";
    CHECK(auth_for("ghcr.io/a", both) == "ask docker-credential-gh for ghcr.io");
    CHECK(auth_for("nginx", both) == "ask docker-credential-desktop for https://index.docker.io/v1/");
    CHECK(auth_for("nginx", R"({"credHelpers": {"ghcr.io": "gh"}})") == "anonymous");
}

TEST_CASE("what a credential program prints becomes the header") {
    const NeedsCredentialStore asked{"gh", "ghcr.io"};
    CHECK(dump(auth_header_from(asked, R"({"ServerURL": "ghcr.io", "Username": "joe", "Secret": "p"})")) ==
          R"({"password":"p","serveraddress":"ghcr.io","username":"joe"})");
    CHECK(dump(auth_header_from(asked, R"({"Username": "<token>", "Secret": "T"})")) ==
          R"({"identitytoken":"T","serveraddress":"ghcr.io"})");
    CHECK_THROWS_WITH(auth_header_from(asked, "credentials not found in native keychain"),
                      "the answer of 'docker-credential-gh' is not a JSON object");
}

TEST_CASE("a configuration that cannot be read is an error without its secrets") {
    CHECK(auth_for("nginx", "{\"auths\": ") == "error: the docker configuration is not a JSON object");
    CHECK(auth_for("nginx", "[1]") == "error: the docker configuration is not a JSON object");
    for (const std::string& auth : {std::string("!!secret!!"), encoded("secret"), encoded(":secret")})
        CHECK(auth_for("ghcr.io/a", R"({"auths": {"ghcr.io": {"auth": ")" + auth + R"("}}})") ==
              "error: the credentials for 'ghcr.io' in the docker configuration cannot be read");
}

TEST_CASE("members of an unexpected type are as good as absent") {
    CHECK(auth_for("ghcr.io/a", R"({"auths": [], "credHelpers": 3, "credsStore": {}})") == "anonymous");
    CHECK(auth_for("ghcr.io/a", R"({"auths": {"ghcr.io": "x"}})") == "anonymous");
    CHECK(auth_for("ghcr.io/a", R"({"auths": {"ghcr.io": {"auth": 7}}})") == "anonymous");
}
