#pragma once

#include "cmd/detach_keys.hpp"
#include "cmd/exec_stream.hpp"
#include "cmd/session.hpp"

#include <functional>
#include <string>

namespace muster::cmd {

/// What goes on between the user and a process in a container.
struct Interaction {
    engine::Hijacked& stream;
    bool has_input = true; ///< standard input is passed on
    ExecEnds::InputEnd input_end = ExecEnds::InputEnd::pass_on;
    bool tty = false; ///< the process has a terminal
    std::string detach_keys = default_detach_keys;
    std::function<void(engine::TerminalSize)> resize = nullptr; ///< of the process's terminal
};

/// Carries it on to its end. With a terminal at both ends this one is in raw mode meanwhile, and changes of
/// its size are passed on.
ExecStream::End interact(Session& session, const Interaction& interaction);

} // namespace muster::cmd
