#include "tests/fuzz/properties.hpp"

#include "base/go_json.hpp"
#include "base/render_error.hpp"
#include "base/text.hpp"
#include "compose/source/scalar.hpp"
#include "compose/source/yaml_reader.hpp"
#include "compose/source/yaml_writer.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace muster::fuzz {

namespace {

std::size_t count_lines(const std::string& text) {
    return 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

void require_true_place(const Span& place, const SourceMap& sources, const std::string& message) {
    if (!place.is_known()) return;
    const std::string shown = sources.describe(place) + " " + message;
    require(place.line <= count_lines(sources.text(place.file)), "a place is below its file", shown);
    const std::size_t points = count_code_points(sources.line(place.file, place.line));
    require(place.column >= 1, "a column is zero", shown);
    require(place.column <= points + 1, "a place is behind its line", shown);
    const bool is_end = place.column == points + 1 && place.length <= 1;
    require(is_end || place.column - 1 + place.length <= points, "a place reaches beyond its line", shown);
}

} // namespace

void require(bool holds, std::string_view what, const std::string& detail) {
    if (holds) return;
    std::fprintf(stderr, "PROPERTY BROKEN: %.*s\n%s\n", static_cast<int>(what.size()), what.data(),
                 detail.c_str());
    std::abort();
}

void require_equal(const std::string& found, const std::string& expected, std::string_view what) {
    require(found == expected, what, "found:\n" + found + "\nexpected:\n" + expected);
}

void require_true_places(const std::vector<Error>& problems, const SourceMap& sources) {
    for (const Error& problem : problems) {
        if (problem.where) require_true_place(*problem.where, sources, problem.message);
        for (const Note& note : problem.notes)
            if (note.where) require_true_place(*note.where, sources, note.text);
        require(!render_error(problem, sources).empty(), "a problem renders as nothing");
    }
}

void require_yaml_round_trip(const Value& value) {
    const std::string yaml = compose::source::write_yaml(value);
    SourceMap sources;
    Diagnostics problems;
    const auto documents = compose::source::read_yaml(sources.add("written", yaml), sources, problems);
    for (const Error& error : problems.errors())
        require(false, "written YAML cannot be read", render_error(error, sources) + yaml);
    require(documents.size() == 1, "written YAML is not one document", yaml);
    require_equal(to_go_json(compose::source::to_value(documents[0])), to_go_json(value),
                  "written YAML reads as another value:\n" + yaml);
}

} // namespace muster::fuzz
