#pragma once

#include "engine-client/errors.hpp"
#include "tests/fakes/engine_state.hpp"

namespace muster::fakes {

inline std::string read_all(const engine::ByteSource& source) {
    std::string bytes;
    std::string block(1 << 16, '\0');
    while (const std::size_t count = source(std::span(block.data(), block.size())))
        bytes.append(block, 0, count);
    return bytes;
}

/// Runs the body under the lock.
template <class Body>
auto FakeEngine::locked(Body body) {
    const std::lock_guard lock(mutex_);
    // Waiters look again once the lock is free: told so early, they are told even when the body throws.
    changed_.notify_all();
    return body();
}

/// Runs the body under the lock; its refusals are told as the real client tells the engine's.
template <class Body>
auto FakeEngine::answered(Body body) {
    try {
        return locked(body);
    } catch (const Error& refusal) {
        Error told = engine::reported_failure(refusal.message);
        told.kind = refusal.kind;
        throw told;
    }
}

/// A recorded call whose effect is the body.
template <class Body>
auto FakeEngine::perform(Effect effect, const std::string& line, Body body) {
    record_.enter(effect, line);
    if constexpr (std::is_void_v<decltype(body())>) {
        answered(body);
        record_.leave(line);
    } else {
        auto result = answered(body);
        record_.leave(line);
        return result;
    }
}

} // namespace muster::fakes
