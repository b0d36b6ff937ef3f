#pragma once

#include "cmd/command.hpp"

#include <functional>
#include <string>
#include <vector>

namespace muster::cmd {

/// One way to go on with a command line.
struct Candidate {
    std::string text;
    std::string description; ///< one line, or empty
};

/// What the shell does besides offering the candidates. The numbers are those of the protocol.
/// Source: cobra's shell completions, which Docker's tools speak.
struct Directive {
    static constexpr int none = 0; ///< file names where there is no candidate
    static constexpr int no_space = 2;
    static constexpr int no_files = 4;
    static constexpr int only_extensions = 8; ///< the candidates are extensions of file names
    static constexpr int only_directories = 16;
};

struct Completion {
    std::vector<Candidate> candidates;
    int directive = Directive::no_files;
};

/// What only the project or the engine knows; asked for it when it is needed. They throw nothing and give
/// nothing when nothing can be known.
struct CompletionSources {
    using Names = std::function<std::vector<std::string>()>;
    Names services; ///< all that are declared, enabled or not
    Names profiles;
    Names projects; ///< those that have containers
};

/// Ways to go on with the last of `words`, which stand behind the program's name.
Completion complete(const std::vector<std::string>& words, const std::vector<Command>& commands,
                    const CompletionSources& sources);

enum class Descriptions { with, without };

/// The completion as cobra writes it: a candidate per line, its description behind a tab, the directive last.
std::string completion_text(const Completion& completion, Descriptions descriptions);

/// The arguments in front of the verb, without the last word, which is still being written.
std::vector<std::string> arguments_in_front(const std::vector<std::string>& words);

} // namespace muster::cmd
