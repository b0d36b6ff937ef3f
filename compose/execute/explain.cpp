#include "compose/execute/explain.hpp"

#include "base/text.hpp"

namespace muster::compose::execute {

namespace {

using reconcile::Goal;

const char* attribute_of(const BlamedContainer& container) {
    if (container.state == engine::ContainerState::running) return "healthcheck";
    constexpr std::int64_t not_executable = 126;
    constexpr std::int64_t not_found = 127;
    if (container.oom_killed) return "mem_limit";
    return container.exit_code == not_executable || container.exit_code == not_found ? "command" : "";
}

/// What each kind of step needs beyond the engine's words.
class Explainer {
  public:
    Explainer(const Step& step, const Error& error, const StepContext& context)
        : step_(step), error_(error), context_(context) {}

    Explanation run(std::vector<std::string> output) {
        out_.output = std::move(output);
        std::visit(*this, step_.action);
        return std::move(out_);
    }

    void operator()(const reconcile::WaitFor& wait) {
        blame(wait.container);
        blame_attribute(out_.container ? attribute_of(*out_.container) : "");
        if (out_.container) out_.hint = advice_on_end(*out_.container, service(), wait.goal);
    }

    void operator()(const reconcile::StartContainer&) { read_refusal(); }
    void operator()(const reconcile::CreateContainer&) { read_refusal(); }
    void operator()(const reconcile::CopyFiles&) { read_refusal(); }
    void operator()(const reconcile::RenameContainer&) { read_refusal(); }

    void operator()(const reconcile::PullImage&) {
        blame_attribute("image");
        read_refusal();
    }

    void operator()(const reconcile::BuildImage&) {
        blame_attribute("build");
        read_refusal();
    }

    void operator()(const reconcile::CreateNetwork& create) {
        out_.path = {"networks", create.key};
        read_refusal();
    }

    void operator()(const reconcile::CreateVolume& create) {
        out_.path = {"volumes", create.key};
        read_refusal();
    }

    void operator()(const reconcile::RunHook& hook) {
        const bool is_start = hook.kind == reconcile::HookKind::post_start;
        blame_attribute(is_start ? "post_start" : "pre_stop");
        read_refusal();
    }

    void operator()(const reconcile::RunProvider&) { blame_attribute("provider"); }

    template <class Action>
    void operator()(const Action&) {
        read_refusal();
    }

  private:
    const Service* service() const {
        const auto found = context_.project.services.find(step_.service);
        return found == context_.project.services.end() ? nullptr : &found->second;
    }

    void blame(const reconcile::ContainerRef& ref) {
        const std::string id = context_.outcomes.id_of(ref);
        if (!id.empty()) out_.container = find_blamed_container(context_.engine, id);
        if (out_.container) out_.container->name = ref.name; // not the temporary one of a replacement
    }

    void blame_attribute(const std::string& attribute) {
        out_.path = {"services", step_.service};
        if (!attribute.empty()) out_.path.push_back(attribute);
    }

    void read_refusal() {
        if (out_.path.empty() && !step_.service.empty()) blame_attribute("");
        explain_refusal(out_, step_, error_.message, context_);
    }

    const Step& step_;
    const Error& error_;
    const StepContext& context_;
    Explanation out_;
};

} // namespace

Explanation explain_failure(const Step& step, const Error& error, const StepContext& context,
                            std::vector<std::string> output) {
    if (error.kind == ErrorKind::connection) return {};
    try {
        return Explainer(step, error, context).run(std::move(output));
    } catch (const Error&) {
        // The failure itself is what matters; what would explain it could not be read.
        return {};
    }
}

} // namespace muster::compose::execute
