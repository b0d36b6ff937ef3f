#include "compose/execute/image_digests.hpp"

#include "base/text.hpp"
#include "compose/execute/credential_program.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

namespace muster::compose::execute {

using engine::ImageReference;

namespace {

/// Without the tag of a reference that has a digest.
ImageReference parse(const std::string& image) {
    ImageReference reference = engine::with_default_tag(engine::parse_image_reference(image));
    if (!reference.digest.empty()) reference.tag.clear();
    return reference;
}

class Resolution {
  public:
    Resolution(engine::Engine& engine, const DigestRequest& request)
        : engine_(engine), request_(request), images_(distinct(request.images)) {}

    std::map<std::string, std::string> run() {
        {
            std::vector<std::jthread> workers;
            for (std::size_t i = 0; i < std::min(images_.size(), std::max<std::size_t>(request_.parallel, 1));
                 ++i)
                workers.emplace_back([this] { work(); });
        }
        if (!errors_.empty()) fail();
        return std::move(resolved_);
    }

  private:
    static std::vector<std::string> distinct(const std::vector<std::string>& images) {
        const std::set<std::string> names(images.begin(), images.end());
        return {names.begin(), names.end()};
    }

    void work() {
        for (std::size_t i = next_++; i < images_.size(); i = next_++) {
            try {
                keep(images_[i], resolve(images_[i]));
            } catch (Error& problem) {
                const std::scoped_lock lock(mutex_);
                errors_.emplace(images_[i],
                                problem.note("while asking for the digest of " + quoted(images_[i])));
            }
        }
    }

    std::string resolve(const std::string& image) const {
        ImageReference reference = parse(image);
        if (reference.digest.empty())
            reference.digest = engine_.get_registry_digest(
                engine::normalised_name(reference), registry_auth_for(reference, request_.docker_config));
        return engine::normalised_name(reference);
    }

    void keep(const std::string& image, std::string pinned) {
        const std::scoped_lock lock(mutex_);
        resolved_[image] = std::move(pinned);
    }

    [[noreturn]] void fail() const {
        std::vector<Error> errors;
        for (const auto& [image, error] : errors_) {
            if (error.kind == ErrorKind::connection) throw error;
            errors.push_back(error);
        }
        throw LoadFailure(std::move(errors));
    }

    engine::Engine& engine_;
    const DigestRequest& request_;
    const std::vector<std::string> images_;
    std::atomic<std::size_t> next_ = 0;
    std::mutex mutex_;
    std::map<std::string, std::string> resolved_; ///< guarded by mutex_, as are the errors
    std::map<std::string, Error> errors_;
};

} // namespace

std::map<std::string, std::string> resolve_image_digests(engine::Engine& engine,
                                                         const DigestRequest& request) {
    return Resolution(engine, request).run();
}

} // namespace muster::compose::execute
