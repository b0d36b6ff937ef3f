#include "base/value.hpp"

namespace muster {

const Value* Value::find(std::string_view key) const {
    for (const Entry& entry : object().entries)
        if (entry.first == key) return &entry.second;
    return nullptr;
}

void Value::add(std::string key, Value value) {
    object().entries.emplace_back(std::move(key), std::move(value));
}

} // namespace muster
