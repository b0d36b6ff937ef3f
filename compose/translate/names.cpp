#include "compose/translate/names.hpp"

#include <algorithm>

namespace muster::compose::translate {

namespace {

constexpr std::size_t short_id_length = 12;

bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

} // namespace

std::string container_name(const Project& project, const Service& service, std::int64_t number) {
    if (!service.container_name.empty()) return service.container_name;
    return project.name + project.separator + service.name + project.separator + std::to_string(number);
}

std::string temporary_name(std::string_view replaced_id, std::string_view final_name) {
    return std::string(replaced_id.substr(0, short_id_length)) + "_" + std::string(final_name);
}

std::optional<std::string> final_name_of(std::string_view temporary) {
    if (temporary.size() <= short_id_length + 1 || temporary[short_id_length] != '_') return std::nullopt;
    const std::string_view id = temporary.substr(0, short_id_length);
    if (!std::all_of(id.begin(), id.end(), is_hex_digit)) return std::nullopt;
    return std::string(temporary.substr(short_id_length + 1));
}

std::string image_name(const Project& project, const Service& service) {
    return service.image.empty() ? project.name + project.separator + service.name : service.image;
}

std::string short_name(std::string_view project, std::string_view container) {
    if (!container.starts_with(project)) return std::string(container);
    const std::string_view rest = container.substr(project.size());
    const bool is_separated = rest.starts_with('-') || rest.starts_with('_');
    return std::string(is_separated ? rest.substr(1) : container);
}

} // namespace muster::compose::translate
