#pragma once

#include <string>

namespace muster::compose::reconcile {

inline const std::string web = "services: {web: {image: 'nginx:1'}}";

inline const std::string web_up = R"(
network default
image nginx:1
container demo-web-1 web 1 running
)";

/// A database and a web service that waits for it.
inline std::string pair_with(const std::string& depends_on, const std::string& db = "") {
    return "services:\n"
           "  db: {image: 'db:1'" +
           db +
           "}\n"
           "  web: {image: 'web:1', depends_on: {db: " +
           depends_on + "}}\n";
}

inline const std::string pair_resources = R"(
network default
image db:1
image web:1
)";

} // namespace muster::compose::reconcile
