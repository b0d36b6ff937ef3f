#include "compose/source/yaml_parser.hpp"

#include <new>
#include <yaml.h>

namespace muster::compose::source {

namespace {

using Kind = YamlEvent::Kind;

/// An event of the library, freed with its texts.
class RawEvent {
  public:
    RawEvent() = default;
    ~RawEvent() { yaml_event_delete(&event_); }
    RawEvent(const RawEvent&) = delete;
    RawEvent& operator=(const RawEvent&) = delete;

    yaml_event_t* get() { return &event_; }
    const yaml_event_t* operator->() const { return &event_; }

  private:
    yaml_event_t event_{};
};

std::string to_string(const yaml_char_t* text) {
    return text ? std::string(reinterpret_cast<const char*>(text)) : std::string();
}

std::string to_string(const char* text) { return text ? std::string(text) : std::string(); }

ScalarStyle style_of(yaml_scalar_style_t style) {
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return ScalarStyle::single_quoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return ScalarStyle::double_quoted;
    case YAML_LITERAL_SCALAR_STYLE: return ScalarStyle::literal;
    case YAML_FOLDED_SCALAR_STYLE: return ScalarStyle::folded;
    default: return ScalarStyle::plain;
    }
}

YamlEvent event_of(Kind kind, const RawEvent& raw) {
    YamlEvent event;
    event.kind = kind;
    event.begin = raw->start_mark.index;
    event.end = raw->end_mark.index;
    event.is_on_one_line = raw->start_mark.line == raw->end_mark.line;
    return event;
}

template <class Properties>
YamlEvent with_properties(YamlEvent event, const Properties& properties) {
    event.anchor = to_string(properties.anchor);
    event.tag = to_string(properties.tag);
    return event;
}

YamlEvent scalar_event(const RawEvent& raw) {
    const auto& scalar = raw->data.scalar;
    YamlEvent event = with_properties(event_of(Kind::scalar, raw), scalar);
    event.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
    event.style = style_of(scalar.style);
    return event;
}

YamlEvent alias_event(const RawEvent& raw) {
    YamlEvent event = event_of(Kind::alias, raw);
    event.anchor = to_string(raw->data.alias.anchor);
    return event;
}

YamlEvent sequence_event(const RawEvent& raw) {
    const auto& sequence = raw->data.sequence_start;
    YamlEvent event = with_properties(event_of(Kind::sequence_start, raw), sequence);
    event.is_flow = sequence.style == YAML_FLOW_SEQUENCE_STYLE;
    return event;
}

YamlEvent mapping_event(const RawEvent& raw) {
    const auto& mapping = raw->data.mapping_start;
    YamlEvent event = with_properties(event_of(Kind::mapping_start, raw), mapping);
    event.is_flow = mapping.style == YAML_FLOW_MAPPING_STYLE;
    return event;
}

/// Nothing for the stream's start, which says nothing.
std::optional<YamlEvent> convert(const RawEvent& raw) {
    switch (raw->type) {
    case YAML_STREAM_END_EVENT: return event_of(Kind::stream_end, raw);
    case YAML_DOCUMENT_START_EVENT: return event_of(Kind::document_start, raw);
    case YAML_DOCUMENT_END_EVENT: return event_of(Kind::document_end, raw);
    case YAML_ALIAS_EVENT: return alias_event(raw);
    case YAML_SCALAR_EVENT: return scalar_event(raw);
    case YAML_SEQUENCE_START_EVENT: return sequence_event(raw);
    case YAML_SEQUENCE_END_EVENT: return event_of(Kind::sequence_end, raw);
    case YAML_MAPPING_START_EVENT: return mapping_event(raw);
    case YAML_MAPPING_END_EVENT: return event_of(Kind::mapping_end, raw);
    default: return std::nullopt;
    }
}

YamlSyntaxError error_of(const yaml_parser_t& parser) {
    if (parser.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
    YamlSyntaxError error;
    error.problem = to_string(parser.problem);
    error.context = to_string(parser.context);
    error.problem_position = parser.problem_mark.index;
    error.context_position = parser.context_mark.index;
    if (parser.error == YAML_READER_ERROR) error.bad_byte = parser.problem_offset;
    return error;
}

} // namespace

struct YamlParser::State {
    yaml_parser_t parser{};
};

YamlParser::YamlParser(std::string_view text) : state_(std::make_unique<State>()) {
    if (yaml_parser_initialize(&state_->parser) == 0) throw std::bad_alloc();
    yaml_parser_set_input_string(&state_->parser, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
}

YamlParser::~YamlParser() { yaml_parser_delete(&state_->parser); }

std::optional<YamlEvent> YamlParser::next() {
    for (;;) {
        RawEvent raw;
        if (yaml_parser_parse(&state_->parser, raw.get()) == 0) {
            error_ = error_of(state_->parser);
            return std::nullopt;
        }
        if (auto event = convert(raw)) return event;
    }
}

} // namespace muster::compose::source
