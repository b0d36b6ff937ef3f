#pragma once

// Only for the codec's own .cpp files: keeps the JSON library out of everything else.

#include <concepts>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A type's JSON form is written down once, as a function `members(visit, value)` that names each member; the
/// same table writes and reads:
///
///     void members(auto& visit, Is<UlimitSpec> auto& ulimit) {
///         visit("Name", ulimit.name);
///         visit("Soft", ulimit.soft);
///     }
namespace muster::engine {

using Json = nlohmann::json;

/// `T` is `U` or `const U`.
template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

/// Writes members into an object. What has the value it was born with counts as not set and is left out.
class MemberWriter {
  public:
    explicit MemberWriter(Json& object) : object_(object) {}

    template <class T>
    void operator()(const char* name, const T& value) {
        if (!(value == T{})) object_[name] = to_json(value);
    }

    /// An object of its own around some of the members.
    template <class Members>
    void object(const char* name, Members&& list_members) {
        Json inner = Json::object();
        MemberWriter writer(inner);
        list_members(writer);
        if (!inner.empty()) object_[name] = std::move(inner);
    }

    /// Names as the engine writes sets: {"80/tcp":{}}.
    void keys(const char* name, const std::vector<std::string>& names) {
        for (const std::string& key : names) object_[name][key] = Json::object();
    }

    /// A list in a list: the engine takes any of the outer, all of the inner.
    void only_alternative(const char* name, const std::vector<std::string>& values) {
        if (!values.empty()) object_[name] = Json::array({values});
    }

  private:
    static Json to_json(const std::string& text) { return text; }
    static Json to_json(bool value) { return value; }
    static Json to_json(std::int64_t number) { return number; }

    template <class T>
    static Json to_json(const std::optional<T>& value) {
        return to_json(*value);
    }
    template <class T>
    static Json to_json(const std::vector<T>& values) {
        Json array = Json::array();
        for (const T& value : values) array.push_back(to_json(value));
        return array;
    }
    template <class T>
    static Json to_json(const std::map<std::string, T>& values) {
        Json object = Json::object();
        for (const auto& [key, value] : values) object[key] = to_json(value);
        return object;
    }
    template <class T>
    static Json to_json(const T& value) {
        Json object = Json::object();
        MemberWriter writer(object);
        members(writer, value);
        return object;
    }

    Json& object_;
};

/// Reads members out of an object. A member that is missing, null or of another type leaves its value as it
/// was: engines differ in what they send.
class MemberReader {
  public:
    explicit MemberReader(const Json& object) : object_(object) {}

    template <class T>
    void operator()(const char* name, T& value) const {
        read(member(name), value);
    }

    template <class Members>
    void object(const char* name, Members&& list_members) const {
        MemberReader reader(member(name));
        list_members(reader);
    }

    void keys(const char* name, std::vector<std::string>& names) const {
        const Json& set = member(name);
        if (!set.is_object()) return;
        for (const auto& [key, value] : set.items()) names.push_back(key);
    }

    void only_alternative(const char* name, std::vector<std::string>& values) const {
        const Json& alternatives = member(name);
        if (alternatives.is_array() && !alternatives.empty()) read(alternatives.front(), values);
    }

    /// The member, or a null.
    const Json& member(const char* name) const {
        static const Json null;
        if (!object_.is_object()) return null;
        const auto found = object_.find(name);
        return found == object_.end() ? null : *found;
    }

    static void read(const Json& json, std::string& text) {
        if (json.is_string()) text = json.get_ref<const std::string&>();
    }
    static void read(const Json& json, bool& value) {
        if (json.is_boolean()) value = json.get<bool>();
    }
    static void read(const Json& json, std::int64_t& number) {
        constexpr double limit = 9.2e18;
        if (json.is_number_integer())
            number = json.get<std::int64_t>();
        else if (json.is_number_float() && std::abs(json.get<double>()) < limit)
            number = static_cast<std::int64_t>(json.get<double>());
    }
    template <class T>
    static void read(const Json& json, std::optional<T>& value) {
        if (!json.is_null()) read(json, value.emplace());
    }
    template <class T>
    static void read(const Json& json, std::vector<T>& values) {
        if (!json.is_array()) return;
        for (const Json& element : json) read(element, values.emplace_back());
    }
    template <class T>
    static void read(const Json& json, std::map<std::string, T>& values) {
        if (!json.is_object()) return;
        for (const auto& [key, element] : json.items()) read(element, values[key]);
    }
    template <class T>
    static void read(const Json& json, T& value) {
        MemberReader reader(json);
        members(reader, value);
    }

  private:
    const Json& object_;
};

/// The document; the engine's mistakes become an Error (engine).
Json parse_json(std::string_view text);

/// The text of a document; bytes that are not UTF-8 are replaced.
std::string write_json(const Json& json);

/// The value that a table of members reads from a document.
template <class T>
T decode(const Json& json) {
    T value{};
    MemberReader::read(json, value);
    return value;
}

/// The document that a table of members writes.
template <class T>
std::string encode(const T& value) {
    Json object = Json::object();
    MemberWriter writer(object);
    members(writer, value);
    return write_json(object);
}

} // namespace muster::engine
