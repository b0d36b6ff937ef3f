#include "compose/translate/labels.hpp"

#include "compose/translate/hash.hpp"

namespace muster::compose::translate {

std::string find_label(const engine::Labels& labels, const char* name) {
    const auto found = labels.find(name);
    return found == labels.end() ? std::string() : found->second;
}

std::string label_filter(const char* name, std::string_view value) {
    return std::string(name) + "=" + std::string(value);
}

engine::Labels network_labels(const Project& project, const std::string& key) {
    const Network& network = project.networks.at(key);
    engine::Labels labels = network.labels.entries;
    labels[label::network] = key;
    labels[label::project] = project.name;
    labels[label::version] = compose_version;
    labels[label::config_hash] = config_hash(network);
    return labels;
}

engine::Labels volume_labels(const Project& project, const std::string& key) {
    const Volume& volume = project.volumes.at(key);
    engine::Labels labels = volume.labels.entries;
    labels[label::volume] = key;
    labels[label::project] = project.name;
    labels[label::version] = compose_version;
    labels[label::config_hash] = config_hash(volume);
    return labels;
}

engine::Labels image_labels(const Project& project, const Service& service) {
    engine::Labels labels = service.build ? service.build->labels.entries : engine::Labels{};
    labels[label::project] = project.name;
    labels[label::service] = service.name;
    labels[label::version] = compose_version;
    return labels;
}

std::string depends_on_label(const Service& service) {
    std::string out;
    for (const auto& [name, dependency] : service.depends_on) {
        if (!out.empty()) out += ",";
        out += name + ":" + to_string(dependency.condition) + (dependency.restart ? ":true" : ":false");
    }
    return out;
}

} // namespace muster::compose::translate
