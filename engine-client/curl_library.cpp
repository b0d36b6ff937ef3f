#include "engine-client/curl_library.hpp"

#include "base/error.hpp"

#include <array>
#include <dlfcn.h>
#include <string>

namespace muster::engine {

namespace {

Error missing_library(const std::string& reason) {
    return Error(ErrorKind::connection, "libcurl could not be loaded: " + reason)
        .suggest("install libcurl 7.68 or newer (Debian: libcurl4, Fedora: libcurl)");
}

void* open_first(std::span<const char* const> names) {
    std::string reasons;
    for (const char* name : names) {
        if (void* library = ::dlopen(name, RTLD_LAZY | RTLD_LOCAL)) return library;
        reasons += (reasons.empty() ? "" : "; ") + std::string(::dlerror());
    }
    throw missing_library(reasons);
}

template <class Function>
void resolve(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    if (!function) throw missing_library(std::string("it has no function '") + name + "'");
}

/// Of libcurl's own libraries, which dlsym searches too.
template <class Function>
void resolve_if_there(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
}

} // namespace

CurlLibrary load_curl(std::span<const char* const> names) {
    void* library = open_first(names);
    CurlLibrary curl;
    resolve(library, "curl_global_init", curl.global_init);
    resolve(library, "curl_easy_init", curl.easy_init);
    resolve(library, "curl_easy_cleanup", curl.easy_cleanup);
    resolve(library, "curl_easy_reset", curl.easy_reset);
    resolve(library, "curl_easy_setopt", curl.easy_setopt);
    resolve(library, "curl_easy_getinfo", curl.easy_getinfo);
    resolve(library, "curl_easy_pause", curl.easy_pause);
    resolve(library, "curl_easy_perform", curl.easy_perform);
    resolve(library, "curl_easy_recv", curl.easy_recv);
    resolve(library, "curl_easy_send", curl.easy_send);
    resolve(library, "curl_easy_strerror", curl.easy_strerror);
    resolve(library, "curl_multi_init", curl.multi_init);
    resolve(library, "curl_multi_cleanup", curl.multi_cleanup);
    resolve(library, "curl_multi_add_handle", curl.multi_add_handle);
    resolve(library, "curl_multi_remove_handle", curl.multi_remove_handle);
    resolve(library, "curl_multi_perform", curl.multi_perform);
    resolve(library, "curl_multi_poll", curl.multi_poll);
    resolve(library, "curl_multi_wakeup", curl.multi_wakeup);
    resolve(library, "curl_multi_info_read", curl.multi_info_read);
    resolve(library, "curl_slist_append", curl.slist_append);
    resolve(library, "curl_slist_free_all", curl.slist_free_all);
    resolve_if_there(library, "SSL_shutdown", curl.openssl_shutdown);
    resolve_if_there(library, "gnutls_bye", curl.gnutls_bye);
    curl.global_init(CURL_GLOBAL_DEFAULT);
    return curl;
}

const CurlLibrary& curl() {
    static constexpr std::array names{"libcurl.so.4", "libcurl-gnutls.so.4"};
    static const CurlLibrary library = load_curl(names);
    return library;
}

} // namespace muster::engine
