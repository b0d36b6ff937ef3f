#include "cmd/image_row.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::cmd;

namespace {

ImageRow row_for(const std::string& reference) {
    engine::ContainerSummary container;
    container.name = "demo-web-1";
    container.image = reference;
    engine::ImageDetails image;
    image.id = "sha256:1";
    image.os = "linux";
    image.architecture = "arm64";
    image.variant = "v8";
    image.last_tagged = "0001-01-01T00:00:00Z";
    return image_row(container, image);
}

} // namespace

TEST_CASE("a container's image has the name that it was made by") {
    struct Row {
        std::string reference;
        std::string repository;
        std::string tag;
    };
    const std::vector<Row> rows{
        {"nginx:1.25", "nginx", "1.25"},
        {"busybox", "busybox", "latest"},
        {"docker.io/library/nginx:1", "nginx", "1"},
        {"localhost:5000/team/app:dev", "localhost:5000/team/app", "dev"},
        {"sha256:" + std::string(64, 'a'), "<none>", "<none>"},
        {std::string(64, 'a'), "<none>", "<none>"},
        {"nginx@sha256:" + std::string(64, 'a'), "nginx", "<none>"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.reference);
        CHECK(row_for(row.reference).repository == row.repository);
        CHECK(row_for(row.reference).tag == row.tag);
    }
}

TEST_CASE("a platform names its variant, and no time is known where the engine has none") {
    CHECK(row_for("nginx").platform == "linux/arm64/v8");
    CHECK(row_for("nginx").last_tagged.empty());
}
