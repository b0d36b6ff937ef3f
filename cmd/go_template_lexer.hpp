#pragma once

#include "cmd/go_template_source.hpp"

#include <vector>

namespace muster::cmd::go_template {

enum class TokenKind {
    text,      ///< between actions, trimmed; "\t" and "\n" replaced
    open,      ///< {{
    close,     ///< }}
    word,      ///< a function, keyword, true, false or nil
    field,     ///< .Name.First, or . alone
    variable,  ///< $name.First, or $ alone
    string,    ///< in quotes of either kind, as written
    character, ///< 'a', as written
    number,    ///< as written
    pipe,
    comma,
    left_paren,
    right_paren,
    declare, ///< :=
    assign,  ///< =
    end      ///< of the template
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text;
    Piece where;
    bool follows_space = false;
};

/// The template's tokens, the last one `end`. Throws Error (usage) for what is no token, and for actions,
/// comments and quotes without an end.
std::vector<Token> read_tokens(const Source& source);

/// "\t" and "\n" replaced by what they stand for. Source: Docker CLI, formatter.Context.preFormat.
std::string with_format_escapes(std::string_view text);

} // namespace muster::cmd::go_template
