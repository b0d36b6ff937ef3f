#include "tests/fakes/engine_refusal.hpp"
#include "tests/fakes/fake_engine_access.hpp"

namespace muster::fakes {

namespace {

const FakeFile* find_file(const FakeContainer& container, const std::string& path) {
    const auto found = container.files.find(path);
    return found == container.files.end() ? nullptr : &found->second;
}

const FakeFile& get_file(const FakeContainer& container, const std::string& path) {
    if (const FakeFile* file = find_file(container, path)) return *file;
    throw no_such("Could not find the file " + path + " in container " + container.id);
}

} // namespace

void FakeEngine::resize_container(const std::string& container, engine::TerminalSize size) {
    const std::string line = "resize_container " + container_name(container) + " " +
                             std::to_string(size.rows) + "x" + std::to_string(size.columns);
    perform(Effect::changes, line, [&] { state_->get_container(container); });
}

std::string FakeEngine::commit_container(const std::string& container, const engine::CommitSpec& spec) {
    return perform(Effect::changes, "commit_container " + container_name(container), [&] {
        const auto found = state_->get_container(container);
        state_->commits.push_back(spec);
        return state_->add_image(spec.reference, found->image);
    });
}

void FakeEngine::export_container(const std::string& container, const engine::ByteSink& sink,
                                  std::stop_token) {
    const std::string tar = perform(Effect::reads, "export_container " + container_name(container), [&] {
        const FakeFile* root = find_file(*state_->get_container(container), "/");
        return root ? root->tar : std::string();
    });
    sink(tar);
}

void FakeEngine::upload_archive(const std::string& container, const std::string& path, engine::ByteSource tar,
                                Ownership) {
    const std::string bytes = read_all(tar);
    perform(Effect::changes, "upload_archive " + container_name(container) + " " + path, [&] {
        state_->uploads.push_back({state_->get_container(container)->name, path, bytes});
    });
}

void FakeEngine::download_archive(const std::string& container, const std::string& path,
                                  const engine::ByteSink& sink, std::stop_token) {
    const std::string line = "download_archive " + container_name(container) + " " + path;
    sink(perform(Effect::reads, line, [&] { return get_file(*state_->get_container(container), path).tar; }));
}

std::optional<engine::PathStat> FakeEngine::find_path(const std::string& container, const std::string& path) {
    const std::string line = "find_path " + container_name(container) + " " + path;
    return perform(Effect::reads, line, [&]() -> std::optional<engine::PathStat> {
        const FakeFile* file = find_file(*state_->get_container(container), path);
        if (!file) return std::nullopt;
        return file->stat;
    });
}

} // namespace muster::fakes
