#include "base/credentials.hpp"

#include <doctest/doctest.h>

using namespace muster;

TEST_CASE("a name that speaks of a secret is sensitive") {
    for (const char* name : {"DB_PASSWORD", "token", "ApiKey", "AUTH_SALT", "MYSQL_PWD", "client_secret"})
        CHECK(is_sensitive_name(name));
    for (const char* name : {"", "PORT", "LOG_LEVEL", "HOME"}) CHECK_FALSE(is_sensitive_name(name));
}

TEST_CASE("an address with a password in it is a credential whatever its variable is called") {
    CHECK(is_credential("DATABASE_URL", "postgres://me:secret@db/app"));
    CHECK(is_credential("X", "amqp://me:@mq"));
    CHECK_FALSE(is_credential("DATABASE_URL", "postgres://me@db/app"));
    CHECK_FALSE(is_credential("URL", "https://example.com/a:b@c"));
    CHECK_FALSE(is_credential("TIME", "10:20@noon"));
}
