#include "cmd/go_template_evaluator.hpp"

#include "base/text.hpp"
#include "cmd/go_print.hpp"
#include "cmd/go_template_functions.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace muster::cmd::go_template {

namespace {

/// More than a format has any use for.
constexpr std::size_t most_steps = 100'000;
constexpr std::size_t most_output = 16U << 20U;

/// These change what a row says, not what it is called. Source: Docker CLI, templates.HeaderFunctions.
constexpr std::array kept_in_headings{"json", "title", "lower", "upper", "truncate"};

enum class Flow { on, leave_loop, next_round };

class Evaluator {
  public:
    Evaluator(const Parsed& parsed, const TemplateData& data, Rendering what, std::string& out)
        : source_(parsed.source), data_(data), what_(what), out_(out), dot_(data.fields) {
        variables_.emplace_back("$", data.fields);
    }

    Flow run(const Block& block) {
        for (const Node& node : block) {
            const Flow flow = std::visit([this](const auto& form) { return run_node(form); }, node.form);
            if (flow != Flow::on) return flow;
        }
        return Flow::on;
    }

  private:
    Flow run_node(const Text& text) {
        out_ += text.text;
        return Flow::on;
    }

    Flow run_node(const Action& action) {
        const Value value = value_of(action.pipeline);
        if (action.pipeline.binding == Pipeline::Binding::none)
            out_ += value.is_null() ? "<no value>" : go_text(value);
        else
            bind(action.pipeline, value);
        if (out_.size() > most_output) throw error(action.pipeline.where, "the output is longer than 16 MiB");
        return Flow::on;
    }

    Flow run_node(const Jump& jump) {
        return jump.kind == Jump::Kind::leave ? Flow::leave_loop : Flow::next_round;
    }

    Flow run_node(const Branch& branch) {
        const std::size_t outer_variables = variables_.size();
        const Value value = value_of(branch.pipeline);
        Flow flow = Flow::on;
        if (branch.kind == Branch::Kind::range) {
            flow = run_rounds(branch, value);
        } else {
            if (branch.pipeline.binding != Pipeline::Binding::none) bind(branch.pipeline, value);
            const bool changes_dot = branch.kind == Branch::Kind::with && is_true(value);
            const Value outer = dot_;
            if (changes_dot) dot_ = value;
            flow = run(is_true(value) ? branch.body : branch.otherwise);
            dot_ = outer;
        }
        variables_.resize(outer_variables);
        return flow;
    }

    /// What a loop goes over: keys, which are numbers but for maps, and elements.
    using Rounds = std::vector<std::pair<Value, Value>>;

    Rounds rounds_of(const Branch& branch, const Value& value) {
        Rounds rounds;
        if (value.is_list()) {
            for (const Value& item : value.list())
                rounds.emplace_back(static_cast<std::int64_t>(rounds.size()), item);
        } else if (value.is_object() && value.object().shape == Value::Shape::map) {
            for (const auto& [key, item] : value.object().entries) rounds.emplace_back(key, item);
            std::sort(rounds.begin(), rounds.end(),
                      [](const auto& a, const auto& b) { return a.first.string() < b.first.string(); });
        } else if (!value.is_null()) {
            add_counted_rounds(rounds, branch, value);
        }
        return rounds;
    }

    /// {{range 3}}
    void add_counted_rounds(Rounds& rounds, const Branch& branch, const Value& value) {
        const auto count = value.visit([](const auto& data) -> std::optional<std::int64_t> {
            if constexpr (std::is_same_v<std::decay_t<decltype(data)>, std::int64_t>) return data;
            return std::nullopt;
        });
        if (!count)
            throw error(branch.pipeline.where,
                        "'range' takes a list, a map or a whole number, not " + kind_of(value));
        for (std::int64_t i = 0; i < *count; ++i) {
            step(branch.pipeline.where);
            rounds.emplace_back(i, i);
        }
    }

