#pragma once

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace muster::engine {

/// A running ssh in a session of its own: it neither asks on the terminal nor sees the terminal's Ctrl-C.
class SshProcess {
  public:
    struct End {
        int exit_code = 0; ///< -1 when a signal ended it
        bool is_failure() const { return exit_code != 0; }
    };

    /// `connection`: its standard input and output; stays the caller's. Throws Error when it cannot be
    /// started.
    SshProcess(const std::vector<std::string>& arguments, int connection);
    /// Ends it, if it still runs.
    ~SshProcess();
    SshProcess(const SshProcess&) = delete;
    SshProcess& operator=(const SshProcess&) = delete;

    // For poll(2): readable when it has written an error, when it has ended
    int errors() const { return errors_; }
    int life() const { return life_; }

    /// Takes what it has written so far, without waiting for more.
    void read_errors();
    /// Nothing while it runs. To be called once it has ended at the latest when `life` is readable.
    std::optional<End> find_end();
    void ask_to_end() const;
    /// Blocks until it has ended; kills it after `patience_ms`.
    void await_end(int patience_ms);

    /// The last lines that it has written to its standard error.
    const std::string& words() const { return words_; }

  private:
    void close_errors();

    pid_t pid_ = -1; ///< -1: reaped
    int errors_ = -1;
    int life_ = -1;
    std::string words_;
};

/// What ssh would do with these arguments, as 'ssh -G' prints it: lines of "keyword value". Empty when it
/// does not say.
std::string read_ssh_settings(std::vector<std::string> arguments);

} // namespace muster::engine
