#include "engine-client/timestamps.hpp"

#include <charconv>
#include <chrono>
#include <optional>

namespace muster::engine {

namespace {

/// Takes a text apart from the left; every step fails for good once one has failed.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    int digits(std::size_t count) {
        int number = 0;
        const std::string_view field = rest_.substr(0, count);
        const auto [end, problem] = std::from_chars(field.data(), field.data() + field.size(), number);
        const bool is_filled = field.size() == count && end == field.data() + field.size();
        ok_ = ok_ && problem == std::errc() && is_filled && field.front() != '-';
        rest_.remove_prefix(field.size());
        return number;
    }
    /// The character that comes next and is one of these, or 0.
    char any_of(std::string_view characters) {
        const char next = rest_.empty() ? '\0' : rest_.front();
        ok_ = ok_ && next != '\0' && characters.find(next) != std::string_view::npos;
        if (!rest_.empty()) rest_.remove_prefix(1);
        return next;
    }
    /// ".123", or an empty text.
    std::string_view fraction() {
        if (!rest_.starts_with('.')) return {};
        const std::size_t length = std::min(rest_.find_first_not_of("0123456789", 1), rest_.size());
        const std::string_view found = rest_.substr(0, length);
        ok_ = ok_ && length > 1;
        rest_.remove_prefix(length);
        return found;
    }
    bool succeeded() const { return ok_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool ok_ = true;
};

std::chrono::minutes scan_offset(Scanner& scanner) {
    const char sign = scanner.any_of("Zz+-");
    if (sign != '+' && sign != '-') return std::chrono::minutes(0);
    const int hours = scanner.digits(2);
    scanner.any_of(":");
    const int minutes = hours * 60 + scanner.digits(2);
    return std::chrono::minutes(sign == '+' ? minutes : -minutes);
}

std::optional<std::string> rfc3339_to_unix_time(std::string_view moment) {
    using namespace std::chrono;
    Scanner scanner(moment);
    const year in_year{scanner.digits(4)};
    scanner.any_of("-");
    const month in_month{static_cast<unsigned>(scanner.digits(2))};
    scanner.any_of("-");
    const year_month_day date = in_year / in_month / day{static_cast<unsigned>(scanner.digits(2))};
    scanner.any_of("Tt ");
    const hours hour{scanner.digits(2)};
    scanner.any_of(":");
    const minutes minute{scanner.digits(2)};
    scanner.any_of(":");
    const seconds second{scanner.digits(2)};
    const std::string_view fraction = scanner.fraction();
    const minutes offset = scan_offset(scanner);
    if (!scanner.succeeded() || !date.ok()) return std::nullopt;
    const seconds time = sys_days(date).time_since_epoch() + hour + minute + second - offset;
    return std::to_string(time.count()) + std::string(fraction);
}

} // namespace

std::string to_unix_time(std::string_view moment) {
    return rfc3339_to_unix_time(moment).value_or(std::string(moment));
}

} // namespace muster::engine