    Flow run_rounds(const Branch& branch, const Value& value) {
        const Rounds rounds = rounds_of(branch, value);
        if (rounds.empty()) return run(branch.otherwise);
        const Value outer = dot_;
        const std::size_t outer_variables = variables_.size();
        Flow flow = Flow::on;
        for (const auto& [key, item] : rounds) {
            step(branch.pipeline.where);
            bind_round(branch.pipeline, key, item);
            dot_ = item;
            flow = run(branch.body);
            variables_.resize(outer_variables);
            if (flow == Flow::leave_loop) break;
        }
        dot_ = outer;
        return Flow::on;
    }

    void bind_round(const Pipeline& pipeline, const Value& key, const Value& item) {
        if (pipeline.variables.size() == 2) set(pipeline, pipeline.variables[0], key);
        if (!pipeline.variables.empty()) set(pipeline, pipeline.variables.back(), item);
    }

    void bind(const Pipeline& pipeline, const Value& value) { set(pipeline, pipeline.variables[0], value); }

    void set(const Pipeline& pipeline, const std::string& name, const Value& value) {
        if (pipeline.binding == Pipeline::Binding::declare)
            variables_.emplace_back(name, value);
        else
            variable(name) = value;
    }

    /// The innermost of that name. The parser has seen to it that there is one.
    Value& variable(const std::string& name) {
        return std::find_if(variables_.rbegin(), variables_.rend(),
                            [&](const auto& entry) { return entry.first == name; })
            ->second;
    }

    void step(Piece where) {
        if (++steps_ > most_steps) throw error(where, "the template does more than 100000 steps");
    }

    Error error(Piece where, std::string message) const { return source_.error(where, std::move(message)); }

    Value value_of(const Pipeline& pipeline) {
        std::optional<Value> value;
        for (const Command& command : pipeline.commands) value = value_of(command, value);
        return *value;
    }

    /// `piped`: the value of the command before.
    Value value_of(const Command& command, const std::optional<Value>& piped) {
        step(command.where);
        const Term& first = command.terms.front();
        if (const auto* function = std::get_if<Function>(&first.form))
            return call(function->name, command, piped);
        std::vector<Value> arguments = arguments_of(command, piped);
        if (const auto* chain = std::get_if<FieldChain>(&first.form); chain && !chain->fields.empty())
            return field_of(dot_, chain->fields, first.where, &arguments);
        if (const auto* named = std::get_if<Variable>(&first.form); named && !named->fields.empty())
            return field_of(variable(named->name), named->fields, first.where, &arguments);
        if (!arguments.empty())
            throw error(first.where, quoted(source_.text_of(first.where)) + " takes no arguments");
        return value_of(first);
    }

    std::vector<Value> arguments_of(const Command& command, const std::optional<Value>& piped) {
        std::vector<Value> arguments;
        for (std::size_t i = 1; i < command.terms.size(); ++i)
            arguments.push_back(value_of(command.terms[i]));
        if (piped) arguments.push_back(*piped);
        return arguments;
    }

    Value value_of(const Term& term) {
        return std::visit([&](const auto& form) { return value_of_form(form, term.where); }, term.form);
    }
    Value value_of_form(const Constant& constant, Piece) { return constant.value; }
    Value value_of_form(const FieldChain& chain, Piece where) { return field_of(dot_, chain.fields, where); }
    Value value_of_form(const Variable& named, Piece where) {
        return field_of(variable(named.name), named.fields, where);
    }
    Value value_of_form(const Function& function, Piece where) {
        return call(function.name, Command{{Term{function, where}}, where}, std::nullopt);
    }
    Value value_of_form(const Parenthesised& inside, Piece where) {
        return field_of(value_of(inside.pipeline), inside.fields, where);
    }

    /// `arguments`: for the last of the fields.
    Value field_of(Value value, const Fields& fields, Piece where,
                   const std::vector<Value>* arguments = nullptr) {
        static const std::vector<Value> none;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const bool is_last = i + 1 == fields.size();
            value = member(value, fields[i], where, is_last && arguments ? *arguments : none);
        }
        return value;
    }

