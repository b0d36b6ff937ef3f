#include "compose/load/load.hpp"

#include "compose/load/assemble.hpp"
#include "compose/load/decode.hpp"
#include "compose/load/discover.hpp"
#include "compose/load/env_files.hpp"
#include "compose/load/normalise.hpp"
#include "compose/load/origins.hpp"
#include "compose/load/profiles.hpp"
#include "compose/load/project_name.hpp"
#include "compose/load/select.hpp"
#include "compose/load/unique.hpp"
#include "compose/load/validate.hpp"

#include <algorithm>

namespace muster::compose::load {

namespace {

class Loading {
  public:
    Loading(const LoadRequest& request, const Files& files, SourceMap& sources)
        : request_(request), context_{files, sources, problems_, request.working_dir} {}

    LoadedProject load() {
        read_inputs();
        Project& project = loaded_.project;
        project.name = choose_project_name(request_, inputs_, sources_);
        inputs_.environment["COMPOSE_PROJECT_NAME"] = project.name;
        build_project();
        finish_project();
        stop_on_errors();
        loaded_.warnings = problems_.warnings();
        return std::move(loaded_);
    }

    std::string find_name() {
        read_inputs();
        return choose_project_name(request_, inputs_, sources_);
    }

    /// Gives up with an Error that was thrown on the way, and all problems before it.
    [[noreturn]] void fail(const Error& problem) {
        problems_.error(problem);
        throw_problems();
    }

  private:
    [[noreturn]] void throw_problems() const { throw LoadFailure(with_origins(context_, loaded_.document)); }

    void stop_on_errors() const {
        if (problems_.has_errors()) throw_problems();
    }

    void read_inputs() {
        inputs_ = discover(request_, context_);
        for (const ComposeFile& file : inputs_.files) {
            try {
                sources_.push_back(read_source_file(context_, file, request_.standard_input));
            } catch (const Error& problem) {
                problems_.error(problem);
            }
        }
        if (problems_.has_errors() && (sources_.size() < inputs_.files.size() || !are_readable(sources_)))
            throw_problems();
        if (std::none_of(sources_.begin(), sources_.end(), has_content))
            throw Error(ErrorKind::compose_file, "the compose file " + quoted_labels() + " is empty")
                .suggest("it needs at least a service below 'services'");
    }

    static bool are_readable(const std::vector<SourceFile>& files) {
        return std::all_of(files.begin(), files.end(), is_readable);
    }

    static bool has_content(const SourceFile& file) {
        return std::any_of(file.documents.begin(), file.documents.end(),
                           [](const source::Node& document) { return !document.is_null(); });
    }

    std::string quoted_labels() const {
        std::string out;
        for (const ComposeFile& file : inputs_.files) out += (out.empty() ? "'" : "', '") + file.label;
        return out + "'";
    }

    void build_project() {
        const auto home = inputs_.environment.find("HOME");
        PathResolver paths(inputs_.project_dir, home == inputs_.environment.end() ? "" : home->second,
                           request_.resolve_paths ? PathResolver::Mode::resolve : PathResolver::Mode::keep);
        Layer layer{std::move(sources_), inputs_.project_dir, inputs_.environment, {}};
        loaded_.document = assemble(std::move(layer), context_, paths);
        take_project(decode_project(loaded_.document, paths, context_));
    }

    void take_project(Project project) {
        project.name = loaded_.project.name;
        project.working_dir = inputs_.project_dir;
        for (const ComposeFile& file : inputs_.files) project.compose_files.push_back(file.path);
        project.environment_files = inputs_.environment_files;
        project.environment = inputs_.environment;
        loaded_.project = std::move(project);
    }

    void finish_project() {
        Project& project = loaded_.project;
        fill_in_defaults(project);
        for (auto& [name, service] : project.services) drop_repeated_entries(service);
        if (request_.normalise) normalise(project, inputs_.environment);
        apply_profiles(project, inputs_.profiles, request_.services);
        Findings findings(loaded_.document, context_);
        validate(project, context_.trouble, findings);
        stop_on_errors();
        select_services(project, request_.services);
        if (request_.resolve_environment) read_env_files(project, loaded_.document, context_);
        read_label_files(project, loaded_.document, context_);
        if (!request_.all_resources) drop_unused_resources(project);
    }

    const LoadRequest& request_;
    Diagnostics problems_;
    LoadContext context_;
    Inputs inputs_;
    std::vector<SourceFile> sources_;
    LoadedProject loaded_;
};

} // namespace

LoadedProject load_project(const LoadRequest& request, const Files& files, SourceMap& sources) {
    Loading loading(request, files, sources);
    try {
        return loading.load();
    } catch (const Error& problem) {
        loading.fail(problem);
    }
}

std::string find_project_name(const LoadRequest& request, const Files& files, SourceMap& sources) {
    Loading loading(request, files, sources);
    try {
        return loading.find_name();
    } catch (const Error& problem) {
        loading.fail(problem);
    }
}

} // namespace muster::compose::load
