#include "base/error.hpp"

namespace muster {

Error& Error::at(Span span) {
    if (span.is_known()) where = span;
    return *this;
}

Error& Error::note(std::string text, std::optional<Span> span) {
    notes.push_back({std::move(text), span && span->is_known() ? span : std::nullopt});
    return *this;
}

Error& Error::suggest(std::string hint_) {
    hint = std::move(hint_);
    return *this;
}

bool Error::operator==(const Error& other) const {
    return kind == other.kind && message == other.message && where == other.where && notes == other.notes &&
           hint == other.hint;
}

Error& Diagnostics::error(Span where, std::string message) {
    return error(Error(ErrorKind::compose_file, std::move(message)).at(where));
}

Error& Diagnostics::error(Error problem) {
    ++error_count_;
    if (is_full()) return unkept_ = std::move(problem);
    errors_.push_back(std::move(problem));
    return errors_.back();
}

void Diagnostics::warning(Span where, std::string message) {
    add_warning(Error(ErrorKind::compose_file, std::move(message)).at(where));
}

void Diagnostics::warning(std::string message) {
    add_warning(Error(ErrorKind::compose_file, std::move(message)));
}

void Diagnostics::add_warning(Error warning) {
    if (is_full_of_warnings()) {
        ++dropped_warnings_;
        return;
    }
    const Span place = warning.where.value_or(Span{});
    std::string identity = warning.message;
    for (const std::uint32_t number : {place.file, place.line, place.column, place.length})
        identity += ":" + std::to_string(number);
    if (warned_of_.insert(std::move(identity)).second) warnings_.push_back(std::move(warning));
}

} // namespace muster
