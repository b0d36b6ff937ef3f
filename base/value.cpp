#include "base/value.hpp"

namespace muster {

// Not defaulted in the class: Entry is complete only where Value is.
bool Value::Object::operator==(const Object& other) const {
    return shape == other.shape && entries == other.entries;
}

bool Value::operator==(const Value& other) const { return data_ == other.data_; }

const Value* Value::find(std::string_view key) const {
    for (const Entry& entry : object().entries)
        if (entry.first == key) return &entry.second;
    return nullptr;
}

void Value::add(std::string key, Value value) {
    object().entries.emplace_back(std::move(key), std::move(value));
}

} // namespace muster
