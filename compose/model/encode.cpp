#include "compose/model/encode.hpp"

#include "compose/model/describe.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

namespace muster::compose {

namespace {

Value to_value(const std::string& text) { return Value(text); }
Value to_value(bool flag) { return Value(flag); }
Value to_value(std::int64_t number) { return Value(number); }
Value to_value(float number) { return Value(number); }
Value to_value(Condition condition) { return Value(to_string(condition)); }
Value to_value(Duration duration) { return Value(to_string(duration)); }
/// Quoted, for a JSON number could lose digits on the way.
Value to_value(Bytes bytes) { return Value(std::to_string(bytes.count)); }
Value to_value(DeviceCount count) { return Value(count.count); }
Value to_value(const Toggle& toggle) { return Value(toggle.text); }

Value to_value(FileMode mode) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "0%llo", static_cast<unsigned long long>(mode.bits));
    return Value(text.data());
}

Value to_value(const std::vector<std::string>& items) {
    return Value(Value::List(items.begin(), items.end()));
}

Value to_value(const StringOrList& list) { return to_value(list.items); }
Value to_value(const TextList& list) { return to_value(list.items); }
Value to_value(const HealthTest& test) { return to_value(test.words); }

Value to_value(const CommandLine& command) { return command.words ? to_value(*command.words) : Value(); }

Value to_value(const std::map<std::string, std::string>& entries) {
    Value out = Value::map();
    for (const auto& [key, text] : entries) out.add(key, Value(text));
    return out;
}

Value to_value(const KeyValues& values) { return to_value(values.entries); }
Value to_value(const Options& options) { return to_value(options.entries); }

Value to_value(const RepeatedOptions& options) {
    Value out = Value::map();
    for (const auto& [key, texts] : options.entries) out.add(key, to_value(texts));
    return out;
}

Value to_value(const Environment& environment) {
    Value out = Value::map();
    for (const auto& [key, text] : environment.entries) out.add(key, text ? Value(*text) : Value());
    return out;
}

Value to_value(const ExtraHosts& hosts) {
    std::vector<std::string> lines;
    for (const auto& [host, addresses] : hosts.entries)
        for (const std::string& address : addresses) lines.push_back(host + "=" + address);
    std::sort(lines.begin(), lines.end());
    return to_value(lines);
}

Value to_value(const SshKeys& keys) {
    Value::List lines;
    for (const auto& [id, path] : keys.entries) lines.emplace_back(path.empty() ? id : id + "=" + path);
    return Value(std::move(lines));
}

bool is_empty(const std::string& text) { return text.empty(); }
bool is_empty(bool flag) { return !flag; }
bool is_empty(std::int64_t number) { return number == 0; }
bool is_empty(float number) { return number == 0; }
bool is_empty(Duration duration) { return duration.nanoseconds == 0; }
bool is_empty(Bytes bytes) { return bytes.count == 0; }
bool is_empty(const Toggle& toggle) { return toggle.text.empty(); }
bool is_empty(const StringOrList& list) { return list.items.empty(); }
bool is_empty(const TextList& list) { return list.items.empty(); }
bool is_empty(const HealthTest& test) { return test.words.empty(); }
bool is_empty(const KeyValues& values) { return values.entries.empty(); }
bool is_empty(const Options& options) { return options.entries.empty(); }
bool is_empty(const RepeatedOptions& options) { return options.entries.empty(); }
bool is_empty(const Environment& environment) { return environment.entries.empty(); }
bool is_empty(const ExtraHosts& hosts) { return hosts.entries.empty(); }
bool is_empty(const SshKeys& keys) { return keys.entries.empty(); }
template <class T>
bool is_empty(const std::vector<T>& items) {
    return items.empty();
}
template <class T>
bool is_empty(const std::map<std::string, T>& entries) {
    return entries.empty();
}
bool is_empty(const std::optional<DeviceCount>& count) { return !count || count->count == 0; }
template <class T>
bool is_empty(const std::optional<T>& member) {
    return !member;
}

bool is_nothing(const Value& value) {
    return value.is_null() || (value.is_object() && value.object().entries.empty());
}

/// An empty list of an extension is null in Docker Compose's JSON.
void replace_empty_lists(Value& value) {
    if (value.is_list() && value.list().empty()) value = Value();
    if (value.is_list())
        for (Value& item : value.list()) replace_empty_lists(item);
    if (value.is_object())
        for (Value::Entry& entry : value.object().entries) replace_empty_lists(entry.second);
}

void add_extensions(Value& out, Extensions extensions) {
    std::sort(extensions.entries.begin(), extensions.entries.end(),
              [](const Value::Entry& a, const Value::Entry& b) { return a.first < b.first; });
    for (Value::Entry& entry : extensions.entries) out.add(std::move(entry.first), std::move(entry.second));
}

