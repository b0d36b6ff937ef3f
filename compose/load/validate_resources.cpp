#include "compose/load/validate.hpp"

#include "base/text.hpp"
#include "network/address.hpp"

namespace muster::compose::load {

namespace {

void check_pool(const std::string& network, const AddressPool& pool, Findings& findings) {
    const KeyPath entry{"networks", network, "ipam", "config", pool.subnet};
    const auto expect = [&](const char* what, const std::string& value, bool is_valid, const char* form) {
        if (value.empty() || is_valid) return;
        findings.refuse_plain(joined(entry, {what}), quoted(what) + " of network " + quoted(network) +
                                                         " must be " + form + ", not " + quoted(value));
    };
    expect("subnet", pool.subnet, network::is_valid_cidr(pool.subnet), "a subnet such as '172.28.0.0/16'");
    expect("ip_range", pool.ip_range, network::is_valid_cidr(pool.ip_range),
           "a subnet such as '172.28.5.0/24'");
    expect("gateway", pool.gateway, network::is_valid_ip(pool.gateway), "an IP address");
    for (const auto& [host, address] : pool.aux_addresses.entries)
        expect("aux_addresses", address, network::is_valid_ip(address), "an IP address for each host");
}

/// What is not ours is not described here: only its name may be given.
void check_external_volume(const std::string& name, Findings& findings) {
    const source::Node* volume = findings.find({"volumes", name});
    if (volume == nullptr || !volume->is_mapping()) return;
    for (const auto& entry : volume->entries()) {
        if (entry.key == "external" || entry.key == "name" || entry.key.starts_with("x-")) continue;
        findings.add({"volumes", name, entry.key}, "does not go with 'external'")
            .suggest("an external volume exists already: only its 'name' can be given");
    }
}

enum class Content { allowed, forbidden };

void report_open_secret(const std::string& name, Findings& findings) {
    Error& error = findings.add({"secrets", name, "content"},
                                "is not allowed, for the secret would stand in the compose file");
    error.suggest("put it into a file and name that with 'file'");
    // The line holds the secret.
    if (error.where) error.where->length = 0;
}

void report_two_sources(const KeyPath& path, const std::string& choice, Findings& findings) {
    Error& error = findings.add(path, "must have only one of " + choice);
    for (const char* source : {"file", "environment", "content"}) {
        if (findings.find(joined(path, {source})) == nullptr) continue;
        Span place = findings.place(joined(path, {source}));
        // The line may hold a secret.
        if (source == std::string_view("content")) place.length = 0;
        error.note(quoted(source) + " is here", place);
    }
}

void check_file_object(const char* section, const std::string& name, const FileObject& object,
                       Content content, Findings& findings) {
    const bool has_content = content == Content::allowed && !object.content.empty();
    const bool has_source = !object.file.empty() || !object.environment.empty() || has_content;
    const std::string choice =
        content == Content::allowed ? "'file', 'environment' or 'content'" : "'file' or 'environment'";
    const KeyPath path{section, name};
    const auto is_written = [&](const char* source) {
        return findings.find(joined(path, {source})) != nullptr;
    };
    if (content == Content::forbidden && !object.content.empty())
        report_open_secret(name, findings);
    else if (is_written("file") + is_written("environment") + is_written("content") > 1)
        report_two_sources(path, choice, findings);
    else if (!has_source && !object.external && findings.may_miss(path, {"file", "environment", "content"}))
        findings.add(path, "has no content").suggest("add " + choice + ", or 'external: true'");
}

} // namespace

void validate_resources(const Project& project, Findings& findings) {
    for (const auto& [name, network] : project.networks)
        for (const AddressPool& pool : network.ipam.config) check_pool(name, pool, findings);
    for (const auto& [name, volume] : project.volumes)
        if (volume.external) check_external_volume(name, findings);
    for (const auto& [name, secret] : project.secrets)
        check_file_object("secrets", name, secret, Content::forbidden, findings);
    for (const auto& [name, config] : project.configs)
        check_file_object("configs", name, config, Content::allowed, findings);
}

} // namespace muster::compose::load
