#include "compose/load/validate.hpp"

#include "base/text.hpp"
#include "compose/load/references.hpp"

#include <algorithm>
#include <set>

namespace muster::compose::load {

namespace {

/// A depth-first walk with its own stack, for a chain of dependencies may be longer than the program's stack.
class CycleSearch {
  public:
    explicit CycleSearch(const Project& project) : project_(project) {}

    /// The services of a circle in the order they depend on each other; empty when there is none.
    std::vector<std::string> find() {
        for (const auto& [name, service] : project_.services) {
            if (finished_.contains(name)) continue;
            enter(name);
            while (!stack_.empty())
                if (const std::string again = advance(); !again.empty()) return circle_from(again);
        }
        return {};
    }

  private:
    using Next = std::map<std::string, Dependency>::const_iterator;

    struct Frame {
        const Service* service;
        Next next;
    };

    void enter(const std::string& name) {
        const Service& service = project_.services.at(name);
        stack_.push_back({&service, service.depends_on.begin()});
        open_.insert(name);
    }

    /// One step of the walk; the name of a service that is reached again while it is still open, or nothing.
    std::string advance() {
        Frame& frame = stack_.back();
        if (frame.next == frame.service->depends_on.end()) {
            open_.erase(frame.service->name);
            finished_.insert(frame.service->name);
            stack_.pop_back();
            return {};
        }
        const std::string& name = (frame.next++)->first;
        if (open_.contains(name)) return name;
        if (project_.services.contains(name) && !finished_.contains(name)) enter(name);
        return {};
    }

    std::vector<std::string> circle_from(const std::string& first) const {
        std::vector<std::string> circle;
        for (const Frame& frame : stack_)
            if (!circle.empty() || frame.service->name == first) circle.push_back(frame.service->name);
        return circle;
    }

    const Project& project_;
    std::vector<Frame> stack_;
    std::set<std::string> open_;
    std::set<std::string> finished_;
};

} // namespace

namespace {

constexpr std::size_t most_notes = 10;

/// Where a service mentions another one, in `depends_on` or in an attribute that implies it.
KeyPath find_mention(const Service& service, const std::string& other, const Findings& findings) {
    const KeyPath owner{"services", service.name};
    KeyPath mention = owner;
    for (const ServiceReference& reference : service_references(service)) {
        if (reference.service != other) continue; // to find a place takes time
        const KeyPath path = joined(owner, reference.where);
        if (findings.place(path) != findings.place(owner)) mention = path;
    }
    return mention;
}

} // namespace

void report_dependency_cycle(const Project& project, Findings& findings) {
    const std::vector<std::string> circle = CycleSearch(project).find();
    // A service that depends on itself is reported with its other references.
    if (circle.size() < 2) return;
    std::vector<std::string> names = circle;
    names.push_back(circle.front());
    const auto mention = [&](std::size_t i) {
        return find_mention(project.services.at(names[i]), names[i + 1], findings);
    };
    Error& error =
        findings.add_plain(mention(0), "services depend on each other in a circle: " + join_chain(names));
    for (std::size_t i = 1; i < std::min(circle.size(), most_notes); ++i)
        error.note(quoted(names[i]) + " depends on " + quoted(names[i + 1]) + " here",
                   findings.place(mention(i)));
}

} // namespace muster::compose::load
