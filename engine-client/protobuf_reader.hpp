#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace muster::engine {

/// A field of a protobuf message as it is on the wire.
struct ProtobufField {
    std::uint64_t number = 0;
    std::uint64_t value = 0; ///< of varint and fixed-size fields
    std::string_view bytes;  ///< of length-delimited fields: text, bytes, a message
};

/// Walks through the fields of a protobuf message, without a schema. Refers to the message's memory.
/// Source: protobuf.dev, "Encoding".
class ProtobufReader {
  public:
    explicit ProtobufReader(std::string_view message) : rest_(message) {}

    /// Nothing at the end, and from the first byte on that cannot be understood.
    std::optional<ProtobufField> next();

  private:
    std::optional<std::uint64_t> read_varint();
    std::optional<std::string_view> read_bytes(std::uint64_t length);
    std::optional<std::uint64_t> read_fixed(std::size_t size);
    bool read_value(std::uint64_t wire_type, ProtobufField& field);

    std::string_view rest_;
};

} // namespace muster::engine
