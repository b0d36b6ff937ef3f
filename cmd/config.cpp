#include "base/go_json.hpp"
#include "base/text.hpp"
#include "cmd/config_lists.hpp"
#include "cmd/config_variables.hpp"
#include "cmd/exit_code.hpp"
#include "cmd/image_digests.hpp"
#include "cmd/session.hpp"
#include "compose/model/encode.hpp"
#include "compose/source/yaml_writer.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>

namespace muster::cmd {

using compose::Notation;
using compose::Project;

namespace {

enum class Scope { whole_project, named_services };

/// A flag that prints a list in place of the project.
struct Listing {
    const char* flag;
    Scope scope; ///< whether the command's arguments count
    std::string (*lines)(const Project&);
};

/// In the order in which Docker Compose looks for them: the first one that is given decides.
constexpr std::array<Listing, 4> listings_before_hash{{
    {"services", Scope::whole_project, service_lines},
    {"volumes", Scope::whole_project, volume_lines},
    {"networks", Scope::whole_project, network_lines},
    {"models", Scope::whole_project, model_lines},
}};
constexpr std::array<Listing, 2> listings_after_hash{{
    {"profiles", Scope::named_services, profile_lines},
    {"images", Scope::named_services, image_lines},
}};

compose::load::LoadRequest request_for(Session& session, const Flags& flags) {
    auto request = session.load_request(flags.arguments());
    request.interpolate = !flags.is_on("no-interpolate");
    request.resolve_paths = !flags.is_on("no-path-resolution");
    request.normalise = !flags.is_on("no-normalize") && !session.globals().is_on("compatibility");
    request.check_consistency = !flags.is_on("no-consistency");
    return request;
}

/// A list needs no env_file, so that a missing one does no harm.
Project load_for_list(Session& session, const Flags& flags, Scope scope) {
    auto request = request_for(session, flags);
    if (scope == Scope::whole_project) request.services.clear();
    request.resolve_environment = false;
    return session.load(request).project;
}

template <std::size_t Count>
std::optional<std::string> find_list(const std::array<Listing, Count>& listings, Session& session,
                                     const Flags& flags) {
    for (const Listing& listing : listings)
        if (flags.is_on(listing.flag)) return listing.lines(load_for_list(session, flags, listing.scope));
    return std::nullopt;
}

std::optional<std::string> find_list(Session& session, const Flags& flags) {
    if (flags.is_on("services") && flags.is_on("no-interpolate"))
        return service_lines(session.load_document(request_for(session, flags)));
    if (auto lines = find_list(listings_before_hash, session, flags)) return lines;
    if (!flags.text("hash").empty())
        return hash_lines(load_for_list(session, flags, Scope::whole_project), flags.text("hash"));
    if (auto lines = find_list(listings_after_hash, session, flags)) return lines;
    if (flags.is_on("variables"))
        return variables_text(session.load_document(request_for(session, flags)), flags.text("format"));
    if (flags.is_on("environment"))
        return environment_lines(session.load(request_for(session, flags)).project);
    return std::nullopt;
}

/// A '$' in what is printed must not be taken for a variable when it is read again.
std::string with_doubled_dollars(const std::string& text) {
    std::string out;
    out.reserve(text.size() + static_cast<std::size_t>(std::count(text.begin(), text.end(), '$')));
    for (const char c : text) {
        out += c;
        if (c == '$') out += c;
    }
    return out;
}

Notation notation_of(const Flags& flags) {
    const std::string format = flags.text("format");
    if (format == "json") return Notation::json;
    if (format == "yaml" || format.empty()) return Notation::yaml;
    throw Error(ErrorKind::usage, "unsupported format " + quoted(format)).suggest("expected yaml or json");
}

std::string rendered(const Value& document, Notation notation) {
    return notation == Notation::json ? to_sorted_go_json(document) : compose::source::write_yaml(document);
}

std::string project_text(Session& session, const Flags& flags) {
    const Notation notation = notation_of(flags);
    compose::load::LoadedProject loaded = session.load(request_for(session, flags));
    for (const Error& refusal : loaded.refusals) session.warn(refusal);
    Project project = std::move(loaded.project);
    if (wants_digests(flags)) project = with_image_digests(std::move(project), session);
    if (flags.is_on("lock-image-digests")) project = with_images_only(project);
    if (flags.is_on("quiet")) return {};
    Value document = compose::encode(project, notation);
    // An override file that only pins images is no project of its own.
    if (project.name.empty() && notation == Notation::yaml)
        std::erase_if(document.object().entries, [](const auto& entry) { return entry.first == "name"; });
    return with_doubled_dollars(rendered(document, notation));
}

/// Variables stay as they are written, so the document is no project that could be checked in full.
std::string document_text(Session& session, const Flags& flags) {
    const Notation notation = notation_of(flags);
    Value document = session.load_document(request_for(session, flags));
    if (wants_digests(flags)) document = with_image_digests(std::move(document), session);
    if (flags.is_on("lock-image-digests")) document = with_images_only(document);
    if (flags.is_on("quiet")) return {};
    return rendered(document, notation);
}

void write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) throw Error(ErrorKind::not_found, "cannot write " + quoted(path));
}

