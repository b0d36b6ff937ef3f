#include "compose/execute/ignore_rules.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <filesystem>

namespace muster::compose::execute {

namespace {

[[noreturn]] void refuse(const std::string& reason) { throw Error(ErrorKind::compose_file, reason); }

bool has_wildcard(std::string_view text) { return text.find_first_of("*?[]\\") != std::string_view::npos; }

/// Without ".", ".." and doubled or trailing slashes, and relative to the context.
std::string clean_path(std::string_view text) {
    std::string path = std::filesystem::path(text).lexically_normal().string();
    if (path.size() > 1 && path.ends_with('/')) path.pop_back();
    if (path.size() > 1 && path.starts_with('/')) path.erase(0, 1);
    return path;
}

std::string_view without_byte_order_mark(std::string_view text) {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (text.starts_with(mark)) text.remove_prefix(mark.size());
    return text;
}

} // namespace

// Patterns

PathPattern::PathPattern(const std::string& text) : text_(text) {
    const CodePoints code_points = split_code_points(text_);
    for (std::size_t next = 0; next < code_points.size();) {
        const std::string_view c = code_points[next++];
        if (c == "*") {
            read_stars(code_points, next);
        } else if (c == "?") {
            tokens_.push_back({.kind = Token::Kind::any});
        } else if (c == "[") {
            read_set(code_points, next);
        } else if (c != "\\") {
            tokens_.push_back({.code_point = std::string(c)});
        } else {
            if (next == code_points.size()) refuse("nothing follows the last '\\'");
            tokens_.push_back({.code_point = std::string(code_points[next++])});
        }
    }
}

PathPattern PathPattern::literal(const std::string& path) {
    PathPattern pattern;
    pattern.text_ = path;
    for (const std::string_view c : split_code_points(path))
        pattern.tokens_.push_back({.code_point = std::string(c)});
    return pattern;
}

/// REQUIRES: the star before `next` has been read.
void PathPattern::read_stars(const CodePoints& text, std::size_t& next) {
    const bool is_first = next == 1;
    if (next == text.size() || text[next] != "*") {
        tokens_.push_back({.kind = Token::Kind::any_run});
        return;
    }
    ++next;
    const bool has_slash = next < text.size() && text[next] == "/";
    if (has_slash) ++next;
    // "**name" is the one case where the stars may end within a name.
    const bool is_suffix = is_first && !has_slash && !has_wildcard(std::string_view(text_).substr(2));
    const bool is_last = next == text.size();
    tokens_.push_back({.kind = is_last || is_suffix ? Token::Kind::anything : Token::Kind::any_folders});
}

/// REQUIRES: the bracket before `next` has been read.
void PathPattern::read_set(const CodePoints& text, std::size_t& next) {
    Token token{.kind = Token::Kind::set};
    token.is_negated = next < text.size() && text[next] == "^";
    if (token.is_negated) ++next;
    do {
        Range range;
        range.first = range.last = read_set_member(text, next);
        if (next < text.size() && text[next] == "-") range.last = read_set_member(text, ++next);
        if (range.last < range.first) refuse("the range '" + range.first + "-" + range.last + "' is empty");
        token.ranges.push_back(std::move(range));
        if (next == text.size()) refuse("the '[' is not closed");
    } while (text[next] != "]");
    ++next;
    tokens_.push_back(std::move(token));
}

std::string PathPattern::read_set_member(const CodePoints& text, std::size_t& next) {
    const bool is_escaped = next < text.size() && text[next] == "\\";
    if (is_escaped) ++next;
    if (next == text.size()) refuse("the '[' is not closed");
    const std::string_view member = text[next++];
    if (!is_escaped && (member == "-" || member == "]"))
        refuse("a '" + std::string(member) + "' between '[' and ']' needs a '\\' before it");
    return std::string(member);
}

bool PathPattern::matches(std::string_view path) const {
    const CodePoints code_points = split_code_points(path);
    std::vector<bool> reached(code_points.size() + 1, false);
    reached[0] = true;
    for (const Token& token : tokens_) reached = advance(token, code_points, reached);
    return reached.back();
}

/// Given the places in the path that the tokens so far can reach, those that the next one can reach.
std::vector<bool> PathPattern::advance(const Token& token, const CodePoints& path,
                                       const std::vector<bool>& from) {
    using Kind = Token::Kind;
    std::vector<bool> reached(from.size(), false);
    bool is_open = false; // the token began at or before this place, and may go on
    for (std::size_t i = 0; i < from.size(); ++i) {
        const bool is_after_slash = i > 0 && path[i - 1] == "/";
        if (token.kind == Kind::any_run && is_after_slash) is_open = false;
        if (token.kind == Kind::any_folders) reached[i] = from[i] || (is_open && is_after_slash);
        is_open = is_open || from[i];
        if (token.kind == Kind::any_run || token.kind == Kind::anything)
            reached[i] = is_open;
        else if (i > 0 && from[i - 1] && accepts(token, path[i - 1]))
            reached[i] = true;
    }
    return reached;
}

/// False for tokens that do not stand for one code point.
bool PathPattern::accepts(const Token& token, std::string_view code_point) {
    switch (token.kind) {
    case Token::Kind::literal: return token.code_point == code_point;
    case Token::Kind::any: return code_point != "/";
    case Token::Kind::set:
        // UTF-8 sorts as its code points do.
        return token.is_negated !=
               std::any_of(token.ranges.begin(), token.ranges.end(), [&](const Range& range) {
                   return range.first <= code_point && code_point <= range.last;
               });
    default: return false;
    }
}

// Rules

IgnoreRules::IgnoreRules(std::string_view text, const std::string& file) {
    std::size_t number = 0;
    for (const std::string& line : split(without_byte_order_mark(text), '\n')) {
        ++number;
        try {
            add_line(line);
        } catch (const Error& error) {
            throw Error(ErrorKind::compose_file, muster::quoted(trim(line)) + " in line " +
                                                     std::to_string(number) + " of " + muster::quoted(file) +
                                                     " is not a pattern: " + error.message);
        }
    }
}

void IgnoreRules::add_line(std::string_view line) {
    // Only in the first column does '#' start a comment.
    if (line.starts_with('#')) return;
    line = trim(line);
    if (line.empty()) return;
    const bool is_exception = line.starts_with('!');
    if (is_exception) line = trim(line.substr(1));
    if (line.empty()) refuse("a path is missing after '!'");
    rules_.push_back({PathPattern(clean_path(line)), is_exception});
}

void IgnoreRules::keep(const std::string& path) { rules_.push_back({PathPattern::literal(path), true}); }

IgnoreRules::Verdict IgnoreRules::judge(const std::string& path, const Verdict& parent) const {
    Verdict verdict;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        const bool is_inherited = i < parent.matched.size() && parent.matched[i];
        // Docker looks only at rules that would change something, and so does not remember the others'
        // matches for what is below.
        const bool is_of_use = rules_[i].is_exception == verdict.is_excluded;
        const bool is_match = is_inherited || (is_of_use && rules_[i].pattern.matches(path));
        verdict.matched.push_back(is_match);
        if (is_match) verdict.is_excluded = !rules_[i].is_exception;
    }
    return verdict;
}

bool IgnoreRules::has_exception_below(const std::string& directory) const {
    return std::any_of(rules_.begin(), rules_.end(), [&](const Rule& rule) {
        return rule.is_exception && (rule.pattern.text() + "/").starts_with(directory + "/");
    });
}

} // namespace muster::compose::execute
