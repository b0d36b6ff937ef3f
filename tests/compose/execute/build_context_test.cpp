#include "compose/execute/build_context.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "tests/fakes/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

using namespace muster;
using namespace muster::compose;
using namespace muster::compose::execute;
using fakes::TemporaryDirectory;

namespace {

Build build_of(const TemporaryDirectory& directory, const std::string& dockerfile = "") {
    Build build;
    build.context = directory.path();
    build.dockerfile = dockerfile;
    return build;
}

const engine::TarEntry* find(const BuildContext& context, const std::string& path) {
    for (const engine::TarEntry& entry : context.entries)
        if (entry.path == path) return &entry;
    return nullptr;
}

/// "dir/ dir/file link -> target", in order.
std::string listing(const BuildContext& context) {
    std::vector<std::string> names;
    for (const engine::TarEntry& entry : context.entries) {
        std::string name = entry.path;
        if (std::holds_alternative<engine::TarDirectory>(entry.content)) name += '/';
        if (const auto* link = std::get_if<engine::TarSymlink>(&entry.content)) name += " -> " + link->target;
        names.push_back(name);
    }
    return join(names, " ");
}

std::string text_of(const BuildContext& context, const std::string& path) {
    const engine::TarEntry* entry = find(context, path);
    REQUIRE(entry);
    const auto* bytes = std::get_if<engine::TarBytes>(&entry->content);
    return bytes ? bytes->bytes : "not in memory";
}

/// The listing of a small application's context under the ignore rules.
std::string kept_by(const std::string& rules) {
    const TemporaryDirectory directory;
    for (const char* name : {"Dockerfile", "README.md", "docs/guide.md", "docs/img/logo.png", "src/main.c",
                             "src/lib/util.c", "src/lib/README.md"})
        directory.write(name);
    directory.write(".dockerignore", rules);
    return listing(collect_build_context(build_of(directory)));
}

std::string problem_of(const Build& build) {
    try {
        return listing(collect_build_context(build));
    } catch (const Error& error) {
        return error.message;
    }
}

} // namespace

TEST_CASE("the context is every file below the directory, in the order of their names") {
    const TemporaryDirectory directory;
    for (const char* name : {"b", "a/z", "a/b/c", "a-b", "Dockerfile", ".hidden"}) directory.write(name);
    const BuildContext context = collect_build_context(build_of(directory));
    CHECK(listing(context) == ".hidden Dockerfile a/ a/b/ a/b/c a/z a-b b");
    CHECK(context.dockerfile == "Dockerfile");
}

