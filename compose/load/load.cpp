#include "compose/load/load.hpp"

#include "base/text.hpp"
#include "compose/load/assemble.hpp"
#include "compose/load/decode.hpp"
#include "compose/load/discover.hpp"
#include "compose/load/document_defaults.hpp"
#include "compose/load/document_forms.hpp"
#include "compose/load/env_files.hpp"
#include "compose/load/file_contents.hpp"
#include "compose/load/forms.hpp"
#include "compose/load/normalise.hpp"
#include "compose/load/origins.hpp"
#include "compose/load/profiles.hpp"
#include "compose/load/project_name.hpp"
#include "compose/load/seccomp.hpp"
#include "compose/load/select.hpp"
#include "compose/load/unique.hpp"
#include "compose/load/validate.hpp"
#include "compose/source/scalar.hpp"

#include <algorithm>

namespace muster::compose::load {

namespace {

/// What stands for those that were only counted.
Error rest_of(std::size_t count, std::string_view noun) {
    return {ErrorKind::compose_file, counted(count, "further " + std::string(noun)) + " not shown"};
}

class Loading {
  public:
    Loading(const LoadRequest& request, const Files& files, SourceMap& sources)
        : request_(request), context_{files, sources, problems_, request.working_dir} {
        context_.interpolation = request.interpolate ? Interpolation::on : Interpolation::off;
        if (request.trace_variables) context_.provenance = &provenance_;
    }

    LoadedProject load() {
        read_inputs();
        loaded_.project.name = settle_project_name();
        assemble_document();
        build_project();
        finish_project();
        stop_on_errors();
        loaded_.warnings = problems_.warnings();
        if (problems_.warning_count() > loaded_.warnings.size())
            loaded_.warnings.push_back(
                rest_of(problems_.warning_count() - loaded_.warnings.size(), "warning"));
        if (request_.trace_variables) loaded_.provenance = std::move(provenance_);
        return std::move(loaded_);
    }

    LoadedDocument load_document() {
        read_inputs();
        const std::string name = settle_project_name();
        assemble_document();
        source::Node& document = loaded_.document;
        spell_out_document(document);
        resolve_document_paths(document, *paths_);
        drop_repeated_items(document);
        if (request_.normalise) normalise_document(document, name);
        stop_on_errors();
        return {source::to_value(document), problems_.warnings()};
    }

    /// Gives up with an Error that was thrown on the way, and all problems before it.
    [[noreturn]] void fail(const Error& problem) {
        problems_.error(problem);
        throw_problems();
    }

  private:
    [[noreturn]] void throw_problems() const {
        std::vector<Error> errors = with_origins(context_, loaded_.document);
        errors.insert(errors.end(), loaded_.refusals.begin(), loaded_.refusals.end());
        sort_in_reading_order(errors);
        const std::size_t kept = problems_.errors().size();
        if (problems_.error_count() > kept)
            errors.push_back(rest_of(problems_.error_count() - kept, "error"));
        throw LoadFailure(std::move(errors));
    }

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

    /// Whether there is more than a `version`.
    static bool says_something(const source::Node& document) {
        return !document.is_null() && (!document.is_mapping() || document.entries().size() > 1 ||
                                       document.find("version") == nullptr);
    }

    static bool has_content(const SourceFile& file) {
        return std::any_of(file.documents.begin(), file.documents.end(), says_something);
    }

    std::string quoted_labels() const {
        std::string out;
        for (const ComposeFile& file : inputs_.files) out += (out.empty() ? "'" : "', '") + file.label;
        return out + "'";
    }

    std::string settle_project_name() {
        const std::string name = choose_project_name(request_, inputs_, sources_);
        if (request_.trace_variables) trace_project_name(request_, inputs_, sources_, provenance_);
        if (is_named_by_directory(request_, inputs_, sources_)) warn_of_linked_directory(name);
        inputs_.environment["COMPOSE_PROJECT_NAME"] = name;
        return name;
    }

    /// Started from the real directory, the same files would make another project.
    void warn_of_linked_directory(const std::string& name) {
        const std::string real = base_name(context_.files.real_path(inputs_.project_dir));
        if (real == base_name(inputs_.project_dir)) return;
        problems_.warning("the project is called " + quoted(name) +
                          " after a symbolic link to the directory " + quoted(real) +
                          ": give it a name with 'name:' in the compose file");
    }

    void assemble_document() {
        const auto home = inputs_.environment.find("HOME");
        paths_.emplace(inputs_.project_dir, home == inputs_.environment.end() ? "" : home->second,
                       request_.resolve_paths ? PathResolver::Mode::resolve : PathResolver::Mode::keep);
        Layer layer{std::move(sources_), inputs_.project_dir, inputs_.environment, {}};
        loaded_.document = assemble(std::move(layer), context_, *paths_);
    }

    void build_project() {
        check_forms(loaded_.document, problems_);
        take_project(decode_project(loaded_.document, *paths_, context_));
    }

    void take_project(Project project) {
        project.name = loaded_.project.name;
        project.working_dir = inputs_.project_dir;
        for (const ComposeFile& file : inputs_.files) project.compose_files.push_back(file.path);
        project.environment_files = inputs_.environment_files;
        project.environment = inputs_.environment;
        if (request_.compatibility || is_set_in(inputs_.environment, "COMPOSE_COMPATIBILITY"))
            project.separator = '_';
        loaded_.project = std::move(project);
    }

    void finish_project() {
        Project& project = loaded_.project;
        fill_in_defaults(project);
        resolve_listed_variables(project, loaded_.document, inputs_.environment);
        for (auto& [name, service] : project.services) drop_repeated_entries(service);
        if (request_.normalise) normalise(project, loaded_.document, inputs_.environment);
        apply_profiles(project, inputs_.profiles, request_.services);
        using Consistency = Findings::Consistency;
        Findings findings(loaded_.document, context_,
                          request_.check_consistency ? Consistency::checked : Consistency::ignored);
        validate(project, context_.trouble, findings);
        Findings of_disabled(loaded_.document, context_, Consistency::ignored);
        validate_disabled(project, of_disabled);
        loaded_.refusals = findings.take_refusals();
        stop_on_errors();
        select_services(project, request_.services);
        if (request_.resolve_environment) read_env_files(project, loaded_.document, context_);
        read_label_files(project, loaded_.document, context_);
        if (!request_.all_resources) drop_unused_resources(project);
        read_file_contents(project, context_.files);
        for (Error& refusal : read_seccomp_profiles(project, loaded_.document, context_))
            loaded_.refusals.push_back(std::move(refusal));
        sort_in_reading_order(loaded_.refusals);
    }

    const LoadRequest& request_;
    Diagnostics problems_;
    LoadContext context_;
    Inputs inputs_;
    std::vector<SourceFile> sources_;
    std::optional<PathResolver> paths_; ///< known once the project directory is
    Provenance provenance_;
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

LoadedDocument load_document(const LoadRequest& request, const Files& files, SourceMap& sources) {
    LoadRequest raw = request;
    raw.interpolate = false;
    Loading loading(raw, files, sources);
    try {
        return loading.load_document();
    } catch (const Error& problem) {
        loading.fail(problem);
    }
}

} // namespace muster::compose::load
