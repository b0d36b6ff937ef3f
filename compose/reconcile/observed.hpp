#pragma once

#include "compose/model/project.hpp"
#include "engine-client/types.hpp"

#include <map>
#include <string>
#include <vector>

namespace muster::compose::reconcile {

enum class ContainerKind { replica, one_off };

/// A container that carries the project's labels, with what the labels say.
struct ObservedContainer {
    engine::ContainerSummary summary;
    std::string service;
    std::int64_t number = 0; ///< 0 when the label is missing
    ContainerKind kind = ContainerKind::replica;
    std::string config_hash;
    bool operator==(const ObservedContainer&) const = default;
};

/// What the engine has of a project, read at one moment. Planners see nothing else of the engine.
struct ObservedState {
    std::vector<ObservedContainer> containers; ///< by name
    /// By compose key: those labelled for the project, else one of exactly the wanted name, whoever made it.
    std::map<std::string, engine::NetworkSummary> networks;
    std::map<std::string, engine::VolumeSummary> volumes;
    /// By compose key: further networks of the same name, which runs that were killed at the same moment can
    /// leave. The engine connects containers to neither while there are two.
    std::multimap<std::string, engine::NetworkSummary> surplus_networks;
    /// By the key of a network that is not as declared: running containers in it that are not the project's.
    std::multimap<std::string, engine::ContainerSummary> strangers;
    /// Ids of the local images that services name, by reference as written in the project.
    std::map<std::string, std::string> images;
    /// What is needed to say *why* a container no longer matches: only for those whose hash differs.
    std::map<std::string, engine::ContainerDetails> details;   ///< by container id
    std::map<std::string, engine::ImageDetails> image_details; ///< by image id
    bool operator==(const ObservedState&) const = default;
};

/// Reads the labels of a container; nothing when it belongs to no service (a foreign or hook container).
std::optional<ObservedContainer> observe_container(const engine::ContainerSummary& summary);

/// The replicas of a service: in the order of their numbers.
std::vector<const ObservedContainer*> replicas_of(const ObservedState& seen, const std::string& service);

/// Containers of the project whose service is declared nowhere in it, and one-off containers that are done.
std::vector<const ObservedContainer*> orphans_of(const ObservedState& seen, const Project& project);

bool is_running(const ObservedContainer& container);

/// Whether a container, running or not, has the volume of that name.
bool has_mounted(const ObservedContainer& container, const std::string& volume);

/// Whether a container takes part in its networks: stopped ones are in nobody's way.
bool holds_networks(const engine::ContainerSummary& container);

/// "container 'x' of project 'other'": who a container belongs to, as far as its labels tell.
std::string describe_owned(const engine::ContainerSummary& container);

/// Whether the project has the service, enabled or not.
bool is_declared(const Project& project, const std::string& service);

/// A project as far as labels tell it: for commands that are given a name and no compose file.
Project project_from_labels(const std::string& name, const std::vector<ObservedContainer>& containers,
                            const std::vector<engine::NetworkSummary>& networks,
                            const std::vector<engine::VolumeSummary>& volumes);

} // namespace muster::compose::reconcile
