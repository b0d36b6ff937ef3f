#include "compose/graph/order.hpp"

namespace muster::compose::graph {

namespace {

class PostOrder {
  public:
    explicit PostOrder(const Project& project) : project_(project) {}

    void visit(const std::string& name) {
        const auto service = project_.services.find(name);
        if (service == project_.services.end() || !seen_.insert(name).second) return;
        for (const auto& [dependency, terms] : service->second.depends_on) visit(dependency);
        order_.push_back(name);
    }

    std::vector<std::string> take() { return std::move(order_); }

  private:
    const Project& project_;
    std::set<std::string> seen_;
    std::vector<std::string> order_;
};

} // namespace

std::vector<std::string> dependency_order(const Project& project) {
    PostOrder walk(project);
    for (const auto& [name, service] : project.services) walk.visit(name);
    return walk.take();
}

std::set<std::string> dependents_of(const Project& project, const std::string& service) {
    std::set<std::string> found;
    // In dependency order a service comes after all through which it may depend on `service`.
    for (const std::string& name : dependency_order(project)) {
        for (const auto& [dependency, terms] : project.services.at(name).depends_on)
            if (dependency == service || found.contains(dependency)) found.insert(name);
    }
    return found;
}

std::set<std::string> with_dependencies(const Project& project, const std::set<std::string>& services) {
    PostOrder walk(project);
    for (const std::string& name : services) walk.visit(name);
    const auto order = walk.take();
    return {order.begin(), order.end()};
}

} // namespace muster::compose::graph
