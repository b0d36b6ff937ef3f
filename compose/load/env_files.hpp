#pragma once

#include "compose/load/load_context.hpp"
#include "compose/model/project.hpp"
#include "compose/source/node.hpp"

namespace muster::compose::load {

/// Reads every `env_file` into `environment`, which keeps its own values, and every `label_file` into
/// `labels` likewise; both attributes are empty afterwards. A file that is missing though required, or cannot
/// be read, is reported at the place in `document` that names it. Source: Compose spec, services.env_file and
/// services.label_file.
void read_env_files(Project& project, const source::Node& document, LoadContext& context);
void read_label_files(Project& project, const source::Node& document, LoadContext& context);

} // namespace muster::compose::load
