#include "compose/source/dotenv.hpp"

#include "base/text.hpp"
#include "compose/source/code_point.hpp"
#include "compose/source/cursor.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace muster::compose::source {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
/// What no sensible file holds.
constexpr std::size_t most_variables = 100'000;
constexpr const char* name_hint = "a name consists of letters, digits, '_', '.', '-', '[' and ']'";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r'; }

bool is_line_end(char c) { return c == '\n'; }

bool is_name_character(char c) {
    const bool is_letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    return is_letter || (c >= '0' && c <= '9') || std::string_view("_.-[]").find(c) != std::string_view::npos;
}

std::string_view trim_end(std::string_view text) {
    while (!text.empty() && (is_blank(text.back()) || is_line_end(text.back()))) text.remove_suffix(1);
    return text;
}

/// Variables as they are gathered, found quickly by name.
class Gathered {
  public:
    void set(std::string_view name, std::string value) {
        const auto [place, is_new] = positions_.try_emplace(std::string(name), variables_.size());
        if (is_new)
            variables_.emplace_back(name, std::move(value));
        else
            variables_[place->second].second = std::move(value);
    }

    std::optional<std::string> find(std::string_view name) const {
        const auto place = positions_.find(std::string(name));
        if (place == positions_.end()) return std::nullopt;
        return variables_[place->second].second;
    }

    std::size_t size() const { return variables_.size(); }
    Variables take() { return std::move(variables_); }

  private:
    Variables variables_;
    std::unordered_map<std::string, std::size_t> positions_;
};

/// What the two grammars share: the text, the place in it, and what was found. Spans have no length, so that
/// no line with a value is ever shown.
class Reader {
  public:
    enum class AssignmentLog { off, on };

    Reader(FileId file, std::string_view text, const Lookup& outer, Diagnostics& problems,
           AssignmentLog log = AssignmentLog::off)
        : text_(text), outer_(outer), problems_(problems), cursor_(file, text), log_(log) {
        if (text_.starts_with(byte_order_mark)) position_ = byte_order_mark.size();
    }

    /// Reports a NUL, which no variable can hold; whether there is none.
    bool is_text() {
        const std::size_t nul = text_.find('\0');
        if (nul == std::string_view::npos) return true;
        report(nul, "found a NUL byte").suggest("save the file as UTF-8");
        return false;
    }

    std::vector<Assignment> take_assignments() { return std::move(assignments_); }

    void add_earlier(const Variables& variables) {
        for (const auto& [name, value] : variables) found_.set(name, value);
    }

  protected:
    bool is_at_end() const { return position_ >= text_.size(); }

    /// Reports it when there is none.
    bool has_room() {
        if (found_.size() <= most_variables) return true;
        report(position_, "more than " + std::to_string(most_variables) + " variables");
        return false;
    }

    char current() const { return text_[position_]; }
    std::string_view rest() const { return text_.substr(position_); }
    std::size_t line_end() const { return std::min(text_.find('\n', position_), text_.size()); }

    Span place(std::size_t offset) {
        cursor_.move_to_offset(offset);
        return cursor_.span(0);
    }

    Error& report(std::size_t offset, std::string message) {
        return problems_.error(place(offset), std::move(message));
    }

    void inherit(std::string_view name) {
        if (auto value = outer_(name)) found_.set(name, *std::move(value));
    }

    void assign(std::string_view name, std::string value) {
        if (log_ == AssignmentLog::on) assignments_.push_back({std::string(name), value, name_place(name)});
        found_.set(name, std::move(value));
    }

    std::string_view text_;
    std::size_t position_ = 0;
    const Lookup& outer_;
    Diagnostics& problems_;
    Gathered found_;

  private:
    /// REQUIRES: `name` is a part of the text.
    Span name_place(std::string_view name) {
        return place(static_cast<std::size_t>(name.data() - text_.data()));
    }

    Cursor cursor_;
    AssignmentLog log_;
    std::vector<Assignment> assignments_;
};

/// "\n" and its kin; "\$" becomes the "$$" of interpolation; "\0ooo" a code point. Others stay as they are.
class Unescape {
  public:
    explicit Unescape(std::string_view text) : text_(text) {}

