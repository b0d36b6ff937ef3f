#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace muster {

/// A JSON-like document: what `config` prints and the config hash is computed over, and what extension
/// keys (x-*) hold. Objects keep their order.
class Value {
  public:
    using List = std::vector<Value>;
    using Entry = std::pair<std::string, Value>;

    /// Why an object's keys stand in their order: a record's were declared so, a map's have no order of
    /// their own and every output format sorts them its own way.
    enum class Shape { record, map };

    struct Object {
        Shape shape = Shape::map;
        std::vector<Entry> entries;

        bool operator==(const Object&) const;
    };

    Value() = default;
    Value(bool value) : data_(value) {}
    Value(std::int64_t value) : data_(value) {}
    Value(int value) : data_(static_cast<std::int64_t>(value)) {}
    Value(double value) : data_(value) {}
    /// Kept as a float: its shortest decimal form differs from a double's.
    Value(float value) : data_(value) {}
    Value(std::string value) : data_(std::move(value)) {}
    Value(std::string_view value) : data_(std::string(value)) {}
    Value(const char* value) : data_(std::string(value)) {}
    Value(List value) : data_(std::move(value)) {}
    Value(Object value) : data_(std::move(value)) {}

    static Value record() { return Value(Object{Shape::record, {}}); }
    static Value map() { return Value(Object{Shape::map, {}}); }

    bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
    bool is_object() const { return std::holds_alternative<Object>(data_); }
    bool is_list() const { return std::holds_alternative<List>(data_); }
    bool is_string() const { return std::holds_alternative<std::string>(data_); }

    /// REQUIRES: the value is of that kind.
    const Object& object() const { return std::get<Object>(data_); }
    Object& object() { return std::get<Object>(data_); }
    const List& list() const { return std::get<List>(data_); }
    List& list() { return std::get<List>(data_); }
    const std::string& string() const { return std::get<std::string>(data_); }

    /// The member of that name, or nullptr. REQUIRES: is_object().
    const Value* find(std::string_view key) const;
    /// Appends a member; the caller sees to it that the key is new. REQUIRES: is_object().
    void add(std::string key, Value value);

    template <class Visitor>
    decltype(auto) visit(Visitor&& visitor) const {
        return std::visit(std::forward<Visitor>(visitor), data_);
    }

    bool operator==(const Value&) const;

  private:
    std::variant<std::monostate, bool, std::int64_t, double, float, std::string, List, Object> data_;
};

} // namespace muster
