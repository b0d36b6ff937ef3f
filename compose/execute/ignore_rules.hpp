#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster::compose::execute {

/// A pattern of paths: `*` and `?` stand for anything but a slash, `**` for any number of folders, `[a-z]`
/// and `[^a-z]` for one character, and a backslash takes the meaning from the next.
/// Source: Docker docs, "Build context", ".dockerignore files".
class PathPattern {
  public:
    /// Throws Error (compose_file) with the reason alone when the text is not a pattern.
    explicit PathPattern(const std::string& text);
    /// The pattern that only this path matches.
    static PathPattern literal(const std::string& path);

    const std::string& text() const { return text_; }
    bool matches(std::string_view path) const;

  private:
    struct Range {
        std::string first;
        std::string last;
    };
    struct Token {
        enum class Kind {
            literal,     ///< this code point
            any,         ///< one code point, but a slash
            any_run,     ///< any number of code points, but slashes
            any_folders, ///< nothing, or anything that ends in a slash
            anything,
            set ///< one code point in the ranges, or with `is_negated` none of them
        };
        Kind kind = Kind::literal;
        std::string code_point = {};
        std::vector<Range> ranges = {};
        bool is_negated = false;
    };
    using CodePoints = std::vector<std::string_view>;

    PathPattern() = default;
    void read_stars(const CodePoints& text, std::size_t& next);
    void read_set(const CodePoints& text, std::size_t& next);
    static std::string read_set_member(const CodePoints& text, std::size_t& next);
    static bool accepts(const Token& token, std::string_view code_point);
    static std::vector<bool> advance(const Token& token, const CodePoints& path,
                                     const std::vector<bool>& from);

    std::string text_;
    std::vector<Token> tokens_;
};

/// What a .dockerignore file says about the paths of a build context. Of the lines that match a path or a
/// directory above it, the last decides.
class IgnoreRules {
  public:
    /// `file` is named in errors. Throws Error (compose_file) for a line that is not a pattern.
    IgnoreRules(std::string_view text, const std::string& file);
    IgnoreRules() = default;

    /// Never excluded, whatever the lines say. Says nothing about other paths.
    void keep(const std::string& path);

    /// What is known of a path, for the paths below it.
    struct Verdict {
        bool is_excluded = false;
        std::vector<bool> matched; ///< by rule: it, or a directory above it
    };
    /// `parent`: the verdict on the directory that the path is in; for the context's root the default.
    Verdict judge(const std::string& path, const Verdict& parent) const;

    /// Whether an exception ("!...") begins with this directory. Like Docker, it does not look for what a
    /// wildcard in its place may match.
    bool has_exception_below(const std::string& directory) const;

  private:
    struct Rule {
        PathPattern pattern;
        bool is_exception = false;
    };

    void add_line(std::string_view line);

    std::vector<Rule> rules_;
};

} // namespace muster::compose::execute
