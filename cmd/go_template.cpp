#include "cmd/go_template.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cmd/go_template_evaluator.hpp"
#include "cmd/go_template_parser.hpp"

#include <algorithm>

namespace muster::cmd {

namespace {

/// "org.example.last-seen" -> "last seen". Source: Docker CLI, formatter.SubHeaderContext.Label.
std::string label_heading(const std::string& name) {
    std::string heading = split(name, '.').back();
    std::replace_if(
        heading.begin(), heading.end(), [](char c) { return c == '-' || c == '_'; }, ' ');
    return heading;
}

} // namespace

GoTemplate::GoTemplate(std::string text, FileId file)
    : parsed_(std::make_unique<go_template::Parsed>(go_template::parse({std::move(text), file}))) {}
GoTemplate::~GoTemplate() = default;
GoTemplate::GoTemplate(GoTemplate&&) noexcept = default;
GoTemplate& GoTemplate::operator=(GoTemplate&&) noexcept = default;

std::string GoTemplate::render(const TemplateData& data) const {
    std::string out;
    go_template::evaluate(*parsed_, data, go_template::Rendering::row, out);
    return out;
}

std::string GoTemplate::render_heading(const std::map<std::string, std::string>& headings) const {
    TemplateData data{.fields = Value::map(), .methods = {{"Label", label_heading}}};
    for (const auto& [field, heading] : headings) data.fields.add(field, heading);
    std::string out;
    try {
        go_template::evaluate(*parsed_, data, go_template::Rendering::heading, out);
    } catch (const Error&) {
        // The rows are what was asked for, and a mistake in the template shows in them.
    }
    return out;
}

} // namespace muster::cmd
