#include "base/error.hpp"
#include "base/files.hpp"
#include "base/go_json.hpp"
#include "base/text.hpp"
#include "cmd/copy_ends.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/host_tree.hpp"
#include "cmd/replica.hpp"
#include "cmd/standard_input.hpp"
#include "cmd/unpack.hpp"

#include <filesystem>

namespace muster::cmd {

using compose::reconcile::ObservedContainer;
using engine::PathStat;

namespace {

const std::string stream = "-";

struct CopyOptions {
    FollowLink follow = FollowLink::no;
    bool keeps_owners = false;
};

/// Absolute, but with the ending that says something: "/." and "/".
std::string local_path(const std::string& path) {
    const std::string absolute = resolve_path(std::filesystem::current_path(), path);
    if (path == "." || path.ends_with("/.")) return absolute + "/.";
    return path.ends_with('/') ? absolute + "/" : absolute;
}

/// Paths in containers start at the root.
std::string container_path(const CopyEnd& end) {
    if (end.path.empty())
        throw Error(ErrorKind::usage, "expected a path behind " + muster::quoted(end.service + ":"));
    return end.path.starts_with('/') ? end.path : "/" + end.path;
}

std::string without_slash(const std::string& path) {
    return path.size() > 1 && path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

std::string link_target(const std::string& path, const PathStat& link) {
    return resolve_path(parent_path(without_slash(path)), link.link_target);
}

/// Copies between this machine and containers.
class Copy {
  public:
    Copy(Session& session, CopyOptions options)
        : session_(session), engine_(session.engine()), options_(options) {}

    void to_containers(const std::string& source, const CopyEnd& end,
                       const std::vector<ObservedContainer>& containers) {
        std::optional<HostTree> tree;
        if (source != stream) tree = find_host_tree(local_path(source), options_.follow);
        StandardInput input(containers.size() > 1 ? StandardInput::Reads::several
                                                  : StandardInput::Reads::one);
        for (const ObservedContainer& container : containers) {
            const std::string& id = container.summary.id;
            if (!announce_only(source, container.summary.name + ":" + end.path)) {
                if (tree)
                    upload(source, *tree, id, destination_in(id, container_path(end)));
                else
                    upload_stream(id, destination_in(id, container_path(end)), input.source());
                announce(container, source, container.summary.name + ":" + end.path);
            }
        }
    }

    void from_container(const ObservedContainer& container, const CopyEnd& end,
                        const std::string& destination) {
        const std::string from = container.summary.name + ":" + end.path;
        if (announce_only(from, destination)) return;
        if (destination == stream)
            download_stream(container.summary.id, container_path(end));
        else
            download(container, container_path(end), destination);
        announce(container, from, destination);
    }

  private:
    CopyDestination destination_in(const std::string& container, const std::string& path) {
        CopyDestination destination{.path = path};
        std::optional<PathStat> stat = engine_.find_path(container, without_slash(path));
        if (stat && stat->kind == PathStat::Kind::symlink) {
            destination.path = link_target(path, *stat);
            stat = engine_.find_path(container, destination.path);
        }
        if (!stat) return destination;
        if (stat->kind == PathStat::Kind::other)
            throw Error(ErrorKind::usage,
                        muster::quoted(path) + " is neither a directory nor a regular file");
        const bool is_directory = stat->kind == PathStat::Kind::directory;
        destination.there = is_directory ? CopyDestination::There::directory : CopyDestination::There::file;
        return destination;
    }

    engine::Engine::Ownership ownership() const {
        return options_.keeps_owners ? engine::Engine::Ownership::container_user
                                     : engine::Engine::Ownership::archive;
    }

    void upload(const std::string& source, const HostTree& tree, const std::string& container,
                const CopyDestination& destination) {
        const CopyTarget target =
            resolve_copy({source, copied_name(local_path(source)), tree.is_directory}, destination);
        auto writer = std::make_shared<engine::TarWriter>(tar_entries(tree, target.name));
        engine_.upload_archive(container, target.directory, engine::tar_source(writer), ownership());
        for (const std::string& warning : writer->warnings()) session_.warn(warning);
    }

    void upload_stream(const std::string& container, const CopyDestination& destination,
                       engine::ByteSource source) {
        if (destination.there != CopyDestination::There::directory)
            throw Error(ErrorKind::usage, "the archive from standard input needs a directory to go to, and " +
                                              muster::quoted(destination.path) + " is none");
        engine_.upload_archive(container, destination.path, std::move(source), ownership());
    }

    /// The path with its symbolic link followed, where that is asked for.
    std::pair<std::string, PathStat> find_source(const std::string& container, const std::string& path) {
        std::optional<PathStat> stat = engine_.find_path(container, path);
        std::string real = path;
        if (stat && stat->kind == PathStat::Kind::symlink && options_.follow == FollowLink::yes) {
            real = link_target(path, *stat);
            stat = engine_.find_path(container, real);
        }
        if (!stat) throw Error(ErrorKind::not_found, "the container has no file " + muster::quoted(path));
        return {real, *stat};
    }

    void download(const ObservedContainer& container, const std::string& path,
                  const std::string& destination) {
        const auto [real, stat] = find_source(container.summary.id, path);
        const bool is_directory = stat.kind == PathStat::Kind::directory;
        const CopyTarget target =
            resolve_copy({path, copied_name(path), is_directory}, local_destination(destination));
        const KeepOwners owners = options_.keeps_owners ? KeepOwners::yes : KeepOwners::no;
        Unpacker unpacker(target, copied_name(real), owners);
        engine::TarReader reader(unpacker);
        engine_.download_archive(container.summary.id, real,
                                 [&](std::string_view bytes) { reader.feed(bytes); }, {});
        reader.finish();
        unpacker.finish();
    }

    static CopyDestination local_destination(const std::string& text) {
        CopyDestination destination{.path = local_path(text)};
        std::error_code problem;
        const auto real = std::filesystem::canonical(without_slash(destination.path), problem);
        if (problem) return destination;
        const bool is_directory = std::filesystem::is_directory(real, problem);
        destination.there = is_directory ? CopyDestination::There::directory : CopyDestination::There::file;
        // What a symbolic link points at is written, not the link.
        if (is_directory || !text.ends_with('/')) destination.path = real;
        return destination;
    }

    void download_stream(const std::string& container, const std::string& path) {
        if (session_.out().is_terminal())
            throw Error(ErrorKind::usage, "an archive is not for a terminal")
                .suggest("give a file or directory in place of '-', or a pipe to take it");
        const auto [real, stat] = find_source(container, path);
        engine_.download_archive(container, real,
                                 [&](std::string_view bytes) { session_.out().write(bytes); }, {});
    }

    bool announce_only(const std::string& from, const std::string& to) {
        if (session_.is_dry_run()) session_.out().write("would copy " + from + " to " + to + "\n");
        return session_.is_dry_run();
    }

    void announce(const ObservedContainer& container, const std::string& from, const std::string& to) {
        if (session_.progress_mode() == ProgressMode::quiet) return;
        const std::string what = from + " to " + to;
        if (session_.progress_mode() != ProgressMode::json)
            return session_.err().write(" Container " + container.summary.name + "  Copied " + what + "\n");
        Value line = Value::record();
        line.add("id", "Container " + container.summary.name);
        line.add("status", "Done");
        line.add("text", "Copied");
        line.add("details", what);
        session_.err().write(to_go_json(line) + "\n");
    }

    Session& session_;
    engine::Engine& engine_;
    const CopyOptions options_;
};

std::string service_of(const CopyEnd& source, const CopyEnd& destination) {
    if (!source.service.empty() && !destination.service.empty())
        throw Error(ErrorKind::usage, "copying between services is not supported")
            .suggest("copy to a file here first, and from there to the other service");
    if (source.service.empty() && destination.service.empty())
        throw Error(ErrorKind::usage, "neither the source nor the destination is in a service")
            .suggest("write it as SERVICE:PATH, for example web:/etc/hosts");
    return source.service + destination.service;
}

int run_cp(Session& session, const Flags& flags) {
    const CopyEnd source = parse_copy_end(flags.arguments()[0]);
    const CopyEnd destination = parse_copy_end(flags.arguments()[1]);
    const std::string service = service_of(source, destination);
    const compose::Project project = session.load_or_observe();
    std::vector<ObservedContainer> containers = get_replicas(
        session, project,
        {.service = service,
         .index = flags.number("index"),
         .state = ReplicaChoice::State::any,
         .one_off = flags.is_on("all") ? ReplicaChoice::OneOff::last : ReplicaChoice::OneOff::none});
    Copy copy(session, {.follow = flags.is_on("follow-link") ? FollowLink::yes : FollowLink::no,
                        .keeps_owners = flags.is_on("archive")});
    if (source.service.empty())
        copy.to_containers(source.path, destination, containers);
    else
        copy.from_container(containers.front(), source, destination.path);
    return exit_code::success;
}

} // namespace

Command cp_command() {
    using enum FlagKind;
    return {"cp",
            "Copy files between this machine and a service's containers ('-' for a tar archive on standard "
            "input or output)",
            Positionals::copy_ends,
            {{"all", '\0', toggle, "One-off containers too", "", ""},
             {"archive", 'a', toggle, "Keep owners", "", ""},
             {"follow-link", 'L', toggle, "Copy what a symbolic link points at", "", ""},
             {"index", '\0', number, "Only this replica of the service", "NUMBER", ""}},
            run_cp};
}

} // namespace muster::cmd
