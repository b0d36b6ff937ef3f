#include "compose/translate/granted_files.hpp"

#include "base/error.hpp"
#include "compose/translate/container_spec.hpp"
#include "compose/translate/labels.hpp"

#include <doctest/doctest.h>

namespace muster::compose::translate {

namespace {

/// A service with one secret, a file whose content is known.
struct Vault {
    Project project;
    Service web;
    FileReference reference;

    Vault() {
        project.name = "demo";
        web.name = "web";
        reference.source = "token";
        project.secrets["token"].file = "/demo/token.txt";
        project.file_contents["/demo/token.txt"] = "1234";
    }

    const Project& grant() {
        web.secrets = {reference};
        project.services["web"] = web;
        return project;
    }

    std::string how() {
        grant();
        std::string out;
        for (const auto& mount : file_mounts(project, web))
            out += mount.source + " is mounted at " + mount.target + "\n";
        for (const CopiedFile& file : copied_files(project, web))
            out += file.target + " is a copy: " + file.content + " " + std::to_string(file.mode) + " " +
                   std::to_string(file.uid) + ":" + std::to_string(file.gid) + "\n";
        for (const FileProblem& problem : file_problems(project, web))
            out += std::string(problem.gravity == FileProblem::Gravity::error ? "error: " : "warning: ") +
                   problem.message + "\n";
        return out;
    }

    std::string label() { return file_digests(grant(), web, 1); }
    std::vector<ChangedFile> changes_since(const std::string& label) {
        return changed_files(grant(), web, 1, label);
    }
};

} // namespace

TEST_SUITE("secrets and configs") {
    TEST_CASE("a file is mounted") {
        CHECK(Vault().how() == "/demo/token.txt is mounted at /run/secrets/token\n");
    }

    TEST_CASE("a file for which an owner or a mode is asked is copied") {
        Vault vault;
        vault.reference.uid = "103";
        CHECK(vault.how() == "/run/secrets/token is a copy: 1234 292 103:0\n");
        vault.reference.gid = "104";
        vault.reference.mode = FileMode{0400};
        CHECK(vault.how() == "/run/secrets/token is a copy: 1234 256 103:104\n");
    }

    TEST_CASE("a copied file may be empty, an empty text is none") {
        Vault vault;
        vault.reference.uid = "103";
        vault.project.file_contents["/demo/token.txt"] = "";
        CHECK(vault.how() == "/run/secrets/token is a copy:  292 103:0\n");
        vault.project.secrets["token"] = FileObject{};
        vault.project.secrets["token"].environment = "TOKEN";
        vault.project.environment["TOKEN"] = "";
        CHECK(vault.how() == "");
    }

    TEST_CASE("a read-only root file system leaves nothing but a mount") {
        Vault vault;
        vault.web.read_only = true;
        vault.reference.uid = "103";
        CHECK(
            vault.how() ==
            "/demo/token.txt is mounted at /run/secrets/token\n"
            "warning: keeps the owner and mode of its file: 'read_only: true' leaves nothing but a mount, so "
            "uid, gid and mode have no effect\n");
    }

    TEST_CASE("a file that cannot be read here is mounted whatever is asked") {
        Vault vault;
        vault.project.file_contents.clear();
        vault.reference.uid = "103";
        CHECK(vault.how() == "/demo/token.txt is mounted at /run/secrets/token\n"
                             "warning: keeps the owner and mode of its file, which cannot be read here, so "
                             "uid, gid and mode have no effect\n");
    }

    TEST_CASE("a text cannot be put into a read-only root file system") {
        Vault vault;
        vault.web.read_only = true;
        vault.project.secrets["token"] = FileObject{};
        vault.project.secrets["token"].content = "1234";
        const auto problems = file_problems(vault.grant(), vault.web);
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].gravity == FileProblem::Gravity::error);
        CHECK(problems[0].path == std::vector<std::string>{"services", "web", "secrets", "token"});
        CHECK(problems[0].message == "cannot be put into a container with 'read_only: true': only one that "
                                     "comes from a 'file' can, by a mount");
    }

    TEST_CASE("a variable that is not set is a problem before anything is done") {
        Vault vault;
        vault.project.secrets["token"] = FileObject{};
        vault.project.secrets["token"].environment = "TOKEN";
        const auto problems = file_problems(vault.grant(), vault.web);
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].message == "comes from environment variable 'TOKEN', which is not set");
        CHECK_THROWS_WITH_AS(copied_files(vault.project, vault.web),
                             "secret 'token' comes from environment variable 'TOKEN', which is not set",
                             Error);
    }

    TEST_CASE("what is external is refused") {
        Vault vault;
        vault.project.secrets["token"] = FileObject{};
        vault.project.secrets["token"].external = true;
        const auto problems = file_problems(vault.grant(), vault.web);
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].message ==
              "is external, which is not supported: the engine keeps such secrets for swarm services only");
        CHECK_THROWS_AS(file_mounts(vault.project, vault.web), Error);
    }
}

TEST_SUITE("a change of a secret's content") {
    TEST_CASE("is noticed") {
        Vault vault;
        const std::string before = vault.label();
        CHECK(vault.changes_since(before).empty());
        vault.project.file_contents["/demo/token.txt"] = "4321";
        CHECK(vault.changes_since(before) == std::vector<ChangedFile>{{"secret", "token"}});
    }

    TEST_CASE("is noticed too when another file is mounted, whatever stands in it") {
        Vault vault;
        const std::string before = vault.label();
        vault.project.secrets["token"].file = "/demo/moved.txt";
        vault.project.file_contents["/demo/moved.txt"] = "1234";
        CHECK(vault.changes_since(before).size() == 1);
    }

    TEST_CASE("does not count when what is copied comes from elsewhere") {
        Vault vault;
        vault.reference.uid = "103";
        const std::string before = vault.label();
        vault.project.secrets["token"].file = "/demo/moved.txt";
        vault.project.file_contents["/demo/moved.txt"] = "1234";
        CHECK(vault.changes_since(before).empty());
    }

    TEST_CASE("cannot be told when nothing was recorded, or the file cannot be read") {
        Vault vault;
        CHECK(vault.changes_since("").empty());
        const std::string before = vault.label();
        vault.project.file_contents.clear();
        CHECK(vault.label() == "");
        CHECK(vault.changes_since(before).empty());
    }

    TEST_CASE("is recorded in twenty bits, which differ from container to container") {
        Vault vault;
        const std::string first = vault.label();
        CHECK(first.size() == std::string("secret/token=01234").size());
        CHECK(first.starts_with("secret/token="));
        CHECK(first != file_digests(vault.project, vault.web, 2));
    }

    TEST_CASE("is recorded in a label of its own, and not for one-off containers") {
        Vault vault;
        const std::string digests = vault.label();
        CHECK(container_spec(vault.project, vault.web, {.number = 1}).labels.at(label::files) == digests);
        CHECK_FALSE(container_spec(vault.project, vault.web, {.one_off = OneOff{.slug = "a"}})
                        .labels.contains(label::files));
    }
}

} // namespace muster::compose::translate
