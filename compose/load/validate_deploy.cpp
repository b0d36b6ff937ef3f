#include "compose/load/validate.hpp"

#include "base/text.hpp"

namespace muster::compose::load {

namespace {

class DeployCheck {
  public:
    DeployCheck(const Service& service, Findings& findings)
        : service_(service), deploy_(*service.deploy), findings_(findings) {}

    void run() {
        check_words();
        check_replicas();
        check_limits();
        check_counts();
    }

  private:
    KeyPath at(const KeyPath& keys) const { return joined({"services", service_.name, "deploy"}, keys); }

    void check_words() {
        findings_.advise_one_of(at({"mode"}), deploy_.mode,
                                {"replicated", "global", "replicated-job", "global-job"});
        findings_.advise_one_of(at({"endpoint_mode"}), deploy_.endpoint_mode, {"vip", "dnsrr"});
        if (deploy_.restart_policy)
            findings_.refuse_unless_one_of(at({"restart_policy", "condition"}),
                                           deploy_.restart_policy->condition,
                                           {"none", "no", "on-failure", "any", "always", "unless-stopped"});
        check_update("update_config", deploy_.update_config, {"continue", "pause", "rollback"});
        check_update("rollback_config", deploy_.rollback_config, {"continue", "pause"});
    }

    void check_update(const char* attribute, const std::optional<UpdatePolicy>& policy,
                      const std::vector<std::string>& actions) {
        if (!policy) return;
        findings_.expect_one_of(at({attribute, "order"}), policy->order, {"start-first", "stop-first"});
        findings_.advise_one_of(at({attribute, "failure_action"}), policy->failure_action, actions);
    }

    void check_counts() {
        if (deploy_.update_config)
            expect_count({"update_config", "parallelism"}, deploy_.update_config->parallelism);
        if (deploy_.rollback_config)
            expect_count({"rollback_config", "parallelism"}, deploy_.rollback_config->parallelism);
        if (deploy_.restart_policy)
            expect_count({"restart_policy", "max_attempts"}, deploy_.restart_policy->max_attempts);
        expect_count({"placement", "max_replicas_per_node"}, deploy_.placement.max_replicas_per_node);
    }

    void expect_count(const KeyPath& keys, std::optional<std::int64_t> count) {
        if (count && *count < 0) findings_.add(at(keys), "must not be negative");
    }

    void check_replicas() {
        if (!deploy_.replicas) return;
        if (*deploy_.replicas < 0 && findings_.wants_consistency())
            findings_.add(at({"replicas"}), "must not be negative");
        if (service_.scale && *service_.scale != *deploy_.replicas)
            report_conflict("scale", at({"replicas"}));
    }

    /// The old attributes and the ones below `deploy` may stand side by side only when they agree.
    void check_limits() {
        if (const auto& limits = deploy_.resources.limits) {
            expect_same("cpus", service_.cpus, limits->cpus, at({"resources", "limits", "cpus"}));
            expect_same("mem_limit", service_.mem_limit, limits->memory,
                        at({"resources", "limits", "memory"}));
            expect_same("pids_limit", service_.pids_limit, limits->pids, at({"resources", "limits", "pids"}));
        }
        if (const auto& reservations = deploy_.resources.reservations)
            expect_same("mem_reservation", service_.mem_reservation, reservations->memory,
                        at({"resources", "reservations", "memory"}));
    }

    template <class T>
    void expect_same(const char* attribute, T old, T present, const KeyPath& path) {
        if (old != T{} && present != T{} && old != present) report_conflict(attribute, path);
    }

    void report_conflict(const char* attribute, const KeyPath& path) {
        if (!findings_.wants_consistency()) return;
        findings_.add(path, "differs from " + quoted(attribute))
            .note("the other value is here", findings_.place({"services", service_.name, attribute}))
            .suggest("keep one of the two");
    }

    const Service& service_;
    const Deploy& deploy_;
    Findings& findings_;
};

} // namespace

void validate_deploy(const Service& service, Findings& findings) {
    if (service.deploy) DeployCheck(service, findings).run();
}

} // namespace muster::compose::load
