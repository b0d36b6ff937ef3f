#include "engine-client/ssh_tunnel.hpp"

#include "base/text.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace muster::engine {

namespace {

/// How long a failed transfer waits for the ssh that is to blame to end.
constexpr std::chrono::seconds failure_patience{2};
/// How long ssh may take to end when it is told to.
constexpr int end_patience_ms = 2000;
constexpr int listen_backlog = 128;
constexpr int ssh_itself_failed = 255;
constexpr int command_not_found = 127;

void block_signals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

[[noreturn]] void fail(const std::string& what) {
    throw Error(ErrorKind::connection,
                "cannot prepare a connection by ssh: " + what + ": " + std::strerror(errno));
}

int listen_at(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0) fail("no socket");
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener, listen_backlog) != 0)
        fail("cannot listen at " + quoted(path));
    return listener;
}

/// Whether ssh is configured to share connections of its own accord.
bool shares_connections(const std::string& settings) {
    for (const std::string& line : split(settings, '\n'))
        if (line.starts_with("controlpath ")) return trim(line.substr(line.find(' '))) != "none";
    return false;
}

std::vector<std::string> non_empty_lines(const std::string& text) {
    std::vector<std::string> lines;
    for (const std::string& line : split(text, '\n'))
        if (!trim(line).empty()) lines.emplace_back(trim(line));
    return lines;
}

} // namespace

SshTunnel::SshTunnel(SshTarget target)
    : target_(std::move(target)), socket_path_(directory_.engine_socket()),
      listener_(listen_at(socket_path_)), wakeup_(::eventfd(0, EFD_CLOEXEC)) {
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

SshTunnel::~SshTunnel() {
    thread_.request_stop();
    ::eventfd_write(wakeup_, 1);
    thread_.join();
    ::close(listener_);
    ::close(wakeup_);
}

void SshTunnel::serve(const std::stop_token& stop) {
    block_signals();
    while (!stop.stop_requested()) {
        std::vector<pollfd> waiting{{wakeup_, POLLIN, 0}, {listener_, POLLIN, 0}};
        for (const SshProcess& process : processes_) {
            waiting.push_back({process.errors(), POLLIN, 0});
            waiting.push_back({process.life(), POLLIN, 0});
        }
        if (::poll(waiting.data(), waiting.size(), -1) < 0) continue;
        if ((waiting[1].revents & POLLIN) != 0) accept_connection();
        collect_ended();
    }
    end_all();
}

std::vector<std::string> SshTunnel::arguments() {
    const std::vector<std::string> destination = destination_arguments(target_);
    if (!sharing_) {
        sharing_.emplace();
        if (!shares_connections(read_ssh_settings(destination)))
            *sharing_ = {"-o", "ControlMaster=auto",
                         "-o", "ControlPersist=no",
                         "-o", "ControlPath=" + directory_.ssh_socket()};
    }
    std::vector<std::string> arguments{"-T", "-o", "ConnectTimeout=30"};
    arguments.insert(arguments.end(), sharing_->begin(), sharing_->end());
    arguments.insert(arguments.end(), destination.begin(), destination.end());
    arguments.push_back(remote_command(target_));
    return arguments;
}

void SshTunnel::accept_connection() {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    try {
        processes_.emplace_back(arguments(), connection);
    } catch (const Error& error) {
        note_failure(error);
    }
    ::close(connection);
}

void SshTunnel::collect_ended() {
    for (auto process = processes_.begin(); process != processes_.end();) {
        process->read_errors();
        const std::optional<SshProcess::End> end = process->find_end();
        if (end && end->is_failure()) note_failure(failure_of(*process, *end));
        process = end ? processes_.erase(process) : std::next(process);
    }
}

void SshTunnel::end_all() {
    for (const SshProcess& process : processes_) process.ask_to_end();
    for (SshProcess& process : processes_) process.await_end(end_patience_ms);
    processes_.clear();
}

Error SshTunnel::failure_of(const SshProcess& process, const SshProcess::End& end) const {
    std::vector<std::string> lines = non_empty_lines(process.words());
    const std::string reason = lines.empty() ? "it gave no reason" : lines.back();
    const std::string machine = quoted(to_string(target_));
    const bool is_ssh_itself = end.exit_code == ssh_itself_failed || end.exit_code < 0;
    Error error(ErrorKind::connection, is_ssh_itself ? "ssh to " + machine + " failed: " + reason
                                                     : quoted(remote_command(target_)) + " failed on " +
                                                           machine + " with exit code " +
                                                           std::to_string(end.exit_code) + ": " + reason);
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) error.note("ssh says: " + lines[i]);
    const std::string attempt = "ssh " + join(destination_arguments(target_), " ");
    if (end.exit_code == command_not_found)
        return error.suggest(
            "the Docker CLI must be installed there, and in the PATH of commands run by ssh");
    return error.suggest(quoted(attempt + (is_ssh_itself ? "" : " " + remote_command(target_))) +
                         (is_ssh_itself ? " has to work without a question" : " shows what it does"));
}

void SshTunnel::note_failure(Error error) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(error);
    changed_.notify_all();
}

std::optional<Error> SshTunnel::find_failure() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, failure_patience, [this] { return failure_.has_value(); });
    return std::exchange(failure_, std::nullopt);
}

} // namespace muster::engine
