#include "cmd/event_text.hpp"

#include "base/go_json.hpp"
#include "base/text.hpp"
#include "compose/translate/labels.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace muster::cmd {

using engine::Event;

namespace {

constexpr std::int64_t second = 1'000'000'000;

std::string local_time(std::int64_t nanoseconds, const char* form) {
    const std::time_t seconds = nanoseconds / second;
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    std::array<char, 64> buffer{};
    std::strftime(buffer.data(), buffer.size(), form, &parts);
    return buffer.data();
}

std::string fraction(std::int64_t nanoseconds, std::size_t digits) {
    return std::to_string(second + nanoseconds % second).substr(1, digits);
}

/// "+02:00", "Z" for none. Source: Go, time.RFC3339Nano.
std::string zone(std::int64_t nanoseconds) {
    std::string offset = local_time(nanoseconds, "%z");
    if (offset == "+0000" || offset.size() != 5) return "Z";
    return offset.insert(3, ":");
}

std::string rfc3339(std::int64_t nanoseconds) {
    std::string digits = fraction(nanoseconds, 9);
    digits.erase(digits.find_last_not_of('0') + 1);
    return local_time(nanoseconds, "%Y-%m-%dT%H:%M:%S") + (digits.empty() ? "" : "." + digits) +
           zone(nanoseconds);
}

std::map<std::string, std::string> shown_attributes(const Event& event) {
    std::map<std::string, std::string> attributes = event.attributes;
    std::erase_if(attributes,
                  [](const auto& entry) { return entry.first.starts_with("com.docker.compose."); });
    return attributes;
}

} // namespace

std::string event_text(const Event& event) {
    std::vector<std::string> attributes;
    for (const auto& [key, value] : shown_attributes(event)) attributes.push_back(key + "=" + value);
    return local_time(event.time, "%Y-%m-%d %H:%M:%S.") + fraction(event.time, 6) + " " + event.type + " " +
           event.action + " " + event.actor + " (" + join(attributes, ", ") + ")\n";
}

std::string event_json(const Event& event) {
    Value attributes = Value::map();
    for (const auto& [key, value] : shown_attributes(event)) attributes.add(key, value);
    Value line = Value::record();
    line.add("action", event.action);
    line.add("attributes", attributes);
    line.add("id", event.actor);
    line.add("service", compose::translate::find_label(event.attributes, compose::translate::label::service));
    line.add("time", rfc3339(event.time));
    line.add("type", event.type);
    return to_go_json(line) + "\n";
}

} // namespace muster::cmd
