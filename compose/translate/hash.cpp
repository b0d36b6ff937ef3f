#include "compose/translate/hash.hpp"

#include "base/digest.hpp"
#include "base/go_json.hpp"
#include "compose/model/encode.hpp"

namespace muster::compose::translate {

std::string config_hash(const Service& service) {
    Service hashed = service;
    hashed.build.reset();
    hashed.pull_policy.clear();
    hashed.scale.reset();
    if (hashed.deploy) hashed.deploy->replicas.reset();
    hashed.depends_on.clear();
    hashed.profiles.clear();
    hashed.extensions.entries.clear();
    return sha256_hex(to_go_json(encode(hashed)));
}

std::string config_hash(const Network& network) {
    Network hashed = network;
    hashed.extensions.entries.clear();
    return sha256_hex(to_go_json(encode(hashed)));
}

std::string config_hash(const Volume& volume) {
    Volume hashed = volume;
    if (hashed.driver.empty()) hashed.driver = "local";
    hashed.extensions.entries.clear();
    return sha256_hex(to_go_json(encode(hashed)));
}

} // namespace muster::compose::translate
