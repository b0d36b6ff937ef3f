#include "compose/execute/credential_program.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::compose::execute {

namespace {

/// The two ends of a pipe; the child gets one of them.
class Pipe {
  public:
    Pipe() {
        if (::pipe2(ends_.data(), O_CLOEXEC) != 0)
            throw Error(ErrorKind::internal, std::string("cannot make a pipe: ") + std::strerror(errno));
    }
    ~Pipe() {
        close_reader();
        close_writer();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int reader() const { return ends_[0]; }
    int writer() const { return ends_[1]; }
    void close_reader() { close_end(ends_[0]); }
    void close_writer() { close_end(ends_[1]); }

  private:
    static void close_end(int& end) {
        if (end >= 0) ::close(end);
        end = -1;
    }

    std::array<int, 2> ends_{-1, -1};
};

/// What a child process reads and writes, in place of our own streams.
class SpawnActions {
  public:
    SpawnActions(const Pipe& input, const Pipe& output) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_adddup2(&actions_, input.reader(), STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, output.writer(), STDOUT_FILENO);
    }
    ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;

    const posix_spawn_file_actions_t* get() const { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

/// A child that has ended before it read everything is no error here.
void write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 4096> block{};
    for (;;) {
        const ssize_t count = ::read(descriptor, block.data(), block.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return text;
        text.append(block.data(), static_cast<std::size_t>(count));
    }
}

pid_t spawn(std::string program, const SpawnActions& actions) {
    std::string verb = "get";
    const std::array<char*, 3> arguments{program.data(), verb.data(), nullptr};
    pid_t child = 0;
    const int failure =
        ::posix_spawnp(&child, program.c_str(), actions.get(), nullptr, arguments.data(), environ);
    if (failure != 0)
        throw Error(ErrorKind::usage,
                    "cannot run " + quoted(program) +
                        ", which keeps the registry's credentials: " + std::strerror(failure))
            .suggest("install it, or take 'credsStore' and 'credHelpers' out of docker's config.json");
    return child;
}

bool has_succeeded(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace

engine::RegistryAuth ask_credential_program(const engine::NeedsCredentialStore& asked) {
    Pipe input;
    Pipe output;
    const pid_t child = spawn("docker-credential-" + asked.name, SpawnActions(input, output));
    input.close_reader();
    output.close_writer();
    write_all(input.writer(), asked.registry);
    input.close_writer();
    const std::string answer = read_all(output.reader());
    if (has_succeeded(child)) return engine::auth_header_from(asked, answer);
    if (trim(answer) == "credentials not found in native keychain") return engine::AnonymousAccess{};
    throw Error(ErrorKind::usage, "'docker-credential-" + asked.name + "' failed for " +
                                      quoted(asked.registry) + ": " + std::string(trim(answer)));
}

std::string registry_auth_for(const engine::ImageReference& image, const std::string& docker_config) {
    engine::RegistryAuth auth = engine::find_registry_auth(image, docker_config);
    if (const auto* asked = std::get_if<engine::NeedsCredentialStore>(&auth))
        auth = ask_credential_program(engine::NeedsCredentialStore(*asked));
    const auto* header = std::get_if<engine::AuthHeader>(&auth);
    return header == nullptr ? std::string() : header->value;
}

} // namespace muster::compose::execute
