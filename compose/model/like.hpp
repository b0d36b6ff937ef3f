#pragma once

#include <concepts>
#include <type_traits>

namespace muster::compose {

/// T is the model type Plain, const or not.
template <class T, class Plain>
concept Like = std::same_as<std::remove_const_t<T>, Plain>;

} // namespace muster::compose
