#pragma once

#include "base/value.hpp"

#include <string>
#include <vector>

/// The functions that make texts, and what functions ask of their arguments. All throw Error (usage), without
/// a place, for an argument of the wrong kind.
namespace muster::cmd::go_template {

const std::string& text_argument(const Value& value);
std::int64_t whole_number(const Value& value);

Value call_html(const std::vector<Value>& arguments);
Value call_join(const std::vector<Value>& arguments);
Value call_json(const std::vector<Value>& arguments);
Value call_lower(const std::vector<Value>& arguments);
Value call_pad(const std::vector<Value>& arguments);
Value call_print(const std::vector<Value>& arguments);
Value call_printf(const std::vector<Value>& arguments);
Value call_println(const std::vector<Value>& arguments);
Value call_split(const std::vector<Value>& arguments);
Value call_title(const std::vector<Value>& arguments);
Value call_truncate(const std::vector<Value>& arguments);
Value call_upper(const std::vector<Value>& arguments);
Value call_urlquery(const std::vector<Value>& arguments);

} // namespace muster::cmd::go_template