    std::string run() {
        std::string out;
        while (position_ < text_.size()) {
            if (text_[position_] == '\\' && position_ + 1 < text_.size())
                append_escape(out);
            else
                out += text_[position_++];
        }
        return out;
    }

  private:
    void append_escape(std::string& out) {
        static constexpr std::string_view letters = "abfnrtv\"\\";
        static constexpr std::string_view meanings = "\a\b\f\n\r\t\v\"\\";
        const char letter = text_[position_ + 1];
        const std::size_t known = letters.find(letter);
        if (letter == '0' && append_octal(out)) return;
        if (known != std::string_view::npos)
            out += meanings[known];
        else if (letter == '$')
            out += "$$";
        else
            out += {'\\', letter};
        position_ += 2;
    }

    bool append_octal(std::string& out) {
        const std::string_view digits = text_.substr(position_ + 2, 3);
        if (digits.size() < 3 || digits.find_first_not_of("01234567") != std::string_view::npos) return false;
        const std::uint32_t code =
            static_cast<std::uint32_t>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + (digits[2] - '0'));
        if (code == 0 || code > 0xFF) return false;
        append_code_point(out, code);
        position_ += 5;
        return true;
    }

    std::string_view text_;
    std::size_t position_ = 0;
};

class DotenvReader : public Reader {
  public:
    using Reader::Reader;

    Variables read() {
        for (skip_to_statement(); !is_at_end() && has_room(); skip_to_statement()) read_statement();
        return found_.take();
    }

  private:
    void skip_to_statement() {
        while (!is_at_end() && (is_blank(current()) || is_line_end(current()) || current() == '#'))
            position_ = current() == '#' ? line_end() : position_ + 1;
    }

    void skip_blanks() {
        while (!is_at_end() && is_blank(current())) ++position_;
    }

    void skip_export() {
        static constexpr std::string_view word = "export";
        if (!rest().starts_with(word) || rest().size() == word.size() || !is_blank(rest()[word.size()]))
            return;
        const std::size_t start = position_;
        position_ += word.size();
        skip_blanks();
        // "export = v" sets a variable of that name.
        if (!is_at_end() && (current() == '=' || current() == ':')) position_ = start;
    }

    void read_statement() {
        skip_export();
        if (is_at_end() || is_line_end(current())) return; // "export" alone
        const std::size_t begin = position_;
        const std::size_t separator = find_separator();
        if (separator == std::string_view::npos) return;
        const std::string_view name = trim_end(text_.substr(begin, separator - begin));
        if (!check_name(name, begin)) {
            position_ = line_end();
            return;
        }
        if (is_at_end() || is_line_end(current())) return inherit(name);
        ++position_;
        skip_blanks();
        read_value(name);
    }

    /// Moves to the '=', ':' or line end behind the name. Reports, and moves on to the next line, when
    /// something else comes first.
    std::size_t find_separator() {
        for (; !is_at_end(); ++position_) {
            const char c = current();
            if (c == '=' || c == ':' || is_line_end(c)) break;
            if (is_blank(c) || is_name_character(c)) continue;
            report(position_, "unexpected character " + quoted(visible_code_point(std::string_view(&c, 1))) +
                                  " in a variable name")
                .suggest(name_hint);
            position_ = line_end();
            return std::string_view::npos;
        }
        return position_;
    }

    bool check_name(std::string_view name, std::size_t begin) {
        if (name.empty()) {
            problems_.warning(place(begin), "the line is passed over, for it lacks a variable name before " +
                                                quoted(text_.substr(position_, 1)));
            return false;
        }
        for (std::size_t i = 0; i < name.size(); ++i) {
            if (!is_blank(name[i])) continue;
            report(begin + i, "a variable name cannot contain a space")
                .suggest("write each line as NAME=value, and put a value of several lines in quotes");
            return false;
        }
        return true;
    }

    void read_value(std::string_view name) {
        const std::size_t begin = position_;
        const char quote = is_at_end() ? '\0' : current();
        if (quote != '\'' && quote != '"') return set(name, read_unquoted(), begin);
        const auto value = read_quoted(quote);
        if (!value) {
            report(begin, "the quoted value of " + quoted(name) + " is never closed")
                .suggest(std::string("end it with ") + quote);
            return;
        }
        warn_of_text_behind_quote();
        if (quote == '\'')
            assign(name, *value);
        else
            set(name, Unescape(*value).run(), begin);
    }

