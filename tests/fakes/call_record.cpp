#include "tests/fakes/call_record.hpp"

namespace muster::fakes {

namespace {

template <class Key, class Planned>
std::optional<Planned> find_planned(const std::map<Key, Planned>& plans, const Key& key) {
    const auto found = plans.find(key);
    if (found == plans.end()) return std::nullopt;
    return found->second;
}

void run(const std::optional<CallRecord::Action>& action) {
    if (action) (*action)();
}

} // namespace

void CallRecord::enter(Effect effect, const std::string& line) {
    std::unique_lock lock(mutex_);
    calls_.push_back({effect, line});
    const auto by_number = find_planned(errors_by_number_, calls_.size());
    const auto by_line = find_planned(errors_by_line_, line);
    const auto action = find_planned(before_, line);
    lock.unlock();
    run(action);
    if (by_number) throw Error(*by_number);
    if (by_line) throw Error(*by_line);
}

void CallRecord::leave(const std::string& line) {
    std::unique_lock lock(mutex_);
    const auto action = find_planned(after_, line);
    lock.unlock();
    run(action);
}

std::vector<std::string> CallRecord::calls() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> lines;
    for (const Call& call : calls_) lines.push_back(call.line);
    return lines;
}

std::vector<std::string> CallRecord::mutating_calls() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> lines;
    for (const Call& call : calls_)
        if (call.effect == Effect::changes) lines.push_back(call.line);
    return lines;
}

void CallRecord::clear() {
    const std::lock_guard lock(mutex_);
    calls_.clear();
}

void CallRecord::fail_call(std::size_t number, Error error) {
    const std::lock_guard lock(mutex_);
    errors_by_number_.insert_or_assign(number, std::move(error));
}

void CallRecord::fail_on(const std::string& line, Error error) {
    const std::lock_guard lock(mutex_);
    errors_by_line_.insert_or_assign(line, std::move(error));
}

void CallRecord::before(const std::string& line, Action action) {
    const std::lock_guard lock(mutex_);
    before_.insert_or_assign(line, std::move(action));
}

void CallRecord::after(const std::string& line, Action action) {
    const std::lock_guard lock(mutex_);
    after_.insert_or_assign(line, std::move(action));
}

} // namespace muster::fakes
