#pragma once

#include "compose/model/values.hpp"

namespace muster::compose {

struct AddressPool {
    std::string subnet;
    std::string gateway;
    std::string ip_range;
    Options aux_addresses;
    bool operator==(const AddressPool&) const = default;
};

struct Ipam {
    std::string driver;
    std::vector<AddressPool> config;
    Options options;
    Extensions extensions;
    bool operator==(const Ipam&) const = default;
};

/// A network of the project. Source: Compose spec, "Networks top-level element".
struct Network {
    std::string name; ///< the engine's name for it, filled in by normalisation
    std::string driver;
    Options driver_opts;
    Ipam ipam;
    bool external = false; ///< not ours: it must exist, and is never created or removed
    bool internal = false;
    bool attachable = false;
    KeyValues labels;
    std::optional<bool> enable_ipv4;
    std::optional<bool> enable_ipv6;
    Extensions extensions;
    bool operator==(const Network&) const = default;
};

/// A named volume of the project. Source: Compose spec, "Volumes top-level element".
struct Volume {
    std::string name;
    std::string driver;
    Options driver_opts;
    bool external = false;
    KeyValues labels;
    Extensions extensions;
    bool operator==(const Volume&) const = default;
};

/// A secret or a config: content from a file, a variable or (configs only) the compose file itself.
/// The content of a secret is never printed.
struct FileObject {
    std::string name;
    std::string file;
    std::string environment;
    std::string content;
    bool external = false;
    KeyValues labels;
    std::string driver;
    Options driver_opts;
    std::string template_driver;
    Extensions extensions;
    bool operator==(const FileObject&) const = default;
};

/// An AI model that a model runner of the host serves. Source: Compose spec, "Models top-level element".
struct Model {
    std::string name;
    std::string model; ///< the reference it is pulled by
    std::int64_t context_size = 0;
    std::vector<std::string> runtime_flags;
    Extensions extensions;
    bool operator==(const Model&) const = default;
};

} // namespace muster::compose
