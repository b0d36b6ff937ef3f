#include "cmd/go_template_parser.hpp"

#include "base/text.hpp"
#include "cmd/go_template_functions.hpp"
#include "cmd/go_template_lexer.hpp"
#include "cmd/go_template_literals.hpp"

#include <algorithm>
#include <array>

namespace muster::cmd::go_template {

namespace {

constexpr int deepest = 100;
constexpr std::array keywords{"if",    "with",     "range",  "else",     "end",
                              "break", "continue", "define", "template", "block"};

bool is_keyword(const Token& token) {
    return token.kind == TokenKind::word &&
           std::find(keywords.begin(), keywords.end(), token.text) != keywords.end();
}

bool is_word(const Token& token, std::string_view word) {
    return token.kind == TokenKind::word && token.text == word;
}

/// ".A.B" as A and B.
Fields fields_of(std::string_view chain) {
    if (chain.size() < 2) return {};
    return split(chain.substr(1), '.');
}

class Parser {
  public:
    explicit Parser(Source source) : source_(std::move(source)), tokens_(read_tokens(source_)) {}

    Parsed parse() {
        Block block = parse_block();
        if (peek().kind != TokenKind::end) // {{end}} or {{else}}
            throw error(peek(1), "'" + peek(1).text + "' belongs to no 'if', 'with' or 'range'");
        return {std::move(source_), std::move(block)};
    }

  private:
    /// Counts how deep actions or parentheses stand in each other.
    class Level {
      public:
        Level(Parser& parser, const Token& token) : parser_(parser) {
            if (parser.depth_ == deepest)
                throw parser.error(token, "more than " + std::to_string(deepest) + " levels in each other");
            ++parser.depth_;
        }
        ~Level() { --parser_.depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

      private:
        Parser& parser_;
    };

    const Token& peek(std::size_t ahead = 0) const {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }
    const Token& next() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
    Error error(const Token& token, std::string message) const {
        return source_.error(token.where, std::move(message));
    }

    /// Up to {{end}}, {{else}} or the end of the template, which it leaves.
    Block parse_block() {
        Block block;
        while (peek().kind != TokenKind::end) {
            if (peek().kind == TokenKind::text) {
                block.push_back({Text{next().text}});
                continue;
            }
            if (is_word(peek(1), "end") || is_word(peek(1), "else")) break;
            next(); // {{
            block.push_back(parse_action());
        }
        return block;
    }

    Node parse_action() {
        const Token& first = peek();
        if (!is_keyword(first)) return {Action{parse_pipeline_to(TokenKind::close)}};
        if (first.text == "break" || first.text == "continue") return parse_jump();
        if (first.text == "if") return parse_branch(Branch::Kind::condition);
        if (first.text == "with") return parse_branch(Branch::Kind::with);
        if (first.text == "range") return parse_branch(Branch::Kind::range);
        throw error(first, "'" + first.text + "' is not supported in a format");
    }

    Node parse_jump() {
        const Token& word = next();
        if (loops_ == 0) throw error(word, "'" + word.text + "' outside of a 'range'");
        expect(TokenKind::close, "'}}'");
        return {Jump{word.text == "break" ? Jump::Kind::leave : Jump::Kind::next}};
    }

    Node parse_branch(Branch::Kind kind) {
        const Token& word = next();
        const Level level(*this, word);
        const std::size_t outer_variables = variables_.size();
        Branch branch{
            .kind = kind, .pipeline = parse_branch_pipeline(word, kind), .body = {}, .otherwise = {}};
        loops_ += kind == Branch::Kind::range ? 1 : 0;
        branch.body = parse_block();
        loops_ -= kind == Branch::Kind::range ? 1 : 0;
        if (is_word(peek(1), "else"))
            branch.otherwise = parse_else(word);
        else
            parse_end(word);
        variables_.resize(outer_variables);
        return {std::move(branch)};
    }

    Pipeline parse_branch_pipeline(const Token& word, Branch::Kind kind) {
        if (peek().kind == TokenKind::close) throw error(word, "'" + word.text + "' needs a value");
        return parse_pipeline_to(TokenKind::close, kind);
    }

    /// {{else}}...{{end}}, or {{else if ...}} in its place, which ends with the same {{end}}.
    Block parse_else(const Token& opener) {
        at_ += 2; // {{else
        Block block;
        if (is_word(peek(), "if") || is_word(peek(), "with")) {
            block.push_back(parse_branch(peek().text == "if" ? Branch::Kind::condition : Branch::Kind::with));
            return block;
        }
        expect(TokenKind::close, "'}}'");
        block = parse_block();
        if (is_word(peek(1), "else")) throw error(peek(1), "'" + opener.text + "' has an 'else' already");
        parse_end(opener);
        return block;
    }

    void parse_end(const Token& opener) {
        if (peek().kind == TokenKind::end)
            throw error(opener, "'" + opener.text + "' is not closed: expected '{{end}}'");
        next(); // {{
        next(); // end
        expect(TokenKind::close, "'}}'");
    }

    void expect(TokenKind kind, const char* what) {
        if (peek().kind != kind) throw error(peek(), unexpected(peek()) + ": expected " + what);
        next();
    }

    static std::string unexpected(const Token& token) {
        return token.kind == TokenKind::end ? "the template ends here" : "unexpected " + quoted(token.text);
    }

