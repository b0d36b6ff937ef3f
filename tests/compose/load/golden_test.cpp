#include "base/go_json.hpp"
#include "base/render_error.hpp"
#include "base/text.hpp"
#include "compose/load/load.hpp"
#include "compose/model/encode.hpp"
#include "compose/source/yaml_writer.hpp"
#include "tests/fakes/compose/golden_case.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

/// Every project of tests/golden/peer is loaded and compared with what Docker Compose made of it.
namespace muster::compose::load {

namespace {

using fakes::GoldenCase;
using Reasons = std::map<std::string, std::string>;

/// What we do differently, and why.
const Reasons differences{
    {"config/raw-empty-lists", "an empty list is printed as one; Docker Compose prints null"},
    {"lenient/include-no-path", "Docker Compose passes over what is misspelt there"},
    {"lenient/integer-fraction", "Docker Compose cuts 1.5 down to 1 without a word"},
    {"lenient/negative", "no engine can heed a time before now"},
    {"lenient/unknown-extends-key", "Docker Compose passes over what is misspelt there"},
    {"lenient/unknown-include-key", "Docker Compose passes over what is misspelt there"},
    {"merge/networks-top-level", "every subnet is kept; Docker Compose loses some of them"},
    {"reject/date-command", "YAML 1.2 knows no dates: it is text; Docker Compose knows no use for one"},
    {"reject/date-environment", "YAML 1.2 knows no dates: it is text; Docker Compose knows no use for one"},
    {"reject/date-label", "YAML 1.2 knows no dates: it is text; Docker Compose knows no use for one"},
    {"reject/merge-ssh", "keys of SSH in two files do not contradict each other"},
    {"reject/merge-volume-labels", "the same label in two files is no contradiction"},
    {"service/bytes-float", "Docker Compose loses a size with a fraction"},
    {"volumes/short-one-letter", "'v:/x' is a volume of one letter, not a drive of Windows"},
};

const char create_host_path_reason[] =
    "'create_host_path: false' reaches the engine, and is printed; Docker Compose loses it";

/// What we only print differently.
const Reasons yaml_differences{
    {"build/ssh", "a key is printed as ID=PATH, to be read again; Docker Compose prints 'ID: PATH'"},
    {"volumes/long", create_host_path_reason},
    {"volumes/long-bind-no-create", create_host_path_reason},
    {"yaml/timestamps", "a date of an extension stays as it was written"},
    {"yaml/strings-odd", "text with U+FEFF or U+2028 comes back as it was; Docker Compose garbles it"},
};

/// What we warn of differently.
const Reasons warning_differences{
    {"interpolation/nested-required", "a message that is not needed is not looked at"},
};

/// What is wrong outside any file, or in the lack of one: there is no place to show.
const Reasons placeless{
    {"reject/compose-file-missing", "COMPOSE_FILE names a file that does not exist"},
    {"reject/empty-file", "the file has no line to show"},
    {"reject/env-file-flag-missing", "--env-file names a file that does not exist"},
    {"reject/file-missing", "-f names a file that does not exist"},
    {"reject/name-flag", "-p names the project"},
    {"reject/name-nothing-left", "what remains of the name is judged when all files have been read"},
    {"reject/name-variable", "COMPOSE_PROJECT_NAME names the project"},
    {"reject/no-file", "there is no compose file"},
    {"reject/unknown-service", "the command line names the service"},
};

/// A project, or a document if that is what the case asks for, or what is wrong with it.
struct Outcome {
    std::optional<LoadedProject> loaded;
    std::optional<LoadedDocument> raw;
    std::vector<Error> errors;
    SourceMap sources;

