#include "compose/translate/granted_files.hpp"

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace muster::compose::translate {

namespace {

constexpr std::size_t digest_digits = 5;

enum class Delivery { bound, copied };

/// A secret or config as one service asks for it.
struct Grant {
    const char* kind;
    const FileReference& reference;
    const FileObject& object;
    std::string target;
    Delivery delivery;
};

bool asks_for_ownership(const FileReference& reference) {
    return reference.mode || !reference.uid.empty() || !reference.gid.empty();
}

/// Nothing can be copied into a read-only root file system, nor a file that cannot be read here.
Delivery delivery_of(const Project& project, const Service& service, const FileReference& reference,
                     const FileObject& object) {
    if (object.file.empty()) return Delivery::copied;
    const bool can_be_copied = !service.read_only && project.file_contents.contains(object.file);
    return asks_for_ownership(reference) && can_be_copied ? Delivery::copied : Delivery::bound;
}

/// Source: Compose spec, services.secrets: a relative target lies below /run/secrets; a config's below /.
std::string target_path(const FileReference& reference, const char* directory) {
    const std::string& target = reference.target.empty() ? reference.source : reference.target;
    return target.starts_with('/') ? target : directory + target;
}

struct Source {
    const char* kind;
    const char* directory;
    const std::map<std::string, FileObject>& objects;
    const std::vector<FileReference>& references;
};

std::vector<Grant> grants_of(const Project& project, const Service& service) {
    std::vector<Grant> grants;
    for (const Source& source : {Source{"config", "/", project.configs, service.configs},
                                 Source{"secret", "/run/secrets/", project.secrets, service.secrets}})
        for (const FileReference& reference : source.references) {
            const FileObject& object = source.objects.at(reference.source);
            grants.push_back({source.kind, reference, object, target_path(reference, source.directory),
                              delivery_of(project, service, reference, object)});
        }
    return grants;
}

std::string external_words(const char* kind) {
    return std::string("is external, which is not supported: the engine keeps such ") + kind +
           "s for swarm services only";
}

std::string unset_words(const FileObject& object) {
    return "comes from environment variable " + quoted(object.environment) + ", which is not set";
}

bool comes_from_variable(const FileObject& object) {
    return object.file.empty() && object.content.empty() && !object.environment.empty();
}

/// Nothing when it cannot be told.
std::optional<std::string> find_content(const Project& project, const FileObject& object) {
    const auto find = [](const auto& texts, const std::string& key) {
        const auto text = texts.find(key);
        return text == texts.end() ? std::nullopt : std::optional(text->second);
    };
    if (!object.file.empty()) return find(project.file_contents, object.file);
    if (comes_from_variable(object)) return find(project.environment, object.environment);
    return object.content;
}

std::string get_content(const Project& project, const Grant& grant) {
    auto content = find_content(project, grant.object);
    if (!content)
        throw Error(ErrorKind::compose_file, std::string(grant.kind) + " " + quoted(grant.reference.source) +
                                                 " " + unset_words(grant.object));
    return std::move(*content);
}

std::int64_t to_id(const std::string& text) {
    std::int64_t id = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), id);
    return problem == std::errc() && end == text.data() + text.size() ? id : 0;
}

/// By "secret/token". What is bound counts with its path: the container sees the file that it was made with.
std::map<std::string, std::string> digests_of(const Project& project, const Service& service,
                                              std::int64_t number) {
    std::map<std::string, std::string> digests;
    for (const Grant& grant : grants_of(project, service)) {
        const auto content = find_content(project, grant.object);
        if (grant.object.external || !content) continue;
        const std::string key = grant.kind + ("/" + grant.reference.source);
        const std::string path = grant.delivery == Delivery::bound ? grant.object.file : "";
        const std::string salted = join(
            {project.name, service.name, std::to_string(number), key, path, *content}, std::string(1, '\0'));
        digests[key] = sha256_hex(salted).substr(0, digest_digits);
    }
    return digests;
}

std::map<std::string, std::string> digests_from(const std::string& recorded) {
    std::map<std::string, std::string> digests;
    for (const std::string& word : split(recorded, ' ')) {
        const std::size_t equals = word.find('=');
        if (equals != std::string::npos) digests[word.substr(0, equals)] = word.substr(equals + 1);
    }
    return digests;
}

