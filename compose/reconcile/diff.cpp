#include "compose/reconcile/diff.hpp"

#include "base/credentials.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace muster::compose::reconcile {

namespace {

using TextMap = std::map<std::string, std::string>;
using Words = std::vector<std::string>;

constexpr char compose_label_prefix[] = "com.docker.compose.";
constexpr char own_label_prefix[] = "muster.";

/// Collects the differences found so far.
class Differences {
  public:
    void compare(const std::string& attribute, const std::string& before, const std::string& after) {
        if (before == after) return;
        const auto shown = [](const std::string& text) { return text.empty() ? "(none)" : quoted(text); };
        add({attribute}, shown(before), shown(after));
    }

    void compare(const std::string& attribute, const Words& before, const Words& after) {
        if (before == after) return;
        add({attribute}, "[" + join(before, " ") + "]", "[" + join(after, " ") + "]");
    }

    void compare(const std::string& attribute, std::int64_t before, std::int64_t after) {
        if (before != after) add({attribute}, std::to_string(before), std::to_string(after));
    }

    void compare(const std::string& attribute, bool before, bool after) {
        if (before != after) add({attribute}, before ? "true" : "false", after ? "true" : "false");
    }

    void compare_entries(const std::string& attribute, const TextMap& before, const TextMap& after) {
        for (const auto& [key, text] : before)
            if (!after.contains(key)) add({attribute, key}, shown_value(key, text), "(removed)");
        for (const auto& [key, text] : after) {
            const auto old = before.find(key);
            if (old == before.end())
                add({attribute, key}, "(not set)", shown_value(key, text));
            else if (old->second != text)
                add({attribute, key}, shown_value(key, old->second), shown_value(key, text));
        }
    }

    std::vector<Reason> take() { return std::move(reasons_); }

  private:
    static std::string shown_value(const std::string& key, const std::string& text) {
        return is_credential(key, text) ? hidden_value : quoted(text);
    }

    void add(std::vector<std::string> path, const std::string& before, const std::string& after) {
        reasons_.push_back({join(path, ".") + ": " + before + " -> " + after, std::move(path)});
    }

