#pragma once

#include "base/value.hpp"

#include <string>

namespace muster {

/// JSON exactly as Go's encoding/json writes it: '<', '>', '&', U+2028 and U+2029 escaped, floats in their
/// shortest form, invalid UTF-8 replaced. The config hash is computed over these bytes.
/// A map's keys are sorted bytewise; a record's keep their order.
std::string to_go_json(const Value& value);

/// The same document indented by two blanks, with the keys of the document itself sorted bytewise too, as
/// `config --format json` prints it.
std::string to_sorted_go_json(const Value& value);

/// The number as Go's encoding/json writes it ("0.5", "1e+21"). The float form is the shortest that reads
/// back as the same 32-bit float.
std::string go_number(double value);
std::string go_number(float value);

} // namespace muster
