#pragma once

#include <string>
#include <string_view>

namespace muster::engine {

/// A name as one segment of a path: everything but letters, digits and "-._~" percent-encoded.
std::string encode_segment(std::string_view name);

/// An image's reference in a path, where the engine expects '/', ':' and '@' as they are.
std::string encode_reference(std::string_view reference);

/// The parameters behind a path's question mark.
class Query {
  public:
    Query& add(std::string_view name, std::string_view value);
    /// Nothing for an empty value.
    Query& add_if_set(std::string_view name, std::string_view value);

    /// "?all=1&t=10", or an empty text.
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

} // namespace muster::engine