/// What keeps the file from being handed over; empty when nothing does.
FileProblem refusal_of(const Project& project, const Service& service, const Grant& grant) {
    if (grant.object.external)
        return {.message = external_words(grant.kind),
                .hint = "give it a 'file', an 'environment' or a 'content' instead of 'external'"};
    if (comes_from_variable(grant.object) && !find_content(project, grant.object))
        return {.message = unset_words(grant.object), .hint = "set it, in the shell or in the .env file"};
    if (grant.delivery == Delivery::copied && service.read_only)
        return {.message =
                    "cannot be put into a container with 'read_only: true': only one that comes from a "
                    "'file' can, by a mount",
                .hint = "give it a 'file', or leave 'read_only' out"};
    return {};
}

/// What of the reference has no effect.
FileProblem loss_of(const Service& service, const Grant& grant) {
    if (grant.delivery == Delivery::copied || !asks_for_ownership(grant.reference)) return {};
    const std::string words = "keeps the owner and mode of its file";
    const std::string effect = "so uid, gid and mode have no effect";
    return {.gravity = FileProblem::Gravity::warning,
            .message = service.read_only ? words + ": 'read_only: true' leaves nothing but a mount, " + effect
                                         : words + ", which cannot be read here, " + effect};
}

} // namespace

std::vector<engine::MountSpec> file_mounts(const Project& project, const Service& service) {
    std::vector<engine::MountSpec> mounts;
    for (const Grant& grant : grants_of(project, service)) {
        if (grant.object.external)
            throw Error(ErrorKind::unsupported, std::string(grant.kind) + " " +
                                                    quoted(grant.reference.source) + " " +
                                                    external_words(grant.kind));
        if (grant.delivery != Delivery::bound) continue;
        engine::MountSpec mount;
        mount.type = "bind";
        mount.source = grant.object.file;
        mount.target = grant.target;
        mount.read_only = true;
        mounts.push_back(std::move(mount));
    }
    return mounts;
}

std::vector<CopiedFile> copied_files(const Project& project, const Service& service) {
    std::vector<CopiedFile> files;
    for (const Grant& grant : grants_of(project, service)) {
        if (grant.object.external || grant.delivery != Delivery::copied) continue;
        CopiedFile file{grant.target, get_content(project, grant)};
        if (grant.reference.mode) file.mode = grant.reference.mode->bits;
        file.uid = to_id(grant.reference.uid);
        file.gid = to_id(grant.reference.gid);
        // As Docker Compose does: an empty text stands for none, an empty file for a file.
        if (!file.content.empty() || !grant.object.file.empty()) files.push_back(std::move(file));
    }
    return files;
}

bool has_copied_files(const Project& project, const Service& service) {
    const auto grants = grants_of(project, service);
    return std::any_of(grants.begin(), grants.end(), [](const Grant& grant) {
        return !grant.object.external && grant.delivery == Delivery::copied;
    });
}

std::vector<FileProblem> file_problems(const Project& project, const Service& service) {
    std::vector<FileProblem> problems;
    for (const Grant& grant : grants_of(project, service))
        for (FileProblem problem : {refusal_of(project, service, grant), loss_of(service, grant)}) {
            if (problem.message.empty()) continue;
            problem.path = {"services", service.name, grant.kind + std::string("s"), grant.reference.source};
            problems.push_back(std::move(problem));
        }
    return problems;
}

std::string file_digests(const Project& project, const Service& service, std::int64_t number) {
    std::vector<std::string> words;
    for (const auto& [key, digest] : digests_of(project, service, number))
        words.push_back(key + "=" + digest);
    return join(words, " ");
}

std::vector<ChangedFile> changed_files(const Project& project, const Service& service, std::int64_t number,
                                       const std::string& recorded) {
    std::vector<ChangedFile> changed;
    const auto before = digests_from(recorded);
    for (const auto& [key, digest] : digests_of(project, service, number)) {
        const auto old = before.find(key);
        if (old == before.end() || old->second == digest) continue;
        const std::size_t slash = key.find('/');
        changed.push_back({key.substr(0, slash), key.substr(slash + 1)});
    }
    return changed;
}

} // namespace muster::compose::translate
