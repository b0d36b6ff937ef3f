#include "cmd/log_reader.hpp"

#include "base/text.hpp"
#include "compose/execute/life_watch.hpp"
#include "compose/execute/log_history.hpp"
#include "compose/execute/observe.hpp"
#include "compose/reconcile/plan_builder.hpp"
#include "compose/translate/names.hpp"

namespace muster::cmd {

using compose::execute::ContainerEnd;
using compose::execute::LifeWatch;
using compose::execute::LogPiece;
using compose::reconcile::ContainerKind;
using compose::reconcile::ObservedContainer;
using engine::LogOptions;
using engine::OutputStream;

bool LogChoice::has(const ObservedContainer& container) const {
    return container.kind == ContainerKind::replica && services.contains(container.service) &&
           (!number || container.number == *number);
}

LogReader::LogReader(Session& session, std::string project, LogChoice choice, LogOptions options,
                     LogStyle style)
    : session_(session), project_(std::move(project)), choice_(std::move(choice)),
      options_(std::move(options)), printer_(session.out(), session.err(), style),
      follower_(session.engine(),
                {.on_output = [this](const std::string& name, OutputStream stream,
                                     std::string_view bytes) { printer_.feed(name, stream, bytes); },
                 .on_end = [this](const ContainerEnd& end) { printer_.announce_end(end); },
                 .on_error = [this](const std::string& name, const Error& error) { warn(name, error); }}) {}

void LogReader::print_history() {
    const std::lock_guard lock(mutex_);
    read_history(find_containers());
    printer_.flush();
}

void LogReader::follow() {
    std::optional<LifeWatch> starts;
    std::unique_lock lock(mutex_); // what starts waits until the past has been printed
    starts.emplace(session_.engine(), project_,
                   LifeWatch::Callbacks{.on_start = [this](const auto& container) { join_in(container); },
                                        .on_lost = [this](const Error& error) { session_.warn(error); }});
    const Containers containers = find_containers();
    read_history(containers);
    for (const ObservedContainer& container : containers)
        if (compose::reconcile::is_active(container)) follow(container);
    lock.unlock();
    follower_.wait();
    printer_.flush();
}

std::string LogReader::shown_name(const ObservedContainer& container) const {
    return compose::translate::short_name(project_, container.summary.name);
}

LogReader::Containers LogReader::find_containers() {
    Containers containers = compose::execute::observe_containers(session_.engine(), project_);
    std::erase_if(containers, [this](const auto& container) { return !choice_.has(container); });
    if (choice_.number && containers.empty())
        throw Error(ErrorKind::not_found, "service " + quoted(*choice_.services.begin()) +
                                              " has no container #" + std::to_string(*choice_.number));
    for (const auto& container : containers) printer_.add_source(shown_name(container));
    return containers;
}

void LogReader::read_history(const Containers& containers) {
    std::vector<std::string> ids;
    std::vector<std::string> names;
    for (const auto& container : containers) {
        ids.push_back(container.summary.id);
        names.push_back(shown_name(container));
    }
    const bool is_wanted = options_.tail != "0";
    const auto print = [&](std::size_t i, OutputStream stream, const LogPiece& piece) {
        if (!is_wanted) return;
        if (options_.timestamps && !piece.stamp.empty()) printer_.feed(names[i], stream, piece.stamp);
        printer_.feed(names[i], stream, piece.text);
    };
    const auto on_error = [&](std::size_t i, const Error& error) { warn(names[i], error); };
    LogOptions options = options_;
    if (!is_wanted) options.tail = "1"; // its time tells where to go on from
    const auto times = compose::execute::read_history(session_.engine(), ids, options, {print, on_error});
    for (std::size_t i = 0; i < ids.size(); ++i) last_times_[ids[i]] = times[i];
}

void LogReader::follow(const ObservedContainer& container) {
    LogOptions options = options_;
    options.tail = "all"; // the past has been printed up to the last time
    const std::string& id = container.summary.id;
    follower_.follow_running(shown_name(container), id, options, last_times_[id]);
}

void LogReader::join_in(const ObservedContainer& container) {
    const std::lock_guard lock(mutex_);
    if (!choice_.has(container)) return;
    printer_.add_source(shown_name(container));
    follow(container);
}

void LogReader::warn(const std::string& name, const Error& error) {
    session_.warn("cannot read the log of " + quoted(name) + ": " + error.message);
}

} // namespace muster::cmd
