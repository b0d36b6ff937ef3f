#include "base/files.hpp"
#include "base/text.hpp"
#include "base/units.hpp"
#include "compose/execute/build_context.hpp"
#include "compose/execute/dockerfile_line.hpp"
#include "compose/execute/step_actions.hpp"
#include "compose/translate/names.hpp"
#include "compose/translate/resource_specs.hpp"
#include "engine-client/tar.hpp"

namespace muster::compose::execute {

namespace {

std::string pull_line(const engine::PullProgress& progress) {
    std::string line = progress.id.empty() ? progress.status : progress.id + ": " + progress.status;
    if (progress.total > 0) line += " " + human_size(progress.current) + " / " + human_size(progress.total);
    return line;
}

std::string build_line(const engine::BuildProgress& progress) {
    using Kind = engine::BuildProgress::Kind;
    switch (progress.kind) {
    case Kind::started: return progress.step;
    case Kind::cached: return progress.step + " (cached)";
    case Kind::completed: return progress.step + " (done)";
    case Kind::failed: return progress.step + ": " + progress.text;
    case Kind::output: return "  " + progress.text;
    case Kind::warning: return "warning: " + progress.text;
    }
    return {};
}

/// The text of the Dockerfile among the files of a build's context.
std::string dockerfile_text(const BuildContext& context) {
    for (const engine::TarEntry& entry : context.entries) {
        if (entry.path != context.dockerfile) continue;
        if (const auto* bytes = std::get_if<engine::TarBytes>(&entry.content)) return bytes->bytes;
        if (const auto* file = std::get_if<engine::TarHostFile>(&entry.content))
            return DiskFiles().read(file->host_path, Files::default_limit);
    }
    return {};
}

/// Says where in the Dockerfile the step stands that failed.
void add_place(Error& error, const BuildContext& context, const std::string& step) {
    if (const auto line = find_instruction_line(dockerfile_text(context), step))
        error.note("the failed step is at " + context.dockerfile + ":" + std::to_string(*line));
}

bool is_remote(const std::string& context) {
    return context.find("://") != std::string::npos || context.starts_with("git@") ||
           context.starts_with("github.com/");
}

} // namespace

std::string pull_image(const reconcile::PullImage& step, const StepContext& context,
                       const ProgressSink& progress, std::stop_token stop) {
    context.engine.pull_image(
        step.reference, step.platform, "",
        [&](const engine::PullProgress& line) { progress(pull_line(line)); }, stop);
    const auto image = context.engine.find_image(step.reference);
    if (!image)
        throw Error(ErrorKind::engine, "image " + quoted(step.reference) + " is not there after its pull");
    context.outcomes.add_image(step.reference, image->id);
    return image->id;
}

std::string build_image(const reconcile::BuildImage& step, const StepContext& context,
                        const ProgressSink& progress, std::stop_token stop) {
    const Service& service = context.project.services.at(step.service);
    engine::BuildSpec spec = translate::build_spec(context.project, service);
    engine::ByteSource archive;
    BuildContext files;
    if (is_remote(service.build->context)) {
        spec.remote = service.build->context;
        spec.dockerfile = service.build->dockerfile;
    } else {
        files = collect_build_context(*service.build);
        spec.dockerfile = files.dockerfile;
        archive = engine::tar_source(files.entries);
    }
    std::string failed_step;
    const auto on_progress = [&](const engine::BuildProgress& line) {
        if (line.kind == engine::BuildProgress::Kind::failed) failed_step = line.step;
        progress(build_line(line));
    };
    try {
        std::string id = context.engine.build_image(spec, std::move(archive), on_progress, stop);
        context.outcomes.add_image(translate::image_name(context.project, service), id);
        return id;
    } catch (Error& error) {
        add_place(error, files, failed_step);
        throw;
    }
}

} // namespace muster::compose::execute
