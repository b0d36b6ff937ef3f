#include "cmd/go_template_lexer.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace muster::cmd::go_template {

namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Letters beyond ASCII count too, as in Go.
bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

class Lexer {
  public:
    explicit Lexer(const Source& source) : source_(source), text_(source.text) {}

    std::vector<Token> read() {
        while (at_ < text_.size()) {
            read_text();
            if (at_ < text_.size()) read_action();
        }
        add(TokenKind::end, at_, at_);
        return std::move(tokens_);
    }

  private:
    std::string_view rest() const { return std::string_view(text_).substr(at_); }
    bool starts_with(std::string_view what) const { return rest().starts_with(what); }
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    void add(TokenKind kind, std::size_t begin, std::size_t end) {
        tokens_.push_back({kind, text_.substr(begin, end - begin), {begin, end - begin}, after_space_});
        after_space_ = false;
    }

    /// Takes so many bytes for a token.
    void take(TokenKind kind, std::size_t length) {
        add(kind, at_, at_ + length);
        at_ += length;
    }

    bool opens_with_trim() const { return starts_with("{{-") && is_blank(peek(3)); }
    bool closes_with_trim() const { return starts_with("-}}") && at_ > 0 && is_blank(text_[at_ - 1]); }

    void read_text() {
        const std::size_t begin = at_;
        at_ = std::min(text_.find("{{", at_), text_.size());
        std::string_view found = std::string_view(text_).substr(begin, at_ - begin);
        if (trims_next_) found.remove_prefix(std::min(found.find_first_not_of(blanks), found.size()));
        if (opens_with_trim()) found = found.substr(0, found.find_last_not_of(blanks) + 1);
        trims_next_ = false;
        if (found.empty()) return;
        add(TokenKind::text, begin, at_);
        tokens_.back().text = with_format_escapes(found);
    }

    void read_action() {
        opened_ = at_;
        const std::size_t length = opens_with_trim() ? 3 : 2;
        const std::size_t inside = text_.find_first_not_of(blanks, at_ + length);
        if (length == 3 ? text_.compare(std::min(inside, text_.size()), 2, "/*") == 0
                        : text_.compare(at_ + 2, 2, "/*") == 0)
            return skip_comment(length == 3 ? inside : at_ + 2);
        take(TokenKind::open, length);
        while (!read_close()) read_token();
    }

    /// A comment is an action of its own.
    void skip_comment(std::size_t begin) {
        const std::size_t end = text_.find("*/", begin + 2);
        if (end == std::string::npos)
            throw source_.error({begin, 2}, "the comment is not closed: expected '*/'");
        at_ = end + 2;
        const bool is_spaced = is_blank(peek());
        at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size());
        trims_next_ = is_spaced && starts_with("-}}");
        if (trims_next_) ++at_;
        if (!starts_with("}}")) throw source_.error({begin, 2}, "a comment must be closed with '*/}}'");
        at_ += 2;
    }

    /// Whether the action ends here.
    bool read_close() {
        while (is_blank(peek())) {
            ++at_;
            after_space_ = true;
        }
        trims_next_ = closes_with_trim();
        if (trims_next_) ++at_;
        if (!starts_with("}}")) {
            if (at_ >= text_.size()) throw source_.error({opened_, 2}, "'{{' is not closed: expected '}}'");
            return false;
        }
        take(TokenKind::close, 2);
        return true;
    }

    void read_token() {
        const char c = peek();
        if (c == '"' || c == '`' || c == '\'') return read_quoted(c);
        if (c == '|') return take(TokenKind::pipe, 1);
        if (c == ',') return take(TokenKind::comma, 1);
        if (c == '(') return take(TokenKind::left_paren, 1);
        if (c == ')') return take(TokenKind::right_paren, 1);
        if (starts_with(":=")) return take(TokenKind::declare, 2);
        if (c == '=') return take(TokenKind::assign, 1);
        if (starts_number()) return take(TokenKind::number, number_length());
        if (c == '.') return take(TokenKind::field, chain_length(0));
        if (c == '$') return take(TokenKind::variable, chain_length(1 + word_length(1)));
        if (is_word_character(c)) return take(TokenKind::word, word_length(0));
        const std::string point(split_code_points(rest().substr(0, 4)).front());
        throw source_.error({at_, point.size()}, "unexpected " + quoted(visible_code_point(point)));
    }

    void read_quoted(char quote) {
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && (quote == '`' || text_[end] != '\n'))
            end += quote != '`' && text_[end] == '\\' ? 2 : 1;
        if (end >= text_.size() || text_[end] != quote)
            throw source_.error({at_, 1}, "the quote is not closed: expected " + std::string(1, quote));
        take(quote == '\'' ? TokenKind::character : TokenKind::string, end + 1 - at_);
    }

    std::size_t word_length(std::size_t from) const {
        std::size_t length = 0;
        while (is_word_character(peek(from + length))) ++length;
        return length;
    }

    /// ".First.Second" behind the first `length` bytes, and those.
    std::size_t chain_length(std::size_t length) const {
        if (length == 0 && word_length(1) == 0) return 1;
        while (peek(length) == '.' && word_length(length + 1) > 0) length += 1 + word_length(length + 1);
        return length;
    }

    bool starts_number() const {
        const std::size_t sign = peek() == '+' || peek() == '-' ? 1 : 0;
        return is_digit(peek(sign)) || (peek(sign) == '.' && is_digit(peek(sign + 1)));
    }

    std::size_t number_length() const {
        std::size_t length = 1;
        const bool is_hexadecimal = rest().substr(0, 3).find_first_of("xX") != std::string_view::npos;
        for (;; ++length) {
            const char c = peek(length);
            const char before = peek(length - 1);
            const bool is_exponent_sign =
                (c == '+' || c == '-') && !is_hexadecimal && (before == 'e' || before == 'E');
            if (!is_word_character(c) && c != '.' && !is_exponent_sign) return length;
        }
    }

    const Source& source_;
    const std::string& text_;
    std::size_t at_ = 0;
    std::size_t opened_ = 0; ///< where the action under way begins
    bool after_space_ = false;
    bool trims_next_ = false;
    std::vector<Token> tokens_;
};

} // namespace

std::string with_format_escapes(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
        const bool is_escape = next == 't' || next == 'n';
        out += is_escape ? (next == 't' ? '\t' : '\n') : text[i];
        if (is_escape) ++i;
    }
    return out;
}

std::vector<Token> read_tokens(const Source& source) { return Lexer(source).read(); }

} // namespace muster::cmd::go_template