    Value member(const Value& of, const std::string& name, Piece where, const std::vector<Value>& arguments) {
        if (of.is_null()) return {};
        if (!of.is_object()) throw error(where, kind_of(of) + " has no field " + quoted(name));
        const Value* found = of.find(name);
        const auto method = data_.methods.find(name);
        if (!found && method != data_.methods.end() && of == data_.fields)
            return call_method(method->second, name, where, arguments);
        if (!found && of.object().shape == Value::Shape::record) throw unknown_field(of, name, where);
        if (!arguments.empty()) throw error(where, quoted("." + name) + " takes no arguments");
        return found ? *found : Value();
    }

    Value call_method(const std::function<std::string(const std::string&)>& method, const std::string& name,
                      Piece where, const std::vector<Value>& arguments) {
        if (arguments.size() != 1 || !arguments[0].is_string())
            throw error(where, quoted("." + name) + " takes one text");
        return method(arguments[0].string());
    }

    Error unknown_field(const Value& of, const std::string& name, Piece where) const {
        std::vector<std::string> names;
        for (const auto& [key, value] : of.object().entries) names.push_back(key);
        if (of == data_.fields)
            for (const auto& [key, method] : data_.methods) names.push_back(key);
        std::sort(names.begin(), names.end());
        const auto near = nearest(name, names);
        Error unknown = error(where, "unknown field " + quoted(name));
        unknown.suggest(near ? "did you mean '" + *near + "'?" : "the fields are " + join(names, ", "));
        return unknown;
    }

    Value call(const std::string& name, const Command& command, const std::optional<Value>& piped) {
        const std::size_t count = command.terms.size() - 1 + (piped ? 1 : 0);
        if (name == "and" || name == "or") return choose(name, command, piped, count);
        const FunctionEntry& function = *find_function(name);
        check_count(function, count, command.where);
        const std::vector<Value> arguments = arguments_of(command, piped);
        const bool is_kept =
            what_ == Rendering::heading &&
            std::find(kept_in_headings.begin(), kept_in_headings.end(), name) != kept_in_headings.end();
        if (is_kept) return arguments[0].is_string() ? arguments[0] : Value("");
        try {
            return function.call(arguments);
        } catch (Error& problem) {
            throw problem.at(source_.span(command.where));
        }
    }

    void check_count(const FunctionEntry& function, std::size_t count, Piece where) const {
        if (count >= function.least_arguments && count <= function.most_arguments) return;
        const bool is_exact = function.least_arguments == function.most_arguments;
        const bool is_too_few = count < function.least_arguments;
        const std::size_t wanted = is_too_few ? function.least_arguments : function.most_arguments;
        throw error(where, quoted(function.name) + " takes " +
                               (is_exact     ? ""
                                : is_too_few ? "at least "
                                             : "at most ") +
                               counted(wanted, "argument") + ", found " + std::to_string(count));
    }

    /// The first that is false (and) or true (or), else the last; the others behind it are not looked at.
    Value choose(const std::string& name, const Command& command, const std::optional<Value>& piped,
                 std::size_t count) {
        if (count == 0) throw error(command.where, quoted(name) + " takes at least 1 argument, found 0");
        const bool wanted = name == "or";
        Value value;
        for (std::size_t i = 1; i < command.terms.size(); ++i) {
            value = value_of(command.terms[i]);
            if (is_true(value) == wanted) return value;
        }
        return piped ? *piped : value;
    }

    const Source& source_;
    const TemplateData& data_;
    Rendering what_;
    std::string& out_;
    Value dot_;
    std::vector<std::pair<std::string, Value>> variables_;
    std::size_t steps_ = 0;
};

} // namespace

void evaluate(const Parsed& parsed, const TemplateData& data, Rendering what, std::string& out) {
    Evaluator(parsed, data, what, out).run(parsed.block);
}

} // namespace muster::cmd::go_template