    std::vector<Reason> reasons_;
};

TextMap to_entries(const Words& lines) {
    TextMap entries;
    for (const std::string& line : lines) {
        const std::size_t equals = line.find('=');
        if (equals != std::string::npos) entries[line.substr(0, equals)] = line.substr(equals + 1);
    }
    return entries;
}

/// What remains of a container's settings without those that the image alone accounts for.
TextMap without_inherited(TextMap actual, const TextMap& wanted, const TextMap& inherited) {
    std::erase_if(actual, [&](const auto& entry) {
        const auto image_entry = inherited.find(entry.first);
        return !wanted.contains(entry.first) && image_entry != inherited.end() &&
               image_entry->second == entry.second;
    });
    return actual;
}

TextMap without_compose_labels(TextMap labels) {
    std::erase_if(labels, [](const auto& entry) {
        return entry.first.starts_with(compose_label_prefix) || entry.first.starts_with(own_label_prefix);
    });
    return labels;
}

Words sorted(Words words) {
    std::sort(words.begin(), words.end());
    return words;
}

Words port_lines(const engine::HostSpec& host) {
    Words lines;
    for (const auto& [port, bindings] : host.port_bindings)
        for (const engine::PortBinding& binding : bindings) {
            const std::string ip =
                binding.host_ip.empty() || binding.host_ip == "0.0.0.0" ? "" : binding.host_ip + ":";
            lines.push_back(ip + binding.host_port + ":" + port);
        }
    return sorted(lines);
}

Words mount_lines(const engine::HostSpec& host) {
    Words lines = host.binds;
    for (const engine::MountSpec& mount : host.mounts) {
        if (mount.type == "volume" && mount.source.empty()) continue;
        lines.push_back(mount.type + ":" + mount.source + ":" + mount.target +
                        (mount.read_only ? ":ro" : ":rw"));
    }
    return sorted(lines);
}

/// The image's own command line stands where the service gives none.
Words effective(const std::optional<Words>& words, const std::optional<Words>& inherited) {
    if (words) return *words;
    return inherited.value_or(Words{});
}

void diff_process(Differences& out, const engine::ContainerSpec& actual, const engine::ContainerSpec& wanted,
                  const engine::ImageDetails& image) {
    out.compare("image", actual.image, wanted.image);
    out.compare("entrypoint", effective(actual.entrypoint, {}),
                effective(wanted.entrypoint, image.entrypoint));
    // An entrypoint of the service's own clears the image's command.
    const auto inherited_command = wanted.entrypoint ? std::optional<Words>{} : image.command;
    out.compare("command", effective(actual.command, {}), effective(wanted.command, inherited_command));
    out.compare("user", actual.user, wanted.user.empty() ? image.user : wanted.user);
    out.compare("working_dir", actual.working_dir,
                wanted.working_dir.empty() ? image.working_dir : wanted.working_dir);
    out.compare("tty", actual.tty, wanted.tty);
    out.compare("stdin_open", actual.open_stdin, wanted.open_stdin);
    if (!wanted.hostname.empty()) out.compare("hostname", actual.hostname, wanted.hostname);
}

void diff_entries(Differences& out, const engine::ContainerSpec& actual, const engine::ContainerSpec& wanted,
                  const engine::ImageDetails& image) {
    const TextMap environment = to_entries(wanted.environment);
    out.compare_entries(
        "environment",
        without_inherited(to_entries(actual.environment), environment, to_entries(image.environment)),
        environment);
    const TextMap labels = without_compose_labels(wanted.labels);
    out.compare_entries(
        "labels", without_inherited(without_compose_labels(actual.labels), labels, image.labels), labels);
}

void diff_healthcheck(Differences& out, const engine::ContainerSpec& actual,
                      const engine::ContainerSpec& wanted, const engine::ImageDetails& image) {
    const auto before = actual.healthcheck.value_or(engine::HealthcheckSpec{});
    const auto inherited = image.healthcheck.value_or(engine::HealthcheckSpec{});
    engine::HealthcheckSpec after = wanted.healthcheck.value_or(engine::HealthcheckSpec{});
    const auto inherit = [](std::int64_t& value, std::int64_t fallback) {
        if (value == 0) value = fallback;
    };
    if (after.test.empty()) after.test = inherited.test;
    inherit(after.interval, inherited.interval);
    inherit(after.timeout, inherited.timeout);
    inherit(after.retries, inherited.retries);
    inherit(after.start_period, inherited.start_period);
    const auto line = [](const engine::HealthcheckSpec& check) {
        const auto seconds = [](std::int64_t ns) { return std::to_string(ns / 1'000'000) + "ms"; };
        return join(check.test, " ") + " (interval " + seconds(check.interval) + ", timeout " +
               seconds(check.timeout) + ", start period " + seconds(check.start_period) + ", retries " +
               std::to_string(check.retries) + ")";
    };
    if (before != after) out.compare("healthcheck", line(before), line(after));
}

void diff_host(Differences& out, const engine::HostSpec& actual, const engine::HostSpec& wanted) {
    out.compare("ports", port_lines(actual), port_lines(wanted));
    out.compare("volumes", mount_lines(actual), mount_lines(wanted));
    out.compare("network_mode", actual.network_mode, wanted.network_mode);
    const auto restart = [](const engine::HostSpec& host) {
        const std::string name = host.restart.name.empty() ? "no" : host.restart.name;
        const std::int64_t count = host.restart.maximum_retry_count;
        return name + (count == 0 ? "" : ":" + std::to_string(count));
    };
    out.compare("restart", restart(actual), restart(wanted));
    out.compare("privileged", actual.privileged, wanted.privileged);
    out.compare("read_only", actual.read_only_root, wanted.read_only_root);
    out.compare("init", actual.init.value_or(false), wanted.init.value_or(false));
    out.compare("cap_add", sorted(actual.cap_add), sorted(wanted.cap_add));
    out.compare("cap_drop", sorted(actual.cap_drop), sorted(wanted.cap_drop));
    out.compare("dns", actual.dns, wanted.dns);
    out.compare("extra_hosts", sorted(actual.extra_hosts), sorted(wanted.extra_hosts));
    out.compare("mem_limit", actual.memory, wanted.memory);
    out.compare("mem_reservation", actual.memory_reservation, wanted.memory_reservation);
    out.compare("cpus", actual.nano_cpus, wanted.nano_cpus);
    out.compare("pids_limit", actual.pids_limit, wanted.pids_limit);
    out.compare_entries("sysctls", actual.sysctls, wanted.sysctls);
    out.compare_entries("tmpfs", actual.tmpfs, wanted.tmpfs);
}

void diff_networks(Differences& out, const engine::ContainerSpec& actual,
                   const engine::ContainerSpec& wanted) {
    const auto names = [](const engine::ContainerSpec& spec) {
        Words words;
        for (const auto& [name, endpoint] : spec.endpoints) words.push_back(name);
        return words;
    };
    if (!wanted.endpoints.empty()) out.compare("networks", names(actual), names(wanted));
}

} // namespace

std::vector<Reason> diff_container(const engine::ContainerSpec& actual, const engine::ContainerSpec& wanted,
                                   const engine::ImageDetails* image) {
    const engine::ImageDetails inherited = image ? *image : engine::ImageDetails{};
    Differences out;
    diff_process(out, actual, wanted, inherited);
    diff_entries(out, actual, wanted, inherited);
    diff_healthcheck(out, actual, wanted, inherited);
    diff_host(out, actual.host, wanted.host);
    diff_networks(out, actual, wanted);
    return out.take();
}

} // namespace muster::compose::reconcile
