#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::cmd {

/// Answers a shell that asks how a command line could go on (`__complete`, or `__completeNoDesc` for answers
/// without descriptions): candidates and a directive on standard output, and never a complaint. The exit
/// code; nothing when that was not asked for.
std::optional<int> answer_shell(const std::vector<std::string>& arguments,
                                const std::map<std::string, std::string>& environment);

} // namespace muster::cmd