    std::string rendered_errors() const {
        std::string text;
        for (const Error& error : errors) text += render_error(error, sources);
        return text;
    }
};

bool is_raw(const GoldenCase& golden) {
    const std::vector<std::string> words = golden.lines("config-args");
    return std::find(words.begin(), words.end(), "--no-interpolate") != words.end();
}

Outcome outcome_of(const GoldenCase& golden) {
    Outcome outcome;
    try {
        if (is_raw(golden))
            outcome.raw = load_document(golden.request(), golden.files(), outcome.sources);
        else
            outcome.loaded = load_project(golden.request(), golden.files(), outcome.sources);
    } catch (const LoadFailure& failure) {
        outcome.errors = failure.errors;
    }
    return outcome;
}

/// As `config` prints it, which doubles every '$'.
std::string with_doubled_dollars(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '$' ? "$$" : std::string(1, c);
    return out;
}

std::string in_notation(const Value& document, Notation notation) {
    return notation == Notation::json ? to_sorted_go_json(document) + "\n" : source::write_yaml(document);
}

/// The errors if it could not be loaded.
std::string printed(const GoldenCase& golden, Notation notation) {
    const Outcome outcome = outcome_of(golden);
    if (outcome.raw) return in_notation(outcome.raw->document, notation);
    if (!outcome.loaded) return outcome.rendered_errors();
    return with_doubled_dollars(in_notation(encode(outcome.loaded->project, notation), notation));
}

/// What a warning is about, in one word and the name between two texts: the words are not Docker Compose's.
struct WarningForm {
    const char* about;
    std::string_view before;
    std::string_view after;
};

std::optional<std::string> find_topic(std::string_view warning, const std::vector<WarningForm>& forms) {
    for (const WarningForm& form : forms) {
        const std::size_t start = warning.find(form.before);
        if (start == std::string_view::npos) continue;
        const std::string_view rest = warning.substr(start + form.before.size());
        const std::size_t end = rest.find(form.after);
        if (end != std::string_view::npos) return form.about + (" " + std::string(rest.substr(0, end)));
    }
    return std::nullopt;
}

const std::vector<WarningForm> peer_forms{
    {"unset", "The \"", "\" variable is not set"},
    {"version", "the attribute `version`", " is obsolete"},
    {"boolean", "\"", "\" for boolean is not supported"},
    {"several", "Found multiple ", ""},
    {"external.name", "external.name is ", ". Please"},
};

const std::vector<WarningForm> own_forms{
    {"unset", "the variable '", "' is not set"},
    {"version", "'version'", " is obsolete"},
    {"boolean", "'", "' is no boolean"},
    {"several", "found ", ""},
    {"external.name", "is ", ", write 'name' beside"},
};

std::set<std::string> warned_of_by_peer(const GoldenCase& golden) {
    std::set<std::string> topics;
    for (const std::string& line : golden.lines("expected.warnings")) {
        if (line.starts_with("Using ")) continue; // follows "Found multiple"
        topics.insert(find_topic(line, peer_forms).value_or("unknown form: " + line));
    }
    return topics;
}

/// Of what Docker Compose may warn of too.
std::set<std::string> warned_of(const GoldenCase& golden) {
    std::set<std::string> topics;
    const Outcome outcome = outcome_of(golden);
    const std::vector<Error> warnings = outcome.raw      ? outcome.raw->warnings
                                        : outcome.loaded ? outcome.loaded->warnings
                                                         : std::vector<Error>();
    for (const Error& warning : warnings)
        if (const auto topic = find_topic(warning.message, own_forms)) topics.insert(*topic);
    return topics;
}

std::string join_topics(const std::set<std::string>& topics) {
    return join(std::vector<std::string>(topics.begin(), topics.end()), "; ");
}

} // namespace

TEST_CASE("every golden project is loaded as Docker Compose loads it") {
    const auto cases = fakes::golden_cases("peer");
    REQUIRE(cases.size() > 100);
    std::size_t equal = 0;
    std::size_t compared = 0;
    for (const GoldenCase& golden : cases) {
        if (!golden.has("expected.json")) continue;
        CAPTURE(golden.name);
        const std::string found = printed(golden, Notation::json);
        const bool is_same = found == golden.text("expected.json");
        CHECK_MESSAGE(is_same != differences.contains(golden.name), found);
        ++compared;
        if (is_same) ++equal;
    }
    MESSAGE(equal << " of " << compared << " golden projects are equal");
}

TEST_CASE("every golden project is printed as Docker Compose prints it") {
    for (const GoldenCase& golden : fakes::golden_cases("peer")) {
        if (!golden.has("expected.yaml")) continue;
        CAPTURE(golden.name);
        const std::string found = printed(golden, Notation::yaml);
        const bool is_same = found == golden.text("expected.yaml");
        const bool may_differ = differences.contains(golden.name) || yaml_differences.contains(golden.name);
        CHECK_MESSAGE(is_same != may_differ, found);
    }
}

TEST_CASE("every golden project that Docker Compose rejects is rejected, with a place") {
    for (const GoldenCase& golden : fakes::golden_cases("peer")) {
        if (!golden.has("expected.error")) continue;
        CAPTURE(golden.name);
        const Outcome outcome = outcome_of(golden);
        CHECK(outcome.errors.empty() == differences.contains(golden.name));
        for (const Error& error : outcome.errors) {
            const bool is_located = error.where && error.where->is_known();
            CHECK_MESSAGE(is_located != placeless.contains(golden.name), outcome.rendered_errors());
        }
    }
}

TEST_CASE("every golden project is warned of as Docker Compose warns") {
    for (const GoldenCase& golden : fakes::golden_cases("peer")) {
        if (golden.has("expected.error") || differences.contains(golden.name)) continue;
        CAPTURE(golden.name);
        const std::set<std::string> expected = warned_of_by_peer(golden);
        const std::set<std::string> found = warned_of(golden);
        CHECK_MESSAGE((found == expected) != warning_differences.contains(golden.name),
                      join_topics(found) << " instead of " << join_topics(expected));
    }
}

TEST_CASE("every difference from Docker Compose that is listed has its golden project") {
    std::set<std::string> names;
    for (const GoldenCase& golden : fakes::golden_cases("peer")) names.insert(golden.name);
    for (const Reasons* reasons : {&differences, &yaml_differences, &warning_differences, &placeless})
        for (const auto& [name, reason] : *reasons) CHECK_MESSAGE(names.contains(name), name);
}

} // namespace muster::compose::load
