#pragma once

#include "base/error.hpp"
#include "compose/source/cursor.hpp"
#include "compose/source/yaml_parser.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace muster::compose::source {

/// After so many problems reading a file is given up.
constexpr std::size_t most_yaml_problems = 100;

/// Deeper nesting is refused: nothing sensible needs it, and reading it would take quadratic time.
constexpr std::size_t deepest_yaml = 1000;

/// A text with more values, keys counted too, is refused: it would take seconds and a gigabyte.
constexpr std::size_t most_yaml_nodes = 1'000'000;

/// A longer text in bytes is refused: it is copied a dozen times on its way to the engine.
constexpr std::size_t longest_yaml_scalar = 8UL << 20;

enum class YamlTag { none, text, integer, floating, boolean, null, binary, merge, reset, override_, other };

/// A node as written, before aliases and merge keys are resolved.
struct DraftNode {
    enum class Kind { scalar, sequence, mapping, alias };

    Kind kind = Kind::scalar;
    ScalarStyle style = ScalarStyle::plain;
    YamlTag tag = YamlTag::none;
    bool is_flow = false; ///< a sequence or mapping written with brackets
    bool is_open = false; ///< its end was not reached yet
    Span span;
    std::string text; ///< of a scalar
    /// The items of a sequence; the keys and values of a mapping in turn; the target of an alias, nothing
    /// when it has none.
    std::vector<std::uint32_t> children;
};

/// One document as written. An alias's target stands before the alias, perhaps in a document before this one:
/// Docker Compose lets anchors live to the end of the file.
struct Draft {
    std::deque<DraftNode> nodes; ///< hundreds of thousands, which a vector would move again and again
    std::uint32_t root = 0;      ///< nodes.size() when the document is empty
    bool has_anchors = false;
};

/// Reads the drafts of a text one after the other.
class DraftReader {
  public:
    /// REQUIRES: `text` outlives the reader.
    DraftReader(FileId file, std::string_view text, Diagnostics& problems,
                std::size_t most_nodes = most_yaml_nodes);

    /// The next document, to use before asking for another one; nothing at the end, or after an error that
    /// makes going on senseless.
    Draft* next();

    /// Whether next() stopped at an error.
    bool has_failed() const { return has_failed_; }

  private:
    struct Anchor {
        std::uint32_t node = 0;
        std::size_t begin = 0; ///< of what it stands before, in code points
    };

    /// Adds what an event begins or ends; false when it nests too deeply, or when there is too much.
    bool add(YamlEvent& event);
    bool add_scalar(YamlEvent& event);
    bool add_container(const YamlEvent& event);
    void add_alias(const YamlEvent& event);
    std::uint32_t add_node(DraftNode node, const YamlEvent& event);

    void begin_document();
    Draft* fail();
    bool has_room(const YamlEvent& event);
    std::optional<Span> open_bracket() const;
    Span place_of(const Anchor& anchor, const std::string& name) const;
    void report_unknown_anchor(const YamlEvent& event, Span place);

    FileId file_;
    std::string_view text_;
    Diagnostics& problems_;
    YamlParser parser_;
    Cursor cursor_;

    Draft draft_;
    std::vector<std::uint32_t> open_; ///< the containers around the place reached, outermost first
    std::unordered_map<std::string, Anchor> anchors_;
    std::size_t most_nodes_;
    std::size_t node_count_ = 0; ///< of all documents
    YamlEvent last_;             ///< without its texts
    bool has_failed_ = false;
};

} // namespace muster::compose::source
