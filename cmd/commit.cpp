#include "base/text.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/replica.hpp"
#include "engine-client/image_reference.hpp"

namespace muster::cmd {

namespace {

engine::CommitSpec commit_spec(const Flags& flags) {
    engine::CommitSpec spec;
    if (flags.arguments().size() > 1) spec.reference = flags.arguments()[1];
    spec.author = flags.text("author");
    spec.message = flags.text("message");
    spec.changes = flags.texts("change");
    spec.pause = flags.is_on("pause");
    return spec;
}

/// Before anything is asked of the engine.
void check_reference(const std::string& reference) {
    if (reference.empty()) return;
    if (!engine::parse_image_reference(reference).digest.empty())
        throw Error(ErrorKind::usage, "cannot name an image " + quoted(reference) +
                                          ": a digest follows from the content, and is not given");
}

int run_commit(Session& session, const Flags& flags) {
    const engine::CommitSpec spec = commit_spec(flags);
    check_reference(spec.reference);
    if (const auto container = choose_replica(session, flags, "make an image of container"))
        session.out().write(session.engine().commit_container(container->summary.id, spec) + "\n");
    return exit_code::success;
}

} // namespace

Command commit_command() {
    using enum FlagKind;
    return {"commit",
            "Make an image of a service's container, and print its id",
            Positionals::service_and_image,
            {{"author", 'a', text, "Who made it, for example 'Ann <ann@example.org>'", "AUTHOR", ""},
             {"change", 'c', text_list, "Apply a Dockerfile instruction to the image", "INSTRUCTION", ""},
             {"index", '\0', number, "Of this replica of the service", "NUMBER", ""},
             {"message", 'm', text, "What it is made for", "TEXT", ""},
             {"pause", 'p', toggle, "Pause the container meanwhile", "", "true"}},
            run_commit};
}

} // namespace muster::cmd
