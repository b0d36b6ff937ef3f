#include "tests/fakes/compose/plan_text_state.hpp"

#include "base/text.hpp"
#include "compose/translate/container_spec.hpp"
#include "compose/translate/hash.hpp"
#include "compose/translate/labels.hpp"
#include "compose/translate/names.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace muster::fakes {

namespace label = compose::translate::label;
using compose::Project;
using compose::Service;
using compose::reconcile::ObservedContainer;
using compose::reconcile::ObservedState;
using engine::ContainerState;
using engine::Health;

namespace {

using Words = std::vector<std::string>;

Words words_of(const std::string& line) {
    Words words = split(trim(line), ' ');
    std::erase(words, "");
    return words;
}

bool has_word(const Words& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// What follows "KEY=" in each word that begins so.
Words values_of(const Words& words, const std::string& key) {
    Words values;
    for (const std::string& word : words)
        if (word.starts_with(key + "=")) values.push_back(word.substr(key.size() + 1));
    return values;
}

std::string value_of(const Words& words, const std::string& key, const std::string& otherwise) {
    const Words values = values_of(words, key);
    return values.empty() ? otherwise : values.front();
}

ContainerState state_from(const std::string& word) {
    for (const auto state :
         {ContainerState::created, ContainerState::running, ContainerState::paused,
          ContainerState::restarting, ContainerState::removing, ContainerState::exited, ContainerState::dead})
        if (engine::to_string(state) == word) return state;
    throw std::runtime_error("no container state: " + word);
}

Health health_from(const Words& words) {
    for (const auto health : {Health::starting, Health::healthy, Health::unhealthy})
        if (has_word(words, engine::to_string(health))) return health;
    return Health::none;
}

class StateReader {
  public:
    explicit StateReader(const Project& made_from) : made_from_(made_from) {}

    ObservedState read(const std::string& text) {
        std::vector<Words> lines;
        for (const std::string& line : split(text, '\n'))
            if (!trim(line).empty()) lines.push_back(words_of(line));
        for (const Words& words : lines) read_resource(words);
        for (const Words& words : lines)
            if (words[0] == "container") name_container(words);
        for (const Words& words : lines)
            if (words[0] == "container") read_container(words);
        std::sort(state_.containers.begin(), state_.containers.end(),
                  [](const auto& a, const auto& b) { return a.summary.name < b.summary.name; });
        return std::move(state_);
    }

  private:
    void read_resource(const Words& words) {
        if (words[0] == "network")
            read_network(words);
        else if (words[0] == "volume")
            read_volume(words);
        else if (words[0] == "stranger")
            read_stranger(words);
        else if (words[0] == "image")
            state_.images[words.at(1)] = value_of(words, "id", image_id(words[1]));
        else if (words[0] != "container")
            throw std::runtime_error("not a line of observed state: " + words[0]);
    }

    static std::string image_id(const std::string& reference) { return "id of " + reference; }

    template <class Declared>
    static engine::Labels marked(engine::Labels labels, const Words& words,
                                 const std::map<std::string, Declared>& declared) {
        if (has_word(words, "foreign") || !declared.contains(words.at(1))) return {};
        if (has_word(words, "diverged")) labels[label::config_hash] = "another hash";
        return labels;
    }

    void read_network(const Words& words) {
        const std::string& key = words.at(1);
        const auto declared = made_from_.networks.find(key);
        const bool is_declared = declared != made_from_.networks.end();
        engine::NetworkSummary& network =
            has_word(words, "surplus")
                ? state_.surplus_networks.emplace(key, engine::NetworkSummary{})->second
                : state_.networks[key];
        network.id = value_of(words, "id", "id of " + key);
        network.name = is_declared ? declared->second.name : value_of(words, "name", "demo_" + key);
        if (is_declared)
            network.labels =
                marked(compose::translate::network_labels(made_from_, key), words, made_from_.networks);
        else if (!has_word(words, "foreign"))
            network.labels = {{label::project, made_from_.name}, {label::network, key}};
    }

    void read_stranger(const Words& words) {
        engine::ContainerSummary stranger;
        stranger.name = words.at(1);
        stranger.state = ContainerState::running;
        const std::string project = value_of(words, "project", "");
        if (!project.empty()) stranger.labels[label::project] = project;
        state_.strangers.emplace(words.at(2), std::move(stranger));
    }

    void read_volume(const Words& words) {
        const std::string& key = words.at(1);
        const auto declared = made_from_.volumes.find(key);
        const bool is_declared = declared != made_from_.volumes.end();
        engine::VolumeSummary& volume = state_.volumes[key];
        volume.name = is_declared ? declared->second.name : value_of(words, "name", "demo_" + key);
        if (is_declared)
            volume.labels =
                marked(compose::translate::volume_labels(made_from_, key), words, made_from_.volumes);
        else if (!has_word(words, "foreign"))
            volume.labels = {{label::project, made_from_.name}, {label::volume, key}};
    }

    void name_container(const Words& words) {
        std::string number = std::to_string(ids_.size() + 1);
        number.insert(0, 12 - number.size(), '0');
        const std::string id = value_of(words, "id", number);
        ids_[words.at(1)] = id;
        if (!has_word(words, "one-off")) containers_of_[words.at(2)].emplace(std::stoll(words.at(3)), id);
    }

    void read_container(const Words& words) {
        ObservedContainer container;
        container.service = words.at(2);
        container.number = std::stoll(words.at(3));
        if (has_word(words, "one-off")) container.kind = compose::reconcile::ContainerKind::one_off;
        container.config_hash = "another hash";
        engine::ContainerSummary& summary = container.summary;
        summary.id = ids_.at(words[1]);
        summary.name = words[1];
        summary.state = state_from(words.at(4));
        summary.health = health_from(words);
        if (summary.state == ContainerState::exited)
            summary.exit_code = std::stoll(value_of(words, "exit", "0"));
        for (const std::string& port : values_of(words, "publishes"))
            summary.ports.push_back({"0.0.0.0", 80, std::stoll(port), "tcp"});
        const auto service = made_from_.services.find(container.service);
        if (service != made_from_.services.end()) make_as_declared(container, service->second, words);
        state_.containers.push_back(std::move(container));
    }

    void make_as_declared(ObservedContainer& container, const Service& service, const Words& words) {
        engine::ContainerSummary& summary = container.summary;
        const std::string image = compose::translate::image_name(made_from_, service);
        const compose::translate::ContainerRequest request{.number = container.number,
                                                           .name = summary.name,
                                                           .image_id =
                                                               value_of(words, "image", image_id(image)),
                                                           .replaces = "",
                                                           .inherited_mounts = {},
                                                           .containers_of = containers_of_};
        const auto spec = compose::translate::container_spec(made_from_, service, request);
        summary.labels = spec.labels;
        if (has_word(words, "by-peer")) summary.labels.erase(label::files);
        summary.image_id = request.image_id;
        if (!has_word(words, "stale")) container.config_hash = spec.labels.at(label::config_hash);
        attach(summary, service, words);
        mount(summary, service, words);
        state_.details[summary.id].spec = spec;
    }

    void attach(engine::ContainerSummary& summary, const Service& service, const Words& words) const {
        for (const auto& [key, endpoint] : service.networks) {
            const bool has_run = summary.state != ContainerState::created;
            summary.networks[made_from_.networks.at(key).name].network_id = has_run ? "id of " + key : "";
        }
        for (const std::string& key : values_of(words, "off"))
            summary.networks.erase(made_from_.networks.at(key).name);
        for (const std::string& entry : values_of(words, "on")) {
            const auto parts = split(entry, '=');
            summary.networks[made_from_.networks.at(parts[0]).name].network_id = parts.at(1);
        }
    }

    void mount(engine::ContainerSummary& summary, const Service& service, const Words& words) const {
        const Words unmounted = values_of(words, "unmounted");
        for (const compose::Mount& mount : service.volumes) {
            if (mount.type != "volume" || has_word(unmounted, mount.source)) continue;
            const std::string name = mount.source.empty() ? "anonymous volume at " + mount.target
                                                          : made_from_.volumes.at(mount.source).name;
            summary.mounts.push_back(
                {.type = "volume", .name = name, .source = "", .destination = mount.target});
        }
    }

    const Project& made_from_;
    ObservedState state_;
    std::map<std::string, std::string> ids_; ///< by container name
    std::map<std::string, std::map<std::int64_t, std::string>> containers_of_;
};

} // namespace

ObservedState observed_state(const std::string& text, const Project& made_from) {
    return StateReader(made_from).read(text);
}

} // namespace muster::fakes
