#include "compose/load/validate.hpp"

#include "base/text.hpp"
#include "network/ports.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <stdexcept>

namespace muster::compose::load {

namespace {

bool is_digits(std::string_view text) {
    return !text.empty() && text.size() < 10 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

bool is_name_character(char c) { return is_alphanumeric(c) || c == '_' || c == '.' || c == '-'; }

/// [a-zA-Z0-9][a-zA-Z0-9_.-]+, as the engine demands.
bool is_container_name(std::string_view name) {
    return name.size() > 1 && is_alphanumeric(name.front()) &&
           std::all_of(name.begin(), name.end(), is_name_character);
}

/// The Compose schema only asks for such a name somewhere in the text.
bool has_container_name(std::string_view text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        if (is_alphanumeric(text[i]) && is_name_character(text[i + 1])) return true;
    return false;
}

constexpr std::string_view retries = "on-failure:";

bool is_restart_policy(const std::string& text) {
    static constexpr std::array<std::string_view, 4> words{"no", "always", "on-failure", "unless-stopped"};
    if (text.starts_with(retries)) return is_digits(text.substr(retries.size()));
    return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<std::string_view, 8> pull_policies{"always", "never",   "missing", "if_not_present",
                                                        "build",  "refresh", "daily",   "weekly"};

bool is_pull_policy(const std::string& text) {
    static constexpr std::string_view interval = "every_";
    if (text.starts_with(interval)) return parse_duration(text.substr(interval.size())).has_value();
    return std::find(pull_policies.begin(), pull_policies.end(), text) != pull_policies.end();
}

/// Whether "every_" is followed by a number and a unit somewhere.
bool has_interval(const std::string& text) {
    const std::size_t start = text.find("every_");
    if (start == std::string::npos) return false;
    const std::size_t number = start + std::string_view("every_").size();
    const std::size_t unit = text.find_first_not_of("0123456789", number);
    return unit != std::string::npos && unit > number &&
           std::string_view("wdhms").find(text[unit]) != std::string_view::npos;
}

bool has_pull_policy(const std::string& text) {
    const auto is_within = [&](std::string_view word) { return text.find(word) != std::string::npos; };
    return std::any_of(pull_policies.begin(), pull_policies.end(), is_within) || has_interval(text);
}

class ServiceCheck {
  public:
    ServiceCheck(const Service& service, Findings& findings) : service_(service), findings_(findings) {}

    void run() {
        check_container_name();
        check_policies();
        check_numbers();
        check_healthcheck();
        check_build();
        check_expose();
        check_devices();
        check_security();
        check_watch();
        check_provider();
        for (const char* attribute : {"cgroup", "container_name", "pull_policy"}) check_not_empty(attribute);
    }

  private:
    KeyPath at(const char* attribute) const { return {"services", service_.name, attribute}; }

    KeyPath replicas_path() const {
        if (service_.scale) return at("scale");
        return {"services", service_.name, "deploy", "replicas"};
    }

    void check_container_name() {
        if (service_.container_name.empty()) return;
        if (!is_container_name(service_.container_name)) report_container_name();
        if (findings_.wants_consistency() && replica_count(service_) > 1)
            findings_
                .add(at("container_name"),
                     "does not go with " +
                         counted(static_cast<std::size_t>(replica_count(service_)), "replica") +
                         ", for each container needs its own name")
                .note("the replicas are asked for here", findings_.place(replicas_path()))
                .suggest("drop 'container_name' or run one replica");
    }

    /// Docker Compose wants two characters that would do somewhere in the name, the engine all of them.
    void report_container_name() {
        const std::string message =
            "is " + quoted(service_.container_name) +
            ", expected two or more letters, digits, '_', '.' and '-', starting with a letter or digit";
        if (has_container_name(service_.container_name))
            findings_.refuse(at("container_name"), message);
        else
            findings_.add(at("container_name"), message);
    }

    void check_policies() {
        if (!service_.restart.empty() && !is_restart_policy(service_.restart)) check_restart();
        check_pull_policy();
        findings_.expect_one_of(at("cgroup"), service_.cgroup, {"host", "private"});
    }

    void check_restart() {
        findings_.refuse(at("restart"), "must be 'no', 'always', 'on-failure', 'on-failure:N' or "
                                        "'unless-stopped', not " +
                                            quoted(service_.restart));
    }

    /// Docker Compose takes any text that has one of the words in it.
    void check_pull_policy() {
        if (service_.pull_policy.empty() || is_pull_policy(service_.pull_policy)) return;
        const std::string message = "must be 'always', 'never', 'missing', 'build', 'daily', 'weekly' or "
                                    "'every_DURATION', not " +
                                    quoted(service_.pull_policy);
        if (has_pull_policy(service_.pull_policy))
            findings_.refuse(at("pull_policy"), message);
        else
            findings_.add(at("pull_policy"), message);
    }

    void check_numbers() {
        check_replicas();
        if (service_.oom_score_adj < -1000 || service_.oom_score_adj > 1000)
            findings_.add(at("oom_score_adj"), "must lie between -1000 and 1000");
        if (service_.cpu_percent < 0 || service_.cpu_percent > 100)
            findings_.add(at("cpu_percent"), "must lie between 0 and 100");
        if (service_.cpu_count < 0) findings_.add(at("cpu_count"), "must not be negative");
        if (std::trunc(service_.cpu_percent) != service_.cpu_percent)
            findings_.add(at("cpu_percent"), "must be a whole number");
        if (service_.cpus < 0) findings_.refuse(at("cpus"), "must not be negative");
    }

    void check_replicas() {
        if (service_.scale && *service_.scale < 0 && findings_.wants_consistency())
            findings_.add(at("scale"), "must not be negative");
        if (replica_count(service_) > most_replicas)
            findings_.refuse(replicas_path(), "asks for " + std::to_string(replica_count(service_)) +
                                                  " containers, more than the " +
                                                  std::to_string(most_replicas) + " that are allowed");
    }

    void check_health_test() {
        static constexpr std::array<std::string_view, 3> forms{"CMD", "CMD-SHELL", "NONE"};
        const auto& words = service_.healthcheck->test.words;
        if (words.empty() || !findings_.wants_consistency()) return;
        if (std::find(forms.begin(), forms.end(), words.front()) != forms.end()) return;
        findings_
            .add_entry({"services", service_.name, "healthcheck", "test"}, words.front(),
                       "must start with 'CMD', 'CMD-SHELL' or 'NONE', not " + quoted(words.front()))
            .suggest("put CMD first to run the command as it stands, CMD-SHELL to run it in a shell");
    }

    void check_healthcheck() {
        if (!service_.healthcheck) return;
        check_health_test();
        const Healthcheck& check = *service_.healthcheck;
        if (check.start_interval && !check.start_period)
            findings_.warn({"services", service_.name, "healthcheck", "start_interval"},
                           "has no effect without 'start_period', the time the service needs to start");
        if (check.retries && *check.retries < 0)
            findings_.add({"services", service_.name, "healthcheck", "retries"}, "must not be negative");
    }

    void check_build() {
        if (!service_.build || !findings_.wants_consistency()) return;
        const Build& build = *service_.build;
        if (!build.dockerfile_inline.empty() &&
            findings_.find({"services", service_.name, "build", "dockerfile"}) != nullptr)
            findings_
                .add({"services", service_.name, "build", "dockerfile"},
                     "does not go with 'dockerfile_inline'")
                .note("the inline one is here",
                      findings_.place({"services", service_.name, "build", "dockerfile_inline"}))
                .suggest("keep one of the two");
        const auto& platforms = build.platforms.items;
        const bool is_built = platforms.empty() || std::find(platforms.begin(), platforms.end(),
                                                             service_.platform) != platforms.end();
        if (!service_.platform.empty() && !is_built)
            findings_.add(at("platform"),
                          "is " + quoted(service_.platform) + ", which 'build.platforms' lacks");
    }

    void check_expose() {
        for (const std::string& port : service_.expose.items) {
            const bool is_published = port.find(':') != std::string::npos;
            if (!is_published && is_port(port)) continue;
            findings_
                .refuse_entry(at("expose"), port,
                              "must have container ports such as '80', '80-85' or '53/udp', not " +
                                  quoted(port))
                .suggest(is_published ? "use 'ports' to publish a port on the host" : "");
        }
    }

    void check_not_empty(const char* attribute) {
        const source::Node* value = findings_.find(at(attribute));
        if (value != nullptr && value->is_scalar() && value->text().empty())
            findings_.add(at(attribute), "must not be empty").suggest("leave it out, or give it a value");
    }

    void check_devices() {
        for (const DeviceMapping& device : service_.devices)
            if (device.source.empty())
                findings_.refuse_entry(at("devices"), device.source, "has an entry that names no device");
    }

    void check_security() {
        for (const std::string& option : service_.security_opt)
            if (option != "no-new-privileges" && option.find_first_of("=:") == std::string::npos)
                findings_.refuse_entry(at("security_opt"), option,
                                       "has " + quoted(option) +
                                           ", expected NAME=VALUE or 'no-new-privileges'");
    }

    void check_watch() {
        for (const auto& [key, value] : service_.extensions.entries)
            if (key == "x-develop")
                findings_.warn(at("x-develop"), "is deprecated and ignored, write 'develop'");
        if (!service_.develop) return;
        for (const WatchRule& rule : service_.develop->watch) {
            const KeyPath path{"services", service_.name, "develop", "watch"};
            findings_.expect_one_of(path, rule.action,
                                    {"rebuild", "sync", "restart", "sync+restart", "sync+exec"});
            if (trim(rule.path).empty())
                findings_.add(path, "has a rule without 'path', the file or directory to watch");
            if (rule.target.empty() && rule.action.starts_with("sync") && findings_.wants_consistency())
                findings_.add(path, "has the action " + quoted(rule.action) +
                                        " without 'target', the path of the container to write to");
        }
    }

    void check_provider() {
        if (service_.provider && service_.provider->type == "compose")
            findings_.refuse({"services", service_.name, "provider", "type"},
                             "must name another program than 'compose'");
    }

    static bool is_port(const std::string& text) {
        try {
            return !network::parse_ports(text).empty();
        } catch (const std::invalid_argument&) {
            return false;
        }
    }

    const Service& service_;
    Findings& findings_;
};

} // namespace

void validate_service(const Service& service, Findings& findings) { ServiceCheck(service, findings).run(); }

} // namespace muster::compose::load