/// Builds a record from the members that describe() names.
class Encoder {
  public:
    explicit Encoder(Notation notation) : notation_(notation) {}

    template <class T>
    void field(const char* name, const T& member) {
        if (!is_empty(member)) out_.add(name, encode_member(member));
    }

    template <class T>
    void always(const char* name, const T& member) {
        Value value = encode_member(member);
        if (notation_ == Notation::json || !is_nothing(value)) out_.add(name, std::move(value));
    }

    /// JSON says only that the switch is on, so that the config hash is Docker Compose's.
    void field(const char* name, const OptOut& member) {
        const bool is_told =
            notation_ == Notation::yaml ? member.written.has_value() : member.written.value_or(false);
        if (is_told) out_.add(name, *member.written);
    }

    template <class T>
    void yaml_only(const char* name, const T& member) {
        if (notation_ == Notation::yaml) field(name, member);
    }

    void extensions(const Extensions& extensions) {
        if (notation_ == Notation::yaml) add_extensions(out_, extensions);
    }

    template <class T>
    static Value encode_record(const T& record, Notation notation) {
        Encoder encoder(notation);
        describe(encoder, record);
        return std::move(encoder.out_);
    }

  private:
    template <class T>
    Value encode_member(const T& member) const {
        if constexpr (requires { to_value(member); })
            return to_value(member);
        else
            return encode_record(member, notation_);
    }
    template <class T>
    Value encode_member(const std::optional<T>& member) const {
        return member ? encode_member(*member) : Value();
    }
    template <class T>
    Value encode_member(const std::vector<T>& items) const {
        if constexpr (requires { to_value(items); }) {
            return to_value(items);
        } else {
            Value::List out;
            for (const T& item : items) out.push_back(encode_member(item));
            return Value(std::move(out));
        }
    }
    template <class T>
    Value encode_member(const std::map<std::string, T>& entries) const {
        Value out = Value::map();
        for (const auto& [key, member] : entries) out.add(key, encode_member(member));
        return out;
    }
    /// Docker Compose takes the options, but neither shows them nor has them in its hash.
    Value encode_member(const Ipam& ipam) const {
        Ipam shown = ipam;
        shown.options.entries.clear();
        return encode_record(shown, notation_);
    }
    /// A file that must be there is written as its path alone, whatever its format.
    Value encode_member(const EnvFile& file) const {
        return file.required ? Value(file.path) : encode_record(file, notation_);
    }
    Value encode_member(const Ulimit& limit) const {
        if (limit.single != 0) return Value(limit.single);
        if (notation_ == Notation::json) return encode_record(limit, notation_);
        Value both = Value::record();
        both.add("soft", limit.soft);
        both.add("hard", limit.hard);
        return both;
    }

    Value encode_member(const DeviceWeight& device) const { return capitalised(device); }
    Value encode_member(const DeviceRate& device) const { return capitalised(device); }
    /// Docker Compose capitalises the names of these in JSON, which the config hash is computed over.
    template <class T>
    Value capitalised(const T& record) const {
        Value out = encode_record(record, notation_);
        if (notation_ == Notation::json)
            for (auto& [name, member] : out.object().entries)
                name.front() = static_cast<char>(std::toupper(name.front()));
        return out;
    }

    Notation notation_;
    Value out_ = Value::record();
};

template <class T>
Value encode_section(const std::map<std::string, T>& entries, Notation notation) {
    Value section = Value::map();
    for (const auto& [key, entry] : entries) section.add(key, Encoder::encode_record(entry, notation));
    return section;
}

} // namespace

Value encode(const Service& service) { return Encoder::encode_record(service, Notation::json); }
Value encode(const Network& network) { return Encoder::encode_record(network, Notation::json); }
Value encode(const Volume& volume) { return Encoder::encode_record(volume, Notation::json); }
Value encode(const FileObject& object) { return Encoder::encode_record(object, Notation::json); }

Value encode(const Project& project, Notation notation) {
    Value out = Value::record();
    const auto add_section = [&](const char* name, const auto& entries) {
        if (!entries.empty()) out.add(name, encode_section(entries, notation));
    };
    out.add("name", project.name);
    out.add("services", encode_section(project.services, notation));
    add_section("networks", project.networks);
    add_section("volumes", project.volumes);
    add_section("secrets", project.secrets);
    add_section("configs", project.configs);
    if (notation == Notation::yaml) add_section("models", project.models);
    Extensions extensions = project.extensions;
    if (notation == Notation::json)
        for (Value::Entry& entry : extensions.entries) replace_empty_lists(entry.second);
    add_extensions(out, std::move(extensions));
    return out;
}

} // namespace muster::compose
