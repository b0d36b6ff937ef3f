#include "tests/fuzz/memory_project.hpp"

#include "base/go_json.hpp"
#include "base/render_error.hpp"
#include "compose/model/encode.hpp"
#include "compose/source/yaml_writer.hpp"
#include "tests/fakes/memory_files.hpp"
#include "tests/fuzz/properties.hpp"

namespace muster::fuzz {

namespace {

compose::load::LoadRequest request_for(Form form) {
    compose::load::LoadRequest request;
    request.working_dir = "/project";
    request.environment = {{"HOME", "/home/someone"}, {"A", "a"}, {"EMPTY", ""}, {"NUMBER", "3"}};
    if (form == Form::complete) return request;
    request.all_resources = true;
    request.resolve_environment = false;
    request.resolve_paths = false;
    request.normalise = false;
    return request;
}

std::string with_doubled_dollars(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '$' ? "$$" : std::string(1, c);
    return out;
}

/// Only values are interpolated when they are read again. (`config` doubles the dollars of keys too, as
/// Docker Compose does.)
Value with_doubled_dollars(Value value) {
    if (value.is_string()) return with_doubled_dollars(value.string());
    if (value.is_list())
        for (Value& item : value.list()) item = with_doubled_dollars(std::move(item));
    if (value.is_object())
        for (auto& [key, member] : value.object().entries) member = with_doubled_dollars(std::move(member));
    return value;
}

std::string problems_of(const std::map<std::string, std::string>& files) {
    const fakes::MemoryFiles memory(files);
    SourceMap sources;
    try {
        compose::load::load_project(request_for(Form::complete), memory, sources);
        return {};
    } catch (const LoadFailure& failure) {
        return render_error(failure.errors.front(), sources);
    }
}

} // namespace

MemoryProject load_files(const std::map<std::string, std::string>& files, Form form) {
    fakes::MemoryFiles memory;
    for (const auto& [path, text] : files) memory.put("/project/" + path, text);
    MemoryProject project;
    try {
        project.loaded = compose::load::load_project(request_for(form), memory, project.sources);
        require_true_places(project.loaded->warnings, project.sources);
    } catch (const LoadFailure& failure) {
        require(!failure.errors.empty(), "a project is rejected for no reason");
        require_true_places(failure.errors, project.sources);
    }
    return project;
}

namespace {

/// "SOURCE:TARGET:" has no permissions in its canonical form, which then stands for "rwm": so Docker Compose.
bool has_device_without_permissions(const compose::Project& project) {
    for (const auto& [name, service] : project.services)
        for (const compose::DeviceMapping& device : service.devices)
            if (device.permissions.empty()) return true;
    return false;
}

/// Swap without a limit is printed as "-1", in quotes, which is no number of bytes: so Docker Compose.
bool has_unlimited_swap(const compose::Project& project) {
    for (const auto& [name, service] : project.services)
        if (service.memswap_limit.count < 0) return true;
    return false;
}

} // namespace

void require_stable_config(const compose::Project& project) {
    if (has_device_without_permissions(project) || has_unlimited_swap(project)) return;
    using compose::Notation;
    const std::string yaml =
        compose::source::write_yaml(with_doubled_dollars(compose::encode(project, Notation::yaml)));
    const MemoryProject again = load_files({{"compose.yaml", yaml}});
    if (!again.loaded)
        require(false, "printed configuration is rejected",
                problems_of({{"/project/compose.yaml", yaml}}) + yaml);
    require_equal(to_sorted_go_json(compose::encode(again.loaded->project)),
                  to_sorted_go_json(compose::encode(project)),
                  "printed configuration loads as another project:\n" + yaml);
}

} // namespace muster::fuzz
