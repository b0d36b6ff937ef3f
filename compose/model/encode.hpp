#pragma once

#include "compose/model/project.hpp"

#include <map>

namespace muster::compose {

/// The canonical document of a model value: long forms only, members in the order of describe.hpp, empty
/// members left out. `config` prints it and the config hash is computed over it.
Value encode(const Service& service);
Value encode(const Network& network);
Value encode(const Volume& volume);
Value encode(const FileObject& object);

/// The whole project as one document: name, services, networks, volumes, secrets, configs, extensions.
Value encode(const Project& project);

} // namespace muster::compose
