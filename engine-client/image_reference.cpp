#include "engine-client/image_reference.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cctype>

namespace muster::engine {

namespace {

constexpr std::string_view default_domain = "docker.io";
constexpr std::string_view old_default_domain = "index.docker.io";
constexpr std::string_view official_folder = "library/";
constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_tag = 128;
constexpr std::size_t id_length = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_alphanumeric(char c) { return is_digit(c) || is_lower(c) || is_upper(c); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool is_word(char c) { return is_alphanumeric(c) || c == '_'; }

template <class Predicate>
bool all_of(std::string_view text, Predicate predicate) {
    return std::all_of(text.begin(), text.end(), predicate);
}

[[noreturn]] void refuse(std::string_view text, const std::string& reason) {
    throw Error(ErrorKind::compose_file, quoted(text) + " is not an image reference: " + reason);
}

/// Cuts off what follows the separator; empty when there is none.
std::string cut_after(std::string_view& text, std::size_t separator) {
    if (separator == std::string_view::npos) return {};
    const std::string rest(text.substr(separator + 1));
    text = text.substr(0, separator);
    return rest;
}

/// A colon in the last component starts a tag, any other a port.
std::size_t find_tag(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    const std::size_t slash = name.rfind('/');
    const bool is_port = slash != std::string_view::npos && colon != std::string_view::npos && colon < slash;
    return is_port ? std::string_view::npos : colon;
}

bool is_domain(std::string_view first_component) {
    return first_component.find_first_of(".:[") != std::string_view::npos || first_component == "localhost" ||
           std::any_of(first_component.begin(), first_component.end(), is_upper);
}

bool is_domain_label(std::string_view label) {
    return !label.empty() && label.front() != '-' && label.back() != '-' &&
           all_of(label, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_ipv6_literal(std::string_view host) {
    return host.size() > 2 && host.starts_with('[') && host.ends_with(']') &&
           all_of(host.substr(1, host.size() - 2),
                  [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) || c == ':'; });
}

bool is_valid_domain(std::string_view domain) {
    const std::size_t colon = domain.rfind(':');
    const bool has_port = colon != std::string_view::npos && !domain.ends_with(']');
    const std::string_view host = domain.substr(0, has_port ? colon : domain.size());
    const std::string_view port = has_port ? domain.substr(colon + 1) : "0";
    if (port.empty() || !all_of(port, is_digit)) return false;
    const auto labels = split(host, '.');
    return is_ipv6_literal(host) || std::all_of(labels.begin(), labels.end(), is_domain_label);
}

bool is_separator(std::string_view text) {
    return text == "." || text == "_" || text == "__" || all_of(text, [](char c) { return c == '-'; });
}

/// Lower-case letters and digits, with ".", "_", "__" or dashes between them.
bool is_path_component(std::string_view component) {
    const auto is_plain = [](char c) { return is_lower(c) || is_digit(c); };
    if (component.empty() || !is_plain(component.front()) || !is_plain(component.back())) return false;
    for (std::size_t i = 0; i < component.size();) {
        const auto* const end = std::find_if(component.begin() + i, component.end(), is_plain);
        const auto length = static_cast<std::size_t>(end - component.begin()) - i;
        if (length > 0 && !is_separator(component.substr(i, length))) return false;
        i += length + 1;
    }
    return true;
}

bool is_valid_path(std::string_view path) {
    const auto components = split(path, '/');
    return std::all_of(components.begin(), components.end(), is_path_component);
}

bool is_valid_tag(std::string_view tag) {
    return tag.size() <= longest_tag && is_word(tag.front()) &&
           all_of(tag, [](char c) { return is_word(c) || c == '.' || c == '-'; });
}

bool is_valid_digest(std::string_view digest) {
    constexpr std::size_t shortest_hash = 32;
    const std::size_t colon = digest.find(':');
    if (colon == 0 || colon == std::string_view::npos) return false;
    const std::string_view hash = digest.substr(colon + 1);
    return hash.size() >= shortest_hash && all_of(hash, is_hex) && is_lower(digest.front()) &&
           all_of(digest.substr(0, colon),
                  [](char c) { return is_alphanumeric(c) || c == '+' || c == '.' || c == '-' || c == '_'; });
}

void set_name(ImageReference& reference, std::string_view name) {
    const std::size_t slash = name.find('/');
    const bool has_domain = slash != std::string_view::npos && is_domain(name.substr(0, slash));
    reference.domain = has_domain ? name.substr(0, slash) : default_domain;
    reference.path = has_domain ? name.substr(slash + 1) : name;
    if (reference.domain == old_default_domain) reference.domain = default_domain;
    const bool is_bare = reference.path.find('/') == std::string::npos;
    if (reference.domain == default_domain && is_bare) reference.path.insert(0, official_folder);
}

void check_name(const ImageReference& reference, std::string_view text) {
    if (!is_valid_domain(reference.domain))
        refuse(text, quoted(reference.domain) + " is not a registry's name");
    if (std::any_of(reference.path.begin(), reference.path.end(), is_upper))
        refuse(text, "the repository's name must be lower case");
    if (!is_valid_path(reference.path))
        refuse(text,
               "a name consists of lower-case letters and digits, with '.', '_', '__' or '-' between them");
    if (reference.domain.size() + 1 + reference.path.size() > longest_name)
        refuse(text, "the name is longer than " + std::to_string(longest_name) + " characters");
}

std::string suffix(const ImageReference& reference) {
    return (reference.tag.empty() ? "" : ":" + reference.tag) +
           (reference.digest.empty() ? "" : "@" + reference.digest);
}

} // namespace

ImageReference parse_image_reference(std::string_view text) {
    std::string_view name = text;
    if (name.empty()) refuse(text, "it is empty");
    if (name.size() == id_length && all_of(name, is_hex)) refuse(text, "it is an image id");
    ImageReference reference;
    const std::size_t at = name.find('@');
    reference.digest = cut_after(name, at);
    const std::size_t colon = find_tag(name);
    reference.tag = cut_after(name, colon);
    set_name(reference, name);
    check_name(reference, text);
    if (colon != std::string_view::npos && (reference.tag.empty() || !is_valid_tag(reference.tag)))
        refuse(text, quoted(reference.tag) + " is not a tag");
    if (at != std::string_view::npos && !is_valid_digest(reference.digest))
        refuse(text, quoted(reference.digest) + " is not a digest");
    return reference;
}

std::string familiar_name(const ImageReference& reference) {
    if (reference.domain != default_domain) return normalised_name(reference);
    std::string_view path = reference.path;
    const bool is_official =
        path.starts_with(official_folder) && path.find('/', official_folder.size()) == std::string_view::npos;
    if (is_official) path.remove_prefix(official_folder.size());
    return std::string(path) + suffix(reference);
}

std::string normalised_name(const ImageReference& reference) {
    return reference.domain + "/" + reference.path + suffix(reference);
}

ImageReference with_default_tag(ImageReference reference) {
    if (reference.tag.empty() && reference.digest.empty()) reference.tag = "latest";
    return reference;
}

} // namespace muster::engine
