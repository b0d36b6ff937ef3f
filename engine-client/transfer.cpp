#include "engine-client/transfer.hpp"

namespace muster::engine {

namespace {

Transfer& transfer_of(void* self) { return *static_cast<Transfer*>(self); }

/// It changes nothing, and has no body.
bool is_safe(Method method) { return method == Method::get || method == Method::head; }

} // namespace

Transfer::Transfer(CurlHandle handle, const Address& address, std::shared_ptr<Exchange> exchange)
    : handle_(std::move(handle)), exchange_(std::move(exchange)) {
    handle_.point_at(address, exchange_->request().path);
    handle_.set(CURLOPT_PRIVATE, static_cast<void*>(this));
    set_callbacks();
    set_method();
    set_content();
    set_headers(address);
}

void Transfer::set_callbacks() {
    void* const self = this;
    handle_.set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    handle_.set(CURLOPT_HEADERDATA, self);
    handle_.set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    handle_.set(CURLOPT_WRITEDATA, self);
    handle_.set(CURLOPT_READFUNCTION, &Transfer::on_upload);
    handle_.set(CURLOPT_READDATA, self);
    handle_.set(CURLOPT_PREREQFUNCTION, &Transfer::on_attempt);
    handle_.set(CURLOPT_PREREQDATA, self);
}

void Transfer::set_method() {
    const Request& request = exchange_->request();
    if (request.method == Method::get) return handle_.set(CURLOPT_HTTPGET, 1L);
    if (request.method == Method::head) return handle_.set(CURLOPT_NOBODY, 1L);
    if (request.upload)
        handle_.set(CURLOPT_UPLOAD, 1L);
    else
        handle_.set(CURLOPT_POST, 1L);
    handle_.set(CURLOPT_CUSTOMREQUEST, to_string(request.method));
}

void Transfer::set_content() {
    const Request& request = exchange_->request();
    if (request.upload || is_safe(request.method)) return;
    handle_.set(CURLOPT_POSTFIELDS, request.body.data()); // not copied: the exchange keeps it
    handle_.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
}

void Transfer::set_headers(const Address& address) {
    const Request& request = exchange_->request();
    headers_.add("User-Agent: muster");
    headers_.add("Accept:"); // without a value: not sent
    headers_.add("Expect:");
    if (request.upload)
        headers_.add("Content-Type: application/x-tar");
    else
        headers_.add(request.body.empty() ? "Content-Type:" : "Content-Type: application/json");
    for (const auto& [name, value] : address.headers) headers_.add(name + ": " + value);
    for (const auto& [name, value] : request.headers) headers_.add(name + ": " + value);
    handle_.set(CURLOPT_HTTPHEADER, headers_.raw());
}

void Transfer::resume() { curl().easy_pause(raw(), CURLPAUSE_CONT); }

void Transfer::finish(CURLcode result) {
    if (result == CURLE_OK)
        exchange_->finish(std::nullopt);
    else
        exchange_->finish(handle_.failure(result, answer_));
}

CurlHandle Transfer::release_handle() {
    handle_.reset();
    return std::move(handle_);
}

Transfer* Transfer::find(CURL* handle) {
    char* self = nullptr;
    curl().easy_getinfo(handle, CURLINFO_PRIVATE, &self);
    return reinterpret_cast<Transfer*>(self);
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) noexcept {
    Transfer& transfer = transfer_of(self);
    const std::string_view line(data, size * count);
    if (transfer.answer_ == CurlHandle::Answer::begun) return line.size(); // a trailer
    if (transfer.head_.feed(line) == HeadReader::State::complete) {
        transfer.answer_ = CurlHandle::Answer::begun;
        transfer.exchange_->receive_head(transfer.head_.head());
    }
    return line.size();
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) noexcept {
    const std::string_view bytes(data, size * count);
    return transfer_of(self).exchange_->receive(bytes) ? bytes.size() : CURL_WRITEFUNC_PAUSE;
}

std::size_t Transfer::on_upload(char* data, std::size_t size, std::size_t count, void* self) noexcept {
    return transfer_of(self).exchange_->take_upload({data, size * count}).value_or(CURL_READFUNC_PAUSE);
}

// libcurl sends a request again, whatever it is, when a kept connection turns out to be closed. Only what
// changes nothing may be sent twice, and only once more: anything else may have been carried out.
int Transfer::on_attempt(void* self, char*, char*, int, int) noexcept {
    Transfer& transfer = transfer_of(self);
    const int allowed = is_safe(transfer.exchange_->request().method) ? 2 : 1;
    return ++transfer.attempts_ <= allowed ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

} // namespace muster::engine