TEST_CASE("entries belong to root, and keep their mode, time and link") {
    const TemporaryDirectory directory;
    directory.write("Dockerfile");
    const auto script = directory.write("run");
    ::chmod(script.c_str(), 04750);
    const timespec times[2] = {{7, 0}, {1'700'000'000, 999}};
    ::utimensat(AT_FDCWD, script.c_str(), times, 0);
    std::filesystem::create_symlink("../outside", directory.path() / "link");
    std::filesystem::create_directory_symlink("/", directory.path() / "root");
    ::mkfifo((directory.path() / "pipe").c_str(), 0600);
    const BuildContext context = collect_build_context(build_of(directory));
    CHECK(listing(context) == "Dockerfile link -> ../outside root -> / run");
    CHECK(*find(context, "run") == engine::TarEntry{"run",
                                                    engine::TarHostFile{std::filesystem::canonical(script)},
                                                    04750, 0, 0, 1'700'000'000});
}

TEST_CASE("what .dockerignore excludes is left out, but the Dockerfile and .dockerignore") {
    struct Row {
        std::string rules;
        std::string kept;
    };
    const std::string files = ".dockerignore Dockerfile ";
    const std::vector<Row> table = {
        {"", files +
                 "README.md docs/ docs/guide.md docs/img/ docs/img/logo.png src/ src/lib/ src/lib/README.md "
                 "src/lib/util.c src/main.c"},
        {"*", ".dockerignore Dockerfile"},
        {"**\n", ".dockerignore Dockerfile"},
        {"docs\nsrc/lib", files + "README.md src/ src/main.c"},
        {"*\n!src", files + "src/ src/lib/ src/lib/README.md src/lib/util.c src/main.c"},
        {"**/*.md\n!README.md",
         files + "README.md docs/ docs/img/ docs/img/logo.png src/ src/lib/ src/lib/util.c src/main.c"},
        {"*\n!src/lib/util.c", files + "src/ src/lib/ src/lib/util.c"},
        {"*\n!src/missing", ".dockerignore Dockerfile"},
        {"*\n!**/*.md", files + "README.md"},
        {"docs/img/*\nsrc", files + "README.md docs/ docs/guide.md docs/img/"},
    };
    for (const Row& row : table) {
        CAPTURE(row.rules);
        CHECK(kept_by(row.rules) == row.kept);
    }
}

TEST_CASE("a Dockerfile's own ignore file comes before the context's") {
    const TemporaryDirectory directory;
    for (const char* name : {"docker/app.Dockerfile", "docker/other", "a", "b"}) directory.write(name);
    directory.write(".dockerignore", "a");
    directory.write("docker/app.Dockerfile.dockerignore", "b\ndocker");
    const BuildContext context = collect_build_context(build_of(directory, "docker/app.Dockerfile"));
    CHECK(listing(context) == ".dockerignore a docker/ docker/app.Dockerfile");
    CHECK(context.dockerfile == "docker/app.Dockerfile");
}

TEST_CASE("an inline Dockerfile is added to the context, and ignored in what is copied") {
    const TemporaryDirectory directory;
    directory.write("src/a");
    Build build = build_of(directory);
    build.dockerfile_inline = "FROM scratch\n";
    const BuildContext context = collect_build_context(build);
    CHECK(listing(context) == ".dockerignore .muster.Dockerfile src/ src/a");
    CHECK(context.dockerfile == ".muster.Dockerfile");
    CHECK(text_of(context, ".muster.Dockerfile") == "FROM scratch\n");
    CHECK(text_of(context, ".dockerignore") == ".dockerignore\n.muster.Dockerfile\n");
    directory.write(".dockerignore", "tmp");
    CHECK(text_of(collect_build_context(build), ".dockerignore") == "tmp\n.muster.Dockerfile\n");
}

TEST_CASE("a Dockerfile from outside the context is added to it") {
    const TemporaryDirectory directory;
    const TemporaryDirectory elsewhere;
    directory.write("a");
    directory.write(".a/x");
    directory.write(".muster.Dockerfile", "an old one");
    const auto path = elsewhere.write("Dockerfile", "FROM scratch\n");
    elsewhere.write("Dockerfile.dockerignore", "a");
    const auto check = [&](const Build& build, const std::string& from) {
        const BuildContext context = collect_build_context(build);
        CHECK(listing(context) == ".a/ .a/x .dockerignore .muster.Dockerfile");
        CHECK(find(context, ".muster.Dockerfile")->content ==
              decltype(engine::TarEntry::content)(engine::TarHostFile{from}));
    };
    check(build_of(directory, path), path);
    check(build_of(directory, "../" + elsewhere.path().filename().string() + "/Dockerfile"), path);
}

TEST_CASE("a Dockerfile that is a link out of the context is added with what it points to") {
    const TemporaryDirectory directory;
    const TemporaryDirectory elsewhere;
    std::filesystem::create_symlink(elsewhere.write("shared", "FROM scratch\n"),
                                    directory.path() / "Dockerfile");
    CHECK(collect_build_context(build_of(directory)).dockerfile == ".muster.Dockerfile");
    std::filesystem::remove(directory.path() / "Dockerfile");
    directory.write("docker/real");
    std::filesystem::create_symlink("docker/real", directory.path() / "Dockerfile");
    CHECK(collect_build_context(build_of(directory)).dockerfile == "docker/real");
}

TEST_CASE("a file 'dockerfile' stands in for the default name only") {
    const TemporaryDirectory directory;
    directory.write("dockerfile");
    CHECK(collect_build_context(build_of(directory)).dockerfile == "dockerfile");
    CHECK(collect_build_context(build_of(directory, "Dockerfile")).dockerfile == "dockerfile");
    CHECK(problem_of(build_of(directory, "App")) ==
          "the Dockerfile '" + directory.path().string() + "/App' does not exist");
}

TEST_CASE("a context reached through a link is that directory") {
    const TemporaryDirectory directory;
    directory.write("real/Dockerfile");
    std::filesystem::create_directory_symlink("real", directory.path() / "link");
    Build build;
    build.context = directory.path() / "link";
    CHECK(listing(collect_build_context(build)) == "Dockerfile");
}

TEST_CASE("what is missing or of the wrong kind is an error that says where it was looked for") {
    const TemporaryDirectory directory;
    const std::string root = directory.path().string();
    directory.write("file");
    directory.write("folder/x");
    directory.write("bad/Dockerfile");
    directory.write("bad/.dockerignore", "ok\n[");
    struct Row {
        std::string context;
        std::string dockerfile;
        std::string message;
    };
    const std::vector<Row> table = {
        {root + "/absent", "", "the build context '" + root + "/absent' does not exist"},
        {root + "/file", "", "the build context '" + root + "/file' is not a directory"},
        {root, "", "the Dockerfile '" + root + "/Dockerfile' does not exist"},
        {root, "docker/app", "the Dockerfile '" + root + "/docker/app' does not exist"},
        {root, "folder", "the Dockerfile '" + root + "/folder' is not a regular file"},
        {root + "/bad", "",
         "'[' in line 2 of '" + root + "/bad/.dockerignore' is not a pattern: the '[' is not closed"},
    };
    for (const Row& row : table) {
        Build build;
        build.context = row.context;
        build.dockerfile = row.dockerfile;
        CHECK(problem_of(build) == row.message);
    }
}
