#pragma once

#include <map>
#include <string>
#include <vector>

namespace muster::cmd {

/// The whole program: arguments (without the program's name) and environment in, exit code out. Errors are
/// printed here and nowhere else.
int run(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment);

} // namespace muster::cmd
