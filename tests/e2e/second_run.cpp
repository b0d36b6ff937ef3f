#include "second_run.hpp"

#include <algorithm>

namespace muster::e2e {

namespace {

using Words = std::vector<std::string>;

bool has_any(const Words& words, const Words& wanted) {
    return std::find_first_of(words.begin(), words.end(), wanted.begin(), wanted.end()) != words.end();
}

bool is_detached_up(const Words& arguments) {
    return has_any(arguments, {"up"}) && has_any(arguments, {"-d", "--detach", "--wait"}) &&
           !has_any(arguments, {"--dry-run"});
}

/// Without what asks for work that nothing else calls for.
Words without_demands(const Words& arguments) {
    const Words demands{"--force-recreate", "--always-recreate-deps", "--build", "--renew-anon-volumes", "-V",
                        "--pull=always"};
    Words kept;
    for (auto word = arguments.begin(); word != arguments.end(); ++word) {
        if (*word == "--pull" && word + 1 != arguments.end())
            ++word;
        else if (!has_any({*word}, demands))
            kept.push_back(*word);
    }
    return kept;
}

/// "4f2a" of "POST /containers/4f2a/start", and of what is brought into a container just before.
std::optional<std::string> started_container(const std::string& request) {
    constexpr std::string_view before = " /containers/";
    const std::size_t begin = request.find(before);
    const std::size_t end = request.rfind('/');
    if (begin == std::string::npos || end < begin + before.size()) return {};
    const std::string action = request.substr(end + 1);
    if (action != "start" && action != "archive") return {};
    return request.substr(begin + before.size(), end - begin - before.size());
}

bool starts_what_has_ended(engine::Engine& engine, const std::string& request) {
    const auto id = started_container(request);
    const auto container = id ? engine.find_container(*id) : std::nullopt;
    return container && !container->finished_at.starts_with("0001-");
}

} // namespace

void SecondRun::note(const ProgramCall& call, const ProgramResult& result) {
    if (is_detached_up(call.arguments) && result.exit_code == 0) last_up_ = {call, proxy_.change_count()};
}

std::vector<std::string> SecondRun::find_breaches(engine::Engine& engine) {
    if (!last_up_ || proxy_.change_count() != last_up_->changes) return {};
    last_up_->call.arguments = without_demands(last_up_->call.arguments);
    proxy_.forget();
    const ProgramResult again = run_program(last_up_->call);
    std::vector<std::string> breaches;
    if (again.exit_code != 0)
        breaches.push_back("exit code " + std::to_string(again.exit_code) + ": " + again.err);
    for (const std::string& request : proxy_.mutations())
        if (!starts_what_has_ended(engine, request)) breaches.push_back(request);
    return breaches;
}

} // namespace muster::e2e
