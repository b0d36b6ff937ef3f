#include "compose/load/validate.hpp"

#include "base/text.hpp"

#include <map>

namespace muster::compose::load {

namespace {

/// What stands at a path of the container, and where that was written.
struct Occupant {
    std::string attribute;
    KeyPath path;
};

class MountCheck {
  public:
    MountCheck(const Service& service, Findings& findings) : service_(service), findings_(findings) {}

    void run() {
        for (const Mount& mount : service_.volumes) check(mount);
        if (findings_.wants_consistency()) check_targets();
    }

  private:
    KeyPath at(const char* attribute, const std::string& key) const {
        return {"services", service_.name, attribute, key};
    }

    /// Where an entry was written: found by its source, else by its target.
    KeyPath path_of(const Mount& mount) const {
        return at("volumes", mount.source.empty() || mount.type == "bind" ? mount.target : mount.source);
    }

    void check(const Mount& mount) {
        findings_.expect_one_of(joined(path_of(mount), {"type"}), mount.type,
                                {"bind", "volume", "tmpfs", "image", "cluster", "npipe"});
        if (mount.type == "bind" && mount.source.empty())
            findings_.add(path_of(mount), "is a bind mount without 'source', the path on the host");
        if (!mount.bind) return;
        findings_.refuse_unless_one_of(joined(path_of(mount), {"bind", "propagation"}),
                                       mount.bind->propagation,
                                       {"private", "rprivate", "shared", "rshared", "slave", "rslave"});
        findings_.expect_one_of(joined(path_of(mount), {"bind", "selinux"}), mount.bind->selinux, {"z", "Z"});
        findings_.expect_one_of(joined(path_of(mount), {"bind", "recursive"}), mount.bind->recursive,
                                {"enabled", "disabled", "writable", "readonly"});
    }

    void check_targets() {
        for (const Mount& mount : service_.volumes) occupy(mount.target, {"volumes", path_of(mount)});
        for (const std::string& text : service_.tmpfs.items) {
            const std::string target = text.substr(0, text.find(':'));
            occupy(target, {"tmpfs", at("tmpfs", text)});
        }
    }

    void occupy(const std::string& target, Occupant occupant) {
        const auto [first, is_new] = occupants_.emplace(target, occupant);
        if (is_new) return;
        findings_
            .add_plain(occupant.path, "two mounts of service " + quoted(service_.name) + " have the target " +
                                          quoted(target))
            .note("the first one is here, in " + quoted(first->second.attribute),
                  findings_.place(first->second.path));
    }

    const Service& service_;
    Findings& findings_;
    std::map<std::string, Occupant> occupants_;
};

} // namespace

void validate_mounts(const Service& service, Findings& findings) { MountCheck(service, findings).run(); }

} // namespace muster::compose::load
