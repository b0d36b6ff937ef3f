#pragma once

#include <curl/curl.h>

#include <span>

namespace muster::engine {

/// The functions of libcurl that are used, found at run time: the program does not link libcurl, whose thirty
/// libraries would cost every command its start-up time.
struct CurlLibrary {
    decltype(&::curl_global_init) global_init = nullptr;
    decltype(&::curl_easy_init) easy_init = nullptr;
    decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
    decltype(&::curl_easy_reset) easy_reset = nullptr;
    decltype(&::curl_easy_setopt) easy_setopt = nullptr;
    decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
    decltype(&::curl_easy_pause) easy_pause = nullptr;
    decltype(&::curl_easy_perform) easy_perform = nullptr;
    decltype(&::curl_easy_recv) easy_recv = nullptr;
    decltype(&::curl_easy_send) easy_send = nullptr;
    decltype(&::curl_easy_strerror) easy_strerror = nullptr;
    decltype(&::curl_multi_init) multi_init = nullptr;
    decltype(&::curl_multi_cleanup) multi_cleanup = nullptr;
    decltype(&::curl_multi_add_handle) multi_add_handle = nullptr;
    decltype(&::curl_multi_remove_handle) multi_remove_handle = nullptr;
    decltype(&::curl_multi_perform) multi_perform = nullptr;
    decltype(&::curl_multi_poll) multi_poll = nullptr;
    decltype(&::curl_multi_wakeup) multi_wakeup = nullptr;
    decltype(&::curl_multi_info_read) multi_info_read = nullptr;
    decltype(&::curl_slist_append) slist_append = nullptr;
    decltype(&::curl_slist_free_all) slist_free_all = nullptr;

    // Of the TLS library that it uses: null where it uses another one
    int (*openssl_shutdown)(void* session) = nullptr; ///< SSL_shutdown
    int (*gnutls_bye)(void* session, unsigned how) = nullptr;
};

/// The first of the named libraries that is there. Throws Error (connection) when none is, or when it lacks
/// a function.
CurlLibrary load_curl(std::span<const char* const> names);

/// The system's libcurl, loaded by the first call and kept until the program ends. Throws as load_curl does.
const CurlLibrary& curl();

} // namespace muster::engine
