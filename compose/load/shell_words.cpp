#include "compose/load/shell_words.hpp"

#include <algorithm>
#include <stdexcept>

namespace muster::compose::load {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view operators = ";&|<>";

bool contains(std::string_view set, char c) { return set.find(c) != std::string_view::npos; }

class Splitter {
  public:
    explicit Splitter(std::string_view text) : text_(text) {}

    ShellWords split() {
        while (position_ < text_.size() && !result_.stopped_at) take_piece();
        if (!result_.stopped_at) finish_word();
        return std::move(result_);
    }

  private:
    void take_piece() {
        const char c = text_[position_];
        if (contains(blanks, c)) return skip_blank();
        if (contains(operators, c)) return stop_at(c);
        if (c == '\'') return append(take_quoted(c));
        if (c == '"') return take_double_quoted();
        if (c == '`') return append(c + take_quoted(c) + c);
        if (text_.substr(position_).starts_with("$(")) return take_substitution();
        if (c == '(' || c == ')') throw std::invalid_argument("a parenthesis outside quotes");
        append(std::string(1, take_character()));
    }

    void skip_blank() {
        finish_word();
        ++position_;
    }

    void stop_at(char c) {
        // The digits before a redirection are the number of a file descriptor.
        const bool is_descriptor = c == '>' && !word_.empty() && word_.front() >= '0' && word_.front() <= '9';
        if (!is_descriptor) finish_word();
        result_.stopped_at = c;
    }

    /// The text up to the next `quote`, both quotes passed over.
    std::string take_quoted(char quote) {
        const std::size_t end = text_.find(quote, position_ + 1);
        if (end == std::string_view::npos)
            throw std::invalid_argument(std::string("a ") + quote + " without its partner");
        std::string inner(text_.substr(position_ + 1, end - position_ - 1));
        position_ = end + 1;
        return inner;
    }

    void take_double_quoted() {
        std::string inner;
        for (++position_; position_ < text_.size() && text_[position_] != '"';) inner += take_character();
        if (position_ == text_.size()) throw std::invalid_argument("a \" without its partner");
        ++position_;
        append(inner);
    }

    void take_substitution() {
        const std::size_t end = text_.find(')', position_);
        if (end == std::string_view::npos) throw std::invalid_argument("a $( without its )");
        append(std::string(text_.substr(position_, end + 1 - position_)));
        position_ = end + 1;
    }

    char take_character() {
        if (text_[position_] == '\\') ++position_;
        if (position_ == text_.size()) throw std::invalid_argument("a backslash at the end");
        return text_[position_++];
    }

    void append(const std::string& piece) {
        word_ += piece;
        in_word_ = true;
    }

    void finish_word() {
        if (in_word_) result_.words.push_back(std::move(word_));
        word_.clear();
        in_word_ = false;
    }

    std::string_view text_;
    std::size_t position_ = 0;
    std::string word_;
    bool in_word_ = false;
    ShellWords result_;
};

} // namespace

ShellWords split_shell_words(std::string_view text) { return Splitter(text).split(); }

} // namespace muster::compose::load
