#pragma once

#include "compose/source/node.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muster::compose::source {

/// One step of reading a YAML text: what begins, ends or stands here. Positions count code points.
struct YamlEvent {
    enum class Kind {
        stream_end,
        document_start,
        document_end,
        alias,
        scalar,
        sequence_start,
        sequence_end,
        mapping_start,
        mapping_end
    };

    Kind kind = Kind::stream_end;
    std::string text;   ///< of a scalar
    std::string anchor; ///< the name behind '&' or '*'
    std::string tag;    ///< "!reset", or the long form of a tag written "!!str"
    ScalarStyle style = ScalarStyle::plain;
    std::size_t begin = 0; ///< where it begins, an anchor or tag before it included
    std::size_t end = 0;
    bool is_on_one_line = true;
    bool is_flow = false; ///< of a sequence or mapping: written with brackets
};

/// Why a text is not YAML, in the library's words.
struct YamlSyntaxError {
    std::string problem; ///< "did not find expected ',' or ']'"
    std::string context; ///< "while parsing a flow sequence", or empty
    std::size_t problem_position = 0;
    std::size_t context_position = 0;
    /// The byte offset of what is not a character at all; the positions mean nothing then.
    std::optional<std::size_t> bad_byte;
};

/// Reads a YAML text event by event.
class YamlParser {
  public:
    /// REQUIRES: `text` outlives the parser.
    explicit YamlParser(std::string_view text);
    ~YamlParser();
    YamlParser(const YamlParser&) = delete;
    YamlParser& operator=(const YamlParser&) = delete;

    /// The next event; nothing when the text is not YAML, for which error() then says why.
    /// REQUIRES: neither the stream's end nor an error was reached.
    std::optional<YamlEvent> next();

    const YamlSyntaxError& error() const { return error_; }

  private:
    struct State;
    std::unique_ptr<State> state_;
    YamlSyntaxError error_;
};

} // namespace muster::compose::source
