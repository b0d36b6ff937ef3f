#pragma once

#include "base/value.hpp"
#include "cmd/go_template_source.hpp"

#include <string>
#include <variant>
#include <vector>

/// A template as a tree. What is nested is at most Parser's depth deep.
namespace muster::cmd::go_template {

struct Term;

/// A function or field with its arguments, or a single value.
struct Command {
    std::vector<Term> terms; ///< never empty
    Piece where;
};

/// Commands, each taking the value of the one before as its last argument.
struct Pipeline {
    enum class Binding { none, declare, assign };
    Binding binding = Binding::none;
    std::vector<std::string> variables; ///< two in a range: index and element
    std::vector<Command> commands;      ///< never empty
    Piece where;
};

using Fields = std::vector<std::string>;

struct Constant {
    Value value; ///< null: nil
};
struct FieldChain { ///< .A.B; without fields: the dot
    Fields fields;
};
struct Variable { ///< $x.A
    std::string name;
    Fields fields;
};
struct Function {
    std::string name;
};
struct Parenthesised { ///< (pipeline).A
    Pipeline pipeline;
    Fields fields;
};

struct Term {
    std::variant<Constant, FieldChain, Variable, Function, Parenthesised> form;
    Piece where;
};

struct Node;
using Block = std::vector<Node>;

struct Text {
    std::string text;
};
/// {{pipeline}}: prints its value, unless it goes to a variable.
struct Action {
    Pipeline pipeline;
};
/// {{if}}, {{with}} and {{range}}.
struct Branch {
    enum class Kind { condition, with, range };
    Kind kind = Kind::condition;
    Pipeline pipeline;
    Block body;
    Block otherwise;
};
struct Jump {
    enum class Kind { leave, next }; ///< {{break}}, {{continue}}
    Kind kind = Kind::leave;
};

struct Node {
    std::variant<Text, Action, Branch, Jump> form;
};

/// A template that can be rendered.
struct Parsed {
    Source source;
    Block block;
};

} // namespace muster::cmd::go_template
