#include "cmd/interaction.hpp"

#include "base/error.hpp"
#include "cmd/detach_keys.hpp"
#include "cmd/raw_terminal.hpp"

#include <optional>
#include <unistd.h>

namespace muster::cmd {

namespace {

int input_of(const Interaction& interaction) { return interaction.has_input ? STDIN_FILENO : -1; }

/// A shell in a window of the wrong size is better than none.
void resize(const Interaction& interaction, engine::TerminalSize size) {
    try {
        interaction.resize(size);
    } catch (const Error&) {
    }
}

ExecStream::End interact_in_terminal(Session& session, const Interaction& interaction) {
    WindowWatch window;
    const auto pass_size = [&] {
        window.acknowledge();
        resize(interaction, session.out().size());
    };
    ExecStream terminal(interaction.stream, {.input = input_of(interaction),
                                             .out = session.out(),
                                             .err = session.err(),
                                             .input_end = interaction.input_end,
                                             .tty = true,
                                             .detach_sequence = parse_detach_keys(interaction.detach_keys),
                                             .window = window.descriptor(),
                                             .on_resize = pass_size});
    const SignalWatch::Scope scope(session.signals(), [&](int) { terminal.interrupt(); });
    std::optional<RawTerminal> raw;
    if (interaction.has_input && ::isatty(STDIN_FILENO) == 1) raw.emplace(STDIN_FILENO);
    pass_size();
    return terminal.run();
}

} // namespace

ExecStream::End interact(Session& session, const Interaction& interaction) {
    if (interaction.tty) return interact_in_terminal(session, interaction);
    return ExecStream(interaction.stream, {.input = input_of(interaction),
                                           .out = session.out(),
                                           .err = session.err(),
                                           .input_end = interaction.input_end})
        .run();
}

} // namespace muster::cmd
