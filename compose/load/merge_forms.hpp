#pragma once

#include "compose/source/node.hpp"

#include <string>

/// One form of an attribute for each that the Compose spec allows, so that two documents can be merged
/// whatever form each has. What is not in a known form is given back as it is; decoding reports it.
namespace muster::compose::load {

/// A single value as a list of one.
source::Node as_list(source::Node node);

/// A list of KEY=VALUE as a mapping.
source::Node as_key_values(source::Node node);

/// A list of names as a mapping: to null, or for `depends_on` to the condition that a bare name means.
source::Node as_names(source::Node node, const std::string& attribute);

/// A build in short form as a mapping with its context.
source::Node as_build(source::Node node);

/// A mapping of hosts as a list of HOST=IP.
source::Node as_host_list(source::Node node);

} // namespace muster::compose::load
