#pragma once

#include "base/source_map.hpp"

#include <exception>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace muster {

/// What sort of thing went wrong. The kind decides the exit code (cmd/exit_code.hpp), nothing else does.
enum class ErrorKind {
    usage,        ///< the command line is wrong
    compose_file, ///< a compose file, dotenv file or variable is wrong
    not_found,    ///< a named service, container or file does not exist
    conflict,     ///< the engine's state contradicts what was asked (name taken, volume in use)
    connection,   ///< no engine could be reached, or it went away
    engine,       ///< the engine refused a request; the message quotes it
    step_failed,  ///< a step of a plan failed for a reason of the container's own (unhealthy, exit code)
    unsupported,  ///< the feature needs a newer engine, or does not exist yet
    interrupted,  ///< the user stopped the command
    internal      ///< a defect in Muster
};

/// A further line below an error: "first defined here", "while creating container web-1".
struct Note {
    std::string text;
    std::optional<Span> where;

    bool operator==(const Note&) const = default;
};

/// One problem, complete enough to be shown to a user. Thrown where it stops the work, collected where
/// more can be found (see Diagnostics).
///
/// Messages are lower case, without a final dot, names in single quotes, and say what was found and
/// what was expected. They never contain the value of a secret.
class Error : public std::exception {
  public:
    Error(ErrorKind kind_, std::string message_) : kind(kind_), message(std::move(message_)) {}

    ErrorKind kind;
    std::string message;
    std::optional<Span> where;
    std::vector<Note> notes;
    std::string hint; ///< what to try next; empty when there is nothing useful to say

    Error& at(Span span);
    Error& note(std::string text, std::optional<Span> span = std::nullopt);
    Error& suggest(std::string hint_);

    const char* what() const noexcept override { return message.c_str(); }
    bool operator==(const Error& other) const;
};

/// The problems found so far in work that goes on after the first one. After a hundred errors, and as many
/// warnings, further ones are only counted: nobody reads them, and a hostile file makes millions.
class Diagnostics {
  public:
    static constexpr std::size_t most_kept = 100;

    /// The error, to be added to before the next one is reported.
    Error& error(Span where, std::string message);
    Error& error(Error problem);
    /// A repeated warning (same text and place) is kept once.
    void warning(Span where, std::string message);
    void warning(std::string message);

    bool has_errors() const { return !errors_.empty(); }
    /// Whether a further error would only be counted, so that a costly hint is not worth its while.
    bool is_full() const { return errors_.size() == most_kept; }
    /// The same for warnings.
    bool is_full_of_warnings() const { return warnings_.size() == most_kept; }
    /// Those that were only counted too.
    std::size_t error_count() const { return error_count_; }
    std::size_t warning_count() const { return warned_of_.size() + dropped_warnings_; }
    const std::vector<Error>& errors() const { return errors_; }
    const std::vector<Error>& warnings() const { return warnings_; }

  private:
    void add_warning(Error warning);

    std::vector<Error> errors_;
    std::size_t error_count_ = 0;
    Error unkept_{ErrorKind::compose_file, ""}; ///< the last error that was only counted
    std::vector<Error> warnings_;
    std::size_t dropped_warnings_ = 0;
    std::unordered_set<std::string> warned_of_; ///< text and place of each warning
};

/// Thrown when a project could not be loaded: every problem that was found, in reading order.
class LoadFailure : public std::exception {
  public:
    explicit LoadFailure(std::vector<Error> errors_) : errors(std::move(errors_)) {}
    const char* what() const noexcept override {
        return errors.empty() ? "load failure" : errors.front().what();
    }

    std::vector<Error> errors; ///< never empty
};

} // namespace muster