    /// To the end of the line or a comment, which a blank must precede.
    std::string read_unquoted() {
        const std::size_t end = line_end();
        std::string_view value = text_.substr(position_, end - position_);
        position_ = end;
        return std::string(trim_end(value.substr(0, value.find(" #"))));
    }

    /// What stands between the quotes, an escaped quote being replaced. Nothing when the text ends first.
    std::optional<std::string> read_quoted(char quote) {
        std::string value;
        for (++position_; !is_at_end(); ++position_) {
            const char c = current();
            if (c == quote) {
                ++position_;
                return value;
            }
            if (c == '\\' && position_ + 1 < text_.size()) {
                const char next = text_[++position_];
                if (next != quote) value += c;
                value += next;
                continue;
            }
            value += c;
        }
        return std::nullopt;
    }

    void warn_of_text_behind_quote() {
        if (is_at_end() || is_blank(current()) || is_line_end(current()) || current() == '#') return;
        problems_.warning(place(position_), "what follows the closing quote is not part of the value");
    }

    void set(std::string_view name, const std::string& value, std::size_t offset) {
        const auto lookup = [this](std::string_view wanted) {
            auto inherited = outer_(wanted);
            return inherited ? inherited : found_.find(wanted);
        };
        const Interpolated result = interpolate(value, lookup, text_left_);
        text_left_ -= std::min(text_left_, result.text.size());
        for (const std::string& unset : result.unset)
            if (warned_of_.insert(unset).second) problems_.warning(place(offset), unset_warning(unset));
        if (result.problem)
            report(offset, result.problem->message).suggest(result.problem->hint);
        else
            assign(name, result.text);
    }

    std::size_t text_left_ = most_interpolated_text;
    std::unordered_set<std::string> warned_of_;
};

class RawReader : public Reader {
  public:
    using Reader::Reader;

    Variables read() {
        for (; !is_at_end() && has_room(); position_ = line_end() + 1) {
            while (!is_at_end() && is_blank(current())) ++position_;
            if (!is_at_end() && !is_line_end(current()) && current() != '#') read_line();
        }
        return found_.take();
    }

  private:
    void read_line() {
        std::string_view line = text_.substr(position_, line_end() - position_);
        if (line.ends_with('\r')) line.remove_suffix(1);
        const std::size_t equals = line.find('=');
        const std::string_view name = line.substr(0, equals);
        const std::size_t blank = name.find_first_of(" \t");
        if (name.empty())
            report(position_, "missing variable name before '='");
        else if (blank != std::string_view::npos)
            report(position_ + blank, "a variable name cannot contain a space");
        else if (equals == std::string_view::npos)
            inherit(name);
        else
            assign(name, std::string(line.substr(equals + 1)));
    }
};

} // namespace

Variables parse_dotenv(FileId file, const SourceMap& sources, const Lookup& outer, Diagnostics& problems) {
    return parse_dotenv_after({}, file, sources, outer, problems);
}

Variables parse_dotenv_after(Variables earlier, FileId file, const SourceMap& sources, const Lookup& outer,
                             Diagnostics& problems) {
    DotenvReader reader(file, sources.text(file), outer, problems);
    if (!reader.is_text()) return earlier;
    reader.add_earlier(earlier);
    return reader.read();
}

std::vector<Assignment> list_assignments(FileId file, const SourceMap& sources, const Lookup& outer,
                                         DotenvFormat format) {
    Diagnostics unheard;
    const auto list = [](auto reader) {
        if (reader.is_text()) reader.read();
        return reader.take_assignments();
    };
    constexpr auto log = Reader::AssignmentLog::on;
    if (format == DotenvFormat::raw) return list(RawReader(file, sources.text(file), outer, unheard, log));
    return list(DotenvReader(file, sources.text(file), outer, unheard, log));
}

Variables parse_raw_env(FileId file, const SourceMap& sources, const Lookup& outer, Diagnostics& problems) {
    RawReader reader(file, sources.text(file), outer, problems);
    return reader.is_text() ? reader.read() : Variables();
}

} // namespace muster::compose::source
