#include "cmd/image_digests.hpp"

#include "cmd/engine_flags.hpp"
#include "compose/execute/image_digests.hpp"

namespace muster::cmd {

namespace {

using PinnedImages = std::map<std::string, std::string>;

/// The Docker CLI's config.json; empty when there is none.
std::string docker_config(const Session& session) {
    return engine::read_docker_config(
        engine::config_directory_of(engine_choice(session.globals(), session.environment())));
}

PinnedImages pin(std::vector<std::string> images, Session& session) {
    if (images.empty()) return {};
    return compose::execute::resolve_image_digests(
        session.engine(), {.images = std::move(images), .docker_config = docker_config(session)});
}

/// The `image` of each service of a document that has one.
std::vector<std::pair<Value*, std::string>> images_of(Value& document) {
    std::vector<std::pair<Value*, std::string>> images;
    for (auto& [section, services] : document.object().entries) {
        if (section != "services" || !services.is_object()) continue;
        for (auto& [name, service] : services.object().entries) {
            if (!service.is_object()) continue;
            for (auto& [attribute, value] : service.object().entries)
                if (attribute == "image" && value.is_string()) images.emplace_back(&value, value.string());
        }
    }
    return images;
}

} // namespace

bool wants_digests(const Flags& flags) {
    return flags.is_on("resolve-image-digests") || flags.is_on("lock-image-digests");
}

compose::Project with_image_digests(compose::Project project, Session& session) {
    std::vector<std::string> images;
    for (const auto& [name, service] : project.services)
        if (!service.image.empty()) images.push_back(service.image);
    const PinnedImages pinned = pin(std::move(images), session);
    for (auto& [name, service] : project.services)
        if (!service.image.empty()) service.image = pinned.at(service.image);
    return project;
}

Value with_image_digests(Value document, Session& session) {
    std::vector<std::string> images;
    for (const auto& [value, image] : images_of(document)) images.push_back(image);
    const PinnedImages pinned = pin(std::move(images), session);
    for (const auto& [value, image] : images_of(document)) *value = Value(pinned.at(image));
    return document;
}

compose::Project with_images_only(const compose::Project& project) {
    compose::Project out;
    for (const auto& [name, service] : project.services) out.services[name].image = service.image;
    return out;
}

Value with_images_only(const Value& document) {
    Value services = Value::map();
    if (const Value* section = document.find("services"); section != nullptr && section->is_object())
        for (const auto& [name, service] : section->object().entries) {
            Value pinned = Value::map();
            const Value* image = service.is_object() ? service.find("image") : nullptr;
            if (image != nullptr) pinned.add("image", *image);
            services.add(name, std::move(pinned));
        }
    Value out = Value::map();
    out.add("services", std::move(services));
    return out;
}

} // namespace muster::cmd
