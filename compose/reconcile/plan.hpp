#pragma once

#include "compose/model/project.hpp"
#include "compose/translate/one_off.hpp"
#include "engine-client/types.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What a command will do, as data: it is printed (`plan`, `--dry-run`), tested, and carried out.
namespace muster::compose::reconcile {

using StepId = std::size_t; ///< the step's index in its plan

/// A container of the plan: one that exists, by id, or one that an earlier step creates, by its final name.
/// When both are possible (a recreate that depends on a build's outcome) the created one wins.
struct ContainerRef {
    std::string name; ///< the final name
    std::string id;   ///< empty for a container that does not exist yet
    bool operator==(const ContainerRef&) const = default;
};

struct CreateNetwork {
    std::string key;
    bool operator==(const CreateNetwork&) const = default;
};

/// What becomes of a plan when something cannot be removed because it is in use: that is a failure, or the
/// thing is left in place with a warning.
enum class InUse { fails, left };

struct RemoveNetwork {
    std::string id;
    InUse in_use = InUse::fails;
    bool operator==(const RemoveNetwork&) const = default;
};

struct DisconnectNetwork {
    std::string network_id;
    ContainerRef container;
    bool operator==(const DisconnectNetwork&) const = default;
};

struct ConnectNetwork {
    std::string network; ///< by name: there may be none of it yet
    ContainerRef container;
    engine::EndpointSpec endpoint;
    bool operator==(const ConnectNetwork&) const = default;
};

struct CreateVolume {
    std::string key;
    bool operator==(const CreateVolume&) const = default;
};

struct RemoveVolume {
    std::string name;
    InUse in_use = InUse::fails;
    bool operator==(const RemoveVolume&) const = default;
};

struct PullImage {
    std::string reference;
    std::string platform;
    bool operator==(const PullImage&) const = default;
};

struct BuildImage {
    std::string service;
    bool operator==(const BuildImage&) const = default;
};

struct RemoveImage {
    std::string reference;
    InUse in_use = InUse::left;
    bool operator==(const RemoveImage&) const = default;
};

enum class AnonymousVolumes { keep, remove };

struct CreateContainer {
    std::string service;
    std::int64_t number = 0;
    std::string final_name;
    std::string created_name; ///< a temporary name while the replaced container still has the final one
    std::string replaces_id;  ///< empty unless it takes a container's place
    AnonymousVolumes volumes = AnonymousVolumes::keep; ///< `keep`: it takes over those of that container
    std::optional<translate::OneOff> one_off{};        ///< nothing for a replica
    bool operator==(const CreateContainer&) const = default;
};

/// Secrets and configs whose content is copied into the container before each start.
struct CopyFiles {
    std::string service;
    ContainerRef container;
    bool operator==(const CopyFiles&) const = default;
};

struct StartContainer {
    ContainerRef container;
    bool operator==(const StartContainer&) const = default;
};

struct StopContainer {
    ContainerRef container;
    std::optional<int> timeout; ///< seconds; nothing: the container's own
    bool operator==(const StopContainer&) const = default;
};

struct KillContainer {
    ContainerRef container;
    std::string signal; ///< "SIGKILL"
    bool operator==(const KillContainer&) const = default;
};

struct PauseContainer {
    ContainerRef container;
    bool operator==(const PauseContainer&) const = default;
};

struct UnpauseContainer {
    ContainerRef container;
    bool operator==(const UnpauseContainer&) const = default;
};

struct RemoveContainer {
    ContainerRef container;
    AnonymousVolumes volumes = AnonymousVolumes::keep;
    bool operator==(const RemoveContainer&) const = default;
};

struct RenameContainer {
    ContainerRef container; ///< its name is the new one
    std::string from;
    bool operator==(const RenameContainer&) const = default;
};

/// What a WaitFor waits for: a dependency's condition, or for `--wait` that a container runs and, where it
/// has a healthcheck, is healthy.
enum class Goal { running, healthy, completed_successfully, running_or_healthy };

enum class Necessity { required, optional };

struct WaitFor {
    std::string service;
    ContainerRef container;
    Goal goal = Goal::running;
    Necessity necessity = Necessity::required; ///< optional: going wrong is a warning only
    bool operator==(const WaitFor&) const = default;
};

enum class HookKind { post_start, pre_stop };

struct RunHook {
    std::string service;
    HookKind kind = HookKind::post_start;
    std::size_t index = 0; ///< in the service's list of hooks of that kind
    ContainerRef container;
    bool operator==(const RunHook&) const = default;
};

enum class ProviderVerb { up, stop, down };

/// Has the program do its work that stands in for a service's containers (services.NAME.provider).
struct RunProvider {
    std::string service;
    ProviderVerb verb = ProviderVerb::up;
    bool operator==(const RunProvider&) const = default;
};

using Action = std::variant<CreateNetwork, RemoveNetwork, DisconnectNetwork, ConnectNetwork, CreateVolume,
                            RemoveVolume, PullImage, BuildImage, RemoveImage, CreateContainer, CopyFiles,
                            StartContainer, StopContainer, KillContainer, PauseContainer, UnpauseContainer,
                            RemoveContainer, RenameContainer, WaitFor, RunHook, RunProvider>;

/// Why a step is there, in words a user understands, and the attribute that brought it about (for the
/// place in the compose file); an empty path when no attribute did.
struct Reason {
    std::string text;
    std::vector<std::string> path;
    bool operator==(const Reason&) const = default;
};

/// That an image turns out different from the one a container was made from.
struct ImageChange {
    std::string reference;
    std::string from_id;
    bool operator==(const ImageChange&) const = default;
};

/// The changes of which one must come true for a step to be needed; empty: it is needed in any case. A step
/// with conditions comes after the pulls and builds that decide about them.
using Conditions = std::vector<ImageChange>;

struct Step {
    Action action;
    std::string subject; ///< "Container demo-web-1", "Network demo_default", "Image nginx:1.25"
    std::string service; ///< the service it is done for; empty when it is for the whole project
    std::vector<StepId> after;
    std::vector<Reason> reasons;
    Conditions only_if;
    bool operator==(const Step&) const = default;
};

/// Something the plan looked at and leaves as it is.
struct Unchanged {
    std::string subject;
    std::string state; ///< "Running", "Healthy", "Exited", "Created"
    bool operator==(const Unchanged&) const = default;
};

/// Steps, each listed after all the steps it comes after.
struct Plan {
    std::vector<Step> steps;
    std::vector<Unchanged> unchanged;
    std::vector<std::string> warnings;

    bool empty() const { return steps.empty(); }
    bool operator==(const Plan&) const = default;
};

/// "create container", "start container", "wait until healthy" ...: the step's action in words.
std::string describe_action(const Action& action);

/// One line per step, for tests and logs:
///     2 create container demo-web-1 after 0 1: image: nginx:1.24 -> nginx:1.25
std::string dump(const Plan& plan);

} // namespace muster::compose::reconcile
