#pragma once

#include "base/units.hpp"
#include "base/value.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// The value types that model attributes are made of. Where the Compose spec allows several spellings of a
/// value, the type says which, so that decoding follows from the type alone.
namespace muster::compose {

/// A list that may also be written as a single string (dns, tmpfs, env_file, label_file).
struct StringOrList {
    std::vector<std::string> items;
    bool operator==(const StringOrList&) const = default;
};

/// A list of strings or numbers (expose, group_add).
struct TextList {
    std::vector<std::string> items;
    bool operator==(const TextList&) const = default;
};

/// command, entrypoint: absent and empty differ, for `[]` clears what the image declares.
struct CommandLine {
    std::optional<std::vector<std::string>> words;
    bool operator==(const CommandLine&) const = default;
};

/// healthcheck.test: NONE, CMD or CMD-SHELL with its words; empty when not set.
struct HealthTest {
    std::vector<std::string> words;
    bool operator==(const HealthTest&) const = default;
};

/// Text by key, written as a map or as a list of KEY=VALUE (labels, annotations, sysctls).
struct KeyValues {
    std::map<std::string, std::string> entries;
    bool operator==(const KeyValues&) const = default;
};

/// Text by key, written as a map only (driver_opts, storage_opt, logging.options).
struct Options {
    std::map<std::string, std::string> entries;
    bool operator==(const Options&) const = default;
};

/// Texts by key, each written as one value or as a list of them (provider.options).
struct RepeatedOptions {
    std::map<std::string, std::vector<std::string>> entries;
    bool operator==(const RepeatedOptions&) const = default;
};

/// Variables by name; no value means "unset in the container", whatever the image says.
struct Environment {
    std::map<std::string, std::optional<std::string>> entries;
    bool operator==(const Environment&) const = default;
};

/// extra_hosts: addresses by host name.
struct ExtraHosts {
    std::map<std::string, std::vector<std::string>> entries;
    bool operator==(const ExtraHosts&) const = default;
};

/// A file mode such as 0440, written as octal text or as a number.
struct FileMode {
    std::int64_t bits = 0;
    bool operator==(const FileMode&) const = default;
};

/// A device count, where "all" is -1.
struct DeviceCount {
    std::int64_t count = -1;
    bool operator==(const DeviceCount&) const = default;
};

/// A boolean or text kept as text (build.provenance, build.sbom).
struct Toggle {
    std::string text;
    bool operator==(const Toggle&) const = default;
};

/// A switch that is on unless it is turned off (bind.create_host_path).
struct OptOut {
    std::optional<bool> written;
    bool is_on() const { return written.value_or(true); }
    bool operator==(const OptOut&) const = default;
};

/// Members whose name starts with "x-", in the order written. Always an object.
struct Extensions {
    std::vector<Value::Entry> entries;
    bool operator==(const Extensions&) const = default;
};

} // namespace muster::compose
