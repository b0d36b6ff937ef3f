#include "cmd/copy_ends.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;
using There = CopyDestination::There;

namespace {

std::string resolved(const CopySource& source, const CopyDestination& destination) {
    try {
        const CopyTarget target = resolve_copy(source, destination);
        return target.directory + " | " + target.name;
    } catch (const Error& error) {
        return error.message;
    }
}

const CopySource file{"a/f", "f", false};
const CopySource directory{"a/d", "d", true};
const CopySource content{"a/d/.", ".", true};

} // namespace

TEST_CASE("a service and its path are told from a path here") {
    CHECK(parse_copy_end("web:/etc/hosts") == CopyEnd{"web", "/etc/hosts"});
    CHECK(parse_copy_end("web:rel:x") == CopyEnd{"web", "rel:x"});
    CHECK(parse_copy_end("/tmp/a:b") == CopyEnd{"", "/tmp/a:b"});
    CHECK(parse_copy_end("./a:b") == CopyEnd{"", "./a:b"});
    CHECK(parse_copy_end("-") == CopyEnd{"", "-"});
}

TEST_CASE("what is copied has the name of its path's last part, or none where only the content is meant") {
    CHECK(copied_name("/a/d") == "d");
    CHECK(copied_name("/a/d//") == "d");
    CHECK(copied_name("/a/d/.") == ".");
    CHECK(copied_name("/") == "");
}

TEST_CASE("where a copy goes depends on what there is") {
    struct Row {
        CopySource source;
        CopyDestination destination;
        std::string target; ///< "directory | name", or the error
    };
    const Row rows[] = {
        {file, {"/x", There::directory}, "/x | f"},
        {file, {"/x/y", There::file}, "/x | y"},
        {file, {"/x/y", There::nothing}, "/x | y"},
        {file, {"/y", There::nothing}, "/ | y"},
        {file, {"/x/y/", There::nothing}, "the directory '/x/y/' does not exist"},
        {file, {"/x/y/", There::file}, "'/x/y/' is not a directory"},
        {directory, {"/x", There::directory}, "/x | d"},
        {directory, {"/x/y", There::nothing}, "/x | y"},
        {directory, {"/x/y/", There::nothing}, "/x | y"},
        {directory, {"/x/y", There::file}, "cannot copy the directory 'a/d' onto the file '/x/y'"},
        {content, {"/x", There::directory}, "/x | "},
        {content, {"/x/y", There::nothing}, "/x | y"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.destination.path);
        CHECK(resolved(row.source, row.destination) == row.target);
    }
}

TEST_CASE("an archive's members get the target's name, and none leads out of it") {
    CHECK(target_path({"/x", "y"}, "d", "d/a") == "y/a");
    CHECK(target_path({"/x", "y"}, "d", "d/") == "y");
    CHECK(target_path({"/x", "d"}, "d", "d/d/a") == "d/d/a");
    CHECK(target_path({"/x", ""}, ".", "./a") == "a");
    CHECK(target_path({"/x", ""}, ".", "./") == "");
    CHECK(target_path({"/x", "y"}, "d", "/d/a") == "y/a");
    CHECK(target_path({"/x", "y"}, "d", "d/../../a") == std::nullopt);
}
