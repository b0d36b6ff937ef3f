#include "engine-client/protobuf_reader.hpp"

namespace muster::engine {

namespace {

enum WireType : std::uint64_t { varint = 0, fixed64 = 1, length_delimited = 2, fixed32 = 5 };

} // namespace

std::optional<ProtobufField> ProtobufReader::next() {
    if (rest_.empty()) return std::nullopt;
    const std::optional<std::uint64_t> tag = read_varint();
    ProtobufField field;
    if (tag) field.number = *tag >> 3;
    if (tag && field.number != 0 && read_value(*tag & 7, field)) return field;
    rest_ = {};
    return std::nullopt;
}

bool ProtobufReader::read_value(std::uint64_t wire_type, ProtobufField& field) {
    std::optional<std::uint64_t> number;
    switch (wire_type) {
    case varint: number = read_varint(); break;
    case fixed64: number = read_fixed(8); break;
    case fixed32: number = read_fixed(4); break;
    case length_delimited:
        number = read_varint();
        if (!number) return false;
        const std::optional<std::string_view> bytes = read_bytes(*number);
        field.bytes = bytes.value_or(std::string_view());
        return bytes.has_value();
    }
    field.value = number.value_or(0);
    return number.has_value();
}

std::optional<std::uint64_t> ProtobufReader::read_varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 127) << shift;
        if (byte < 128) return value;
    }
    return std::nullopt;
}

std::optional<std::string_view> ProtobufReader::read_bytes(std::uint64_t length) {
    if (length > rest_.size()) return std::nullopt;
    const std::string_view bytes = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return bytes;
}

std::optional<std::uint64_t> ProtobufReader::read_fixed(std::size_t size) {
    const std::optional<std::string_view> bytes = read_bytes(size);
    if (!bytes) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>((*bytes)[i]);
    return value;
}

} // namespace muster::engine
