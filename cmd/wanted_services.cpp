#include "cmd/wanted_services.hpp"

namespace muster::cmd {

WantedServices::WantedServices(Session& session, const compose::Project& project,
                               const std::vector<std::string>& names)
    : names_(names.begin(), names.end()) {
    for (const std::string& name : names) {
        try {
            require_services(project, {name});
        } catch (const Error& error) {
            session.warn(error);
        }
    }
}

} // namespace muster::cmd
