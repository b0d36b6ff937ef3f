#pragma once

#include "base/render_error.hpp"
#include "compose/load/load.hpp"
#include "tests/fakes/memory_files.hpp"

#include <map>
#include <string>

namespace muster::compose::load {

/// A project in memory: files by their path below /project, or absolute; loaded from `directory`.
struct Loading {
    std::map<std::string, std::string> files = {};
    LoadRequest request = {};
    SourceMap sources = {};
    std::string directory = "/project";

    LoadedProject load() { return load_project(full_request(), in_memory(), sources); }

    fakes::MemoryFiles in_memory() const {
        fakes::MemoryFiles out;
        for (const auto& [path, text] : files)
            out.put(path.starts_with('/') ? path : "/project/" + path, text);
        return out;
    }

    LoadRequest full_request() const {
        LoadRequest out = request;
        out.working_dir = directory;
        out.environment.emplace("HOME", "/home/someone");
        return out;
    }

    /// All problems as the user of `up` sees them; an empty text when there is none.
    std::string problems() {
        try {
            return rendered(load().refusals);
        } catch (const LoadFailure& failure) {
            return rendered(failure.errors);
        }
    }

    std::string rendered(const std::vector<Error>& errors) const {
        std::string text;
        for (const Error& error : errors) text += render_error(error, sources);
        return text;
    }

    std::string warnings() {
        std::string text;
        for (const Error& warning : load().warnings) text += render_warning(warning, sources);
        return text;
    }
};

/// A project of a single compose.yaml.
inline Loading compose_file(std::string text) { return {.files = {{"compose.yaml", std::move(text)}}}; }

/// The problems of a single compose.yaml, below a line break, so that a test can start them on a line of
/// their own.
inline std::string problems_of(std::string text) { return "\n" + compose_file(std::move(text)).problems(); }

} // namespace muster::compose::load
