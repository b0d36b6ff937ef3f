#pragma once

#include "base/error.hpp"
#include "engine-client/address.hpp"
#include "engine-client/http_message.hpp"

namespace muster::engine {

/// The engine's refusal of a request as an error that quotes it: `not_found` for 404, `conflict` for 409,
/// else `engine`. REQUIRES: response.is_refusal().
Error refusal(const Response& response);

/// A failure that the engine reports inside a stream, after a head that promised success.
Error reported_failure(const std::string& words);

/// Why the engine could not be spoken to, with what the user can do about it. Asks the address's carrier
/// first.
Error connection_error(const Address& address, const TransferFailure& failure);

/// Throws the refusal, if it is one.
void throw_if_refused(const Response& response);

} // namespace muster::engine
