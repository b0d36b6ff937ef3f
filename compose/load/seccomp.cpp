#include "compose/load/seccomp.hpp"

#include "base/compact_json.hpp"
#include "base/text.hpp"
#include "compose/load/load.hpp"
#include "compose/load/locate.hpp"
#include "compose/load/subject.hpp"

namespace muster::compose::load {

namespace {

class SeccompProfiles {
  public:
    SeccompProfiles(Project& project, const source::Node& document, LoadContext& context)
        : project_(project), document_(document), context_(context) {}

    std::vector<Error> read() {
        for (const auto& [name, service] : project_.services)
            for (const std::string& option : service.security_opt)
                if (const auto file = seccomp_file(option))
                    add(*file, locate_scalar(document_, {"services", name, "security_opt", option}));
        return std::move(problems_);
    }

  private:
    void add(const std::string& file, Span where) {
        if (project_.seccomp_profiles.contains(file)) return;
        try {
            auto profile = compact_json_object(context_.files.read(resolve_path(project_.working_dir, file)));
            if (!profile)
                throw Error(ErrorKind::compose_file,
                            "the seccomp profile " + quoted(file) + " holds no JSON object");
            project_.seccomp_profiles[file] = std::move(*profile);
        } catch (Error& problem) {
            problems_.push_back(problem.at(where).suggest(
                "'seccomp' takes the path of a profile in JSON, 'unconfined' or 'builtin'"));
        }
    }

    Project& project_;
    const source::Node& document_;
    LoadContext& context_;
    std::vector<Error> problems_;
};

} // namespace

std::vector<Error> read_seccomp_profiles(Project& project, const source::Node& document,
                                         LoadContext& context) {
    return SeccompProfiles(project, document, context).read();
}

} // namespace muster::compose::load
