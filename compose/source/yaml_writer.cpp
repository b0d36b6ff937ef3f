#include "compose/source/yaml_writer.hpp"

#include "base/text.hpp"
#include "compose/source/natural_order.hpp"
#include "compose/source/scalar.hpp"
#include "compose/source/yaml_text.hpp"

#include <algorithm>
#include <ostream>
#include <vector>
#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

namespace muster::compose::source {

namespace {

constexpr std::size_t step = 2;

/// A scalar that the emitter takes as it is: it would choose other quotes than Docker Compose.
struct Verbatim {
    std::string text;
};

std::ostream& operator<<(std::ostream& out, const Verbatim& verbatim) { return out << verbatim.text; }

template <class Float>
std::string write_float(Float value) {
    const std::string text = format_float(value);
    if (text == "NaN") return ".nan";
    if (text == "+Inf") return ".inf";
    return text == "-Inf" ? "-.inf" : text;
}

std::vector<const Value::Entry*> entries_in_order(const Value::Object& object) {
    std::vector<const Value::Entry*> entries;
    for (const Value::Entry& entry : object.entries) entries.push_back(&entry);
    // A stable sort stays within bounds even where the natural order is not a strict weak order.
    if (object.shape == Value::Shape::map)
        std::stable_sort(entries.begin(), entries.end(),
                         [](const auto* a, const auto* b) { return is_naturally_less(a->first, b->first); });
    return entries;
}

std::string indent_further(std::string_view lines, std::size_t indent) {
    std::string out;
    for (const std::string& line : split(lines, '\n')) {
        if (!out.empty()) out += '\n';
        if (!out.empty() && !line.empty()) out += std::string(indent, ' ');
        out += line;
    }
    return out;
}

/// Writes one document, or one list within a list. `indent` is the column of a container's entries.
class Writer {
  public:
    Writer() { out_.SetIndent(step); }

    void write(const Value& value, std::size_t indent) {
        value.visit([&](const auto& data) { write_data(data, indent); });
    }

    std::string take() const { return {out_.c_str(), out_.size()}; }

  private:
    void put(std::string text) { out_.WriteIntegralType(Verbatim{std::move(text)}); }

    void write_data(std::monostate, std::size_t) { put("null"); }
    void write_data(bool value, std::size_t) { put(value ? "true" : "false"); }
    void write_data(std::int64_t value, std::size_t) { put(std::to_string(value)); }
    void write_data(double value, std::size_t) { put(write_float(value)); }
    void write_data(float value, std::size_t) { put(write_float(value)); }
    void write_data(const std::string& value, std::size_t indent) { put(write_text(value, indent)); }

    void write_data(const Value::List& items, std::size_t indent) {
        if (items.empty()) return put("[]");
        out_ << YAML::BeginSeq;
        for (const Value& item : items) write_item(item, indent);
        out_ << YAML::EndSeq;
    }

    /// The emitter begins a list within a list on a line of its own, Docker Compose behind the dash.
    void write_item(const Value& item, std::size_t indent) {
        if (!item.is_list() || item.list().empty()) return write(item, indent + step);
        Writer nested;
        nested.write(item, 0);
        put(indent_further(nested.take(), indent + step));
    }

    void write_data(const Value::Object& object, std::size_t indent) {
        if (object.entries.empty()) return put("{}");
        out_ << YAML::BeginMap;
        for (const Value::Entry* entry : entries_in_order(object)) write_entry(*entry, indent);
        out_ << YAML::EndMap;
    }

    void write_entry(const Value::Entry& entry, std::size_t indent) {
        if (needs_long_key(entry.first)) out_ << YAML::LongKey;
        out_ << YAML::Key;
        put(entry.first == "<<" ? "\"<<\"" : write_text(entry.first, indent + step));
        out_ << YAML::Value;
        write(entry.second, indent + step);
    }

    YAML::Emitter out_;
};

} // namespace

std::string write_yaml(const Value& document) {
    Writer writer;
    writer.write(document, 0);
    return writer.take() + "\n";
}

} // namespace muster::compose::source
