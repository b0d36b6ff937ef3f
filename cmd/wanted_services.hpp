#pragma once

#include "cmd/session.hpp"
#include "compose/reconcile/observed.hpp"

#include <set>

namespace muster::cmd {

/// The services that a verb was given, or all when it was given none. For verbs that only look: a name that
/// the project does not have is warned of, and is no error, as in Docker Compose.
class WantedServices {
  public:
    WantedServices(Session& session, const compose::Project& project, const std::vector<std::string>& names);

    bool has(const compose::reconcile::ObservedContainer& container) const {
        return names_.empty() || names_.contains(container.service);
    }

  private:
    std::set<std::string> names_;
};

} // namespace muster::cmd