/// Docker Compose's JSON does not end in a line break, which a terminal's prompt needs.
void print(Stream& out, std::string text) {
    if (out.is_terminal() && !text.empty() && text.back() != '\n') text += '\n';
    out.write(text);
}

int run_config(Session& session, const Flags& flags) {
    if (const auto list = find_list(session, flags)) {
        session.out().write(*list);
        return exit_code::success;
    }
    const std::string text =
        flags.is_on("no-interpolate") ? document_text(session, flags) : project_text(session, flags);
    if (flags.is_on("quiet")) return exit_code::success;
    if (flags.text("output").empty())
        print(session.out(), text);
    else
        write_file(flags.text("output"), text);
    return exit_code::success;
}

} // namespace

Command config_command() {
    using enum FlagKind;
    return {
        "config",
        "Check the compose files and print them as one, in canonical form",
        Positionals::services,
        {{"environment", '\0', toggle, "Print the variables used for interpolation", "", ""},
         {"format",
          '\0',
          text,
          "yaml or json; for --variables also table",
          "FORMAT",
          "",
          false,
          {"yaml", "json", "table"}},
         {"hash", '\0', text, "Print the configuration hash of services ('*' for all)", "SERVICES", ""},
         {"images", '\0', toggle, "Print the image names", "", ""},
         {"lock-image-digests", '\0', toggle,
          "Print an override file that pins every image to its registry's digest", "", ""},
         {"models", '\0', toggle, "Print what the models are pulled by", "", ""},
         {"networks", '\0', toggle, "Print the network names", "", ""},
         {"no-consistency", '\0', toggle, "Do not check that the parts of the project go together", "", ""},
         {"no-env-resolution", '\0', toggle, "Accepted as Docker Compose does; has no effect", "", ""},
         {"no-interpolate", '\0', toggle, "Leave variables as they are written", "", ""},
         {"no-normalize", '\0', toggle, "Do not fill in names, networks and dependencies", "", ""},
         {"no-path-resolution", '\0', toggle, "Leave relative paths as they are written", "", ""},
         {"output", 'o', text, "Write to a file", "FILE", ""},
         {"profiles", '\0', toggle, "Print the profile names", "", ""},
         {"quiet", 'q', toggle, "Check only, print nothing", "", ""},
         {"resolve-image-digests", '\0', toggle, "Pin image tags to their registry's digests", "", ""},
         {"services", '\0', toggle, "Print the service names", "", ""},
         {"variables", '\0', toggle, "Print the variables of the files and their defaults", "", ""},
         {"volumes", '\0', toggle, "Print the volume names", "", ""}},
        run_config};
}

} // namespace muster::cmd