    /// A pipeline and the token that ends it.
    Pipeline parse_pipeline_to(TokenKind end, Branch::Kind kind = Branch::Kind::condition) {
        const Token first = peek();
        Pipeline pipeline;
        parse_binding(pipeline, kind);
        if (peek().kind == end) throw error(first, "expected a value");
        pipeline.commands.push_back(parse_command());
        while (peek().kind == TokenKind::pipe) {
            next();
            pipeline.commands.push_back(parse_command());
            check_takes_argument(pipeline.commands.back());
        }
        pipeline.where = span_of(first.where, pipeline.commands.back().where);
        if (peek().kind != end)
            throw error(peek(),
                        unexpected(peek()) + ": expected " + (end == TokenKind::close ? "'}}'" : "')'"));
        next();
        if (pipeline.binding == Pipeline::Binding::declare)
            variables_.insert(variables_.end(), pipeline.variables.begin(), pipeline.variables.end());
        return pipeline;
    }

    /// "$x :=", "$x =", and in a range "$i, $x :=".
    void parse_binding(Pipeline& pipeline, Branch::Kind kind) {
        const bool is_pair = kind == Branch::Kind::range && peek().kind == TokenKind::variable &&
                             peek(1).kind == TokenKind::comma && peek(2).kind == TokenKind::variable;
        const Token& sign = peek(is_pair ? 3 : 1);
        if (peek().kind != TokenKind::variable) return;
        if (sign.kind != TokenKind::declare && sign.kind != TokenKind::assign) return;
        pipeline.binding =
            sign.kind == TokenKind::declare ? Pipeline::Binding::declare : Pipeline::Binding::assign;
        for (std::size_t i = 0; i < (is_pair ? 2U : 1U); ++i) {
            const Token& variable = peek(2 * i);
            if (sign.kind == TokenKind::assign) check_variable(variable, variable.text);
            pipeline.variables.push_back(variable.text);
        }
        at_ += is_pair ? 4 : 2;
    }

    Command parse_command() {
        const Token first = peek();
        Command command;
        while (starts_term(peek())) {
            if (!command.terms.empty() && !peek().follows_space)
                throw error(peek(), unexpected(peek()) + ": expected a blank before it");
            command.terms.push_back(parse_term());
        }
        if (command.terms.empty())
            throw error(first, first.kind == TokenKind::close ? "expected a value before '}}'"
                                                              : unexpected(first) + ": expected a value");
        command.where = span_of(first.where, command.terms.back().where);
        check_callable(command);
        return command;
    }

    static bool starts_term(const Token& token) {
        switch (token.kind) {
        case TokenKind::word:
        case TokenKind::field:
        case TokenKind::variable:
        case TokenKind::string:
        case TokenKind::character:
        case TokenKind::number:
        case TokenKind::left_paren: return true;
        default: return false;
        }
    }

    Term parse_term() {
        const Token token = next();
        switch (token.kind) {
        case TokenKind::word: return parse_word(token);
        case TokenKind::field: return {FieldChain{fields_of(token.text)}, token.where};
        case TokenKind::variable: return parse_variable(token);
        case TokenKind::string: return constant(token, read_string(token.text), "a text");
        case TokenKind::character: return constant(token, read_character(token.text), "a character");
        case TokenKind::number: return constant(token, read_number(token.text), "a number");
        default: return parse_parentheses(token);
        }
    }

    template <class Read>
    Term constant(const Token& token, const Read& value, const char* what) const {
        if (!value) throw error(token, quoted(token.text) + " is not " + what);
        return {Constant{Value(*value)}, token.where};
    }

    Term parse_word(const Token& token) const {
        if (token.text == "true" || token.text == "false")
            return {Constant{Value(token.text == "true")}, token.where};
        if (token.text == "nil") return {Constant{}, token.where};
        const std::vector<std::string> names = function_names();
        if (std::find(names.begin(), names.end(), token.text) != names.end())
            return {Function{token.text}, token.where};
        Error unknown = error(token, "unknown function " + quoted(token.text));
        if (const auto near = nearest(token.text, names)) unknown.suggest("did you mean '" + *near + "'?");
        throw unknown;
    }

    Term parse_variable(const Token& token) const {
        const std::string name = token.text.substr(0, token.text.find('.'));
        check_variable(token, name);
        return {Variable{name, fields_of(token.text.substr(name.size()))}, token.where};
    }

    void check_variable(const Token& token, const std::string& name) const {
        if (name == "$" || std::find(variables_.begin(), variables_.end(), name) != variables_.end()) return;
        throw error(token, "unknown variable " + quoted(name));
    }

    Term parse_parentheses(const Token& token) {
        const Level level(*this, token);
        Parenthesised inside{parse_pipeline_to(TokenKind::right_paren), {}};
        Piece where = span_of(token.where, tokens_[at_ - 1].where);
        if (peek().kind == TokenKind::field && !peek().follows_space && peek().text.size() > 1) {
            where = span_of(where, peek().where);
            inside.fields = fields_of(next().text);
        }
        return {std::move(inside), where};
    }

    /// Only functions and fields take arguments.
    void check_callable(const Command& command) const {
        const Term& first = command.terms.front();
        const auto* value = std::get_if<Constant>(&first.form);
        if (command.terms.size() == 1 && value && value->value.is_null())
            throw source_.error(first.where, "'nil' alone is no value");
        if (command.terms.size() == 1) return;
        if (std::holds_alternative<Function>(first.form) || std::holds_alternative<FieldChain>(first.form) ||
            std::holds_alternative<Variable>(first.form))
            return;
        throw source_.error(first.where, quoted(source_.text_of(first.where)) + " takes no arguments");
    }

    void check_takes_argument(const Command& command) const {
        const Term& first = command.terms.front();
        if (!std::holds_alternative<Constant>(first.form)) return;
        throw source_.error(first.where, quoted(source_.text_of(first.where)) +
                                             " cannot take the value of the pipe: expected a function");
    }

    Source source_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
    int loops_ = 0;
    std::vector<std::string> variables_;
};

} // namespace

Parsed parse(Source source) { return Parser(std::move(source)).parse(); }

} // namespace muster::cmd::go_template
