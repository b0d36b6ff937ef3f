#include "compose/load/profiles.hpp"

#include <algorithm>
#include <set>

namespace muster::compose::load {

namespace {

bool is_enabled(const Service& service, const std::set<std::string>& active) {
    return service.profiles.empty() || active.contains("*") ||
           std::any_of(service.profiles.begin(), service.profiles.end(),
                       [&](const std::string& profile) { return active.contains(profile); });
}

} // namespace

void apply_profiles(Project& project, std::vector<std::string> profiles,
                    const std::vector<std::string>& services) {
    const bool are_asked_for = !profiles.empty();
    for (const std::string& name : services) {
        const auto named = project.services.find(name);
        if (named == project.services.end()) continue;
        profiles.insert(profiles.end(), named->second.profiles.begin(), named->second.profiles.end());
    }
    std::set<std::string> active(profiles.begin(), profiles.end());
    // As Docker Compose has it: where none is asked for, that of an unset variable is active.
    if (!are_asked_for) active.insert("");
    for (auto entry = project.services.begin(); entry != project.services.end();) {
        const auto next = std::next(entry);
        if (!is_enabled(entry->second, active))
            project.disabled_services.insert(project.services.extract(entry));
        entry = next;
    }
}

} // namespace muster::compose::load
