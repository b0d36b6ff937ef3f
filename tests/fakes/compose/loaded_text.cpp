#include "tests/fakes/compose/loaded_text.hpp"

#include "base/render_error.hpp"
#include "tests/fakes/memory_files.hpp"

#include <stdexcept>

namespace muster::fakes {

compose::Project load_text(const std::string& compose, compose::load::LoadRequest request) {
    const MemoryFiles files({{"/demo/compose.yaml", compose}});
    SourceMap sources;
    request.working_dir = "/demo";
    try {
        return compose::load::load_project(request, files, sources).project;
    } catch (const LoadFailure& failure) {
        std::string text;
        for (const Error& error : failure.errors) text += render_error(error, sources);
        throw std::runtime_error(text);
    }
}

} // namespace muster::fakes
