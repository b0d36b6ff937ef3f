#include "base/error.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/output_file.hpp"
#include "cmd/replica.hpp"

#include <optional>

namespace muster::cmd {

namespace {

/// Ctrl-C ends it; what was written so far is thrown away.
class ExportStream {
  public:
    ExportStream(Session& session, const std::string& path) : session_(session) {
        if (!path.empty()) file_.emplace(path);
    }

    int run(const std::string& container) {
        std::stop_source stop;
        const SignalWatch::Scope scope(session_.signals(), [&](int) { stop.request_stop(); });
        session_.engine().export_container(
            container, [this](std::string_view bytes) { write(bytes); }, stop.get_token());
        if (stop.stop_requested()) return exit_code::interrupted;
        if (file_) file_->commit();
        return exit_code::success;
    }

  private:
    void write(std::string_view bytes) {
        if (file_)
            file_->write(bytes);
        else
            session_.out().write(bytes);
    }

    Session& session_;
    std::optional<OutputFile> file_;
};

int run_export(Session& session, const Flags& flags) {
    const std::string path = flags.text("output");
    if (path.empty() && session.out().is_terminal())
        throw Error(ErrorKind::usage, "an archive is not for a terminal")
            .suggest("--output FILE writes it to a file; a pipe takes it too");
    const auto container = choose_replica(session, flags, "export container");
    return container ? ExportStream(session, path).run(container->summary.id) : exit_code::success;
}

} // namespace

Command export_command() {
    using enum FlagKind;
    return {"export",
            "Write the file system of a service's container as a tar archive",
            Positionals::one_service,
            {{"index", '\0', number, "Of this replica of the service", "NUMBER", ""},
             {"output", 'o', text, "Into this file, instead of standard output", "FILE", ""}},
            run_export};
}

} // namespace muster::cmd
