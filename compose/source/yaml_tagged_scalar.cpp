#include "compose/source/yaml_tagged_scalar.hpp"

#include "compose/source/scalar.hpp"

#include <optional>
#include <string_view>

namespace muster::compose::source {

namespace {

/// Nothing when a character is neither of the alphabet nor blank.
std::optional<std::string> decode_base64(std::string_view text) {
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    unsigned bit_count = 0;
    for (const char c : text.substr(0, text.find('='))) {
        if (c == ' ' || c == '\n') continue;
        const std::size_t digit = alphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        bits = (bits << 6U | static_cast<unsigned>(digit)) & 0xFFFFU;
        bit_count += 6;
        if (bit_count < 8) continue;
        bit_count -= 8;
        out += static_cast<char>(bits >> bit_count & 0xFFU);
    }
    return out;
}

ScalarStyle never_plain(ScalarStyle style) {
    return style == ScalarStyle::plain ? ScalarStyle::double_quoted : style;
}

TaggedScalar plain_if(bool is_as_asked, std::string text, Span span, const char* expected) {
    if (!is_as_asked) return {Node::null(span), expected};
    return {Node::scalar(std::move(text), span), ""};
}

TaggedScalar resolve_binary(std::string_view text, Span span) {
    auto bytes = decode_base64(text);
    if (!bytes) return {Node::null(span), "base64 text"};
    return {Node::scalar(*std::move(bytes), span, ScalarStyle::double_quoted), ""};
}

TaggedScalar resolve_untagged(const DraftNode& draft, std::string text) {
    if (draft.style == ScalarStyle::plain && is_null_text(text)) return {Node::null(draft.span), ""};
    return {Node::scalar(std::move(text), draft.span, draft.style), ""};
}

} // namespace

TaggedScalar resolve_tagged_scalar(const DraftNode& draft, std::string text) {
    const Span span = draft.span;
    if (draft.tag == YamlTag::none) return resolve_untagged(draft, std::move(text));
    const ScalarType type = resolve_plain(text);
    switch (draft.tag) {
    case YamlTag::text: return {Node::scalar(std::move(text), span, never_plain(draft.style)), ""};
    case YamlTag::integer: return plain_if(type == ScalarType::integer, std::move(text), span, "an integer");
    case YamlTag::boolean: return plain_if(type == ScalarType::boolean, std::move(text), span, "a boolean");
    case YamlTag::floating:
        return plain_if(type == ScalarType::integer || type == ScalarType::floating, std::move(text), span,
                        "a number");
    case YamlTag::null: return {Node::null(span), is_null_text(text) ? "" : "null"};
    case YamlTag::binary: return resolve_binary(text, span);
    default: return resolve_untagged(draft, std::move(text));
    }
}

} // namespace muster::compose::source
