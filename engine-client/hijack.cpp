#include "engine-client/hijack.hpp"

#include "engine-client/errors.hpp"
#include "engine-client/raw_connection.hpp"

#include <charconv>

namespace muster::engine {

namespace {

constexpr std::size_t head_limit = 1UL << 16;
constexpr std::size_t refusal_limit = 1UL << 20;

// Byte by byte, so that nothing of the stream behind the head is swallowed. At the end of the stream what
// there is, else up to and including the line end.
std::string read_line(Hijacked& stream) {
    std::string line;
    char byte = 0;
    while (line.size() < head_limit && stream.read({&byte, 1}) == 1) {
        line += byte;
        if (byte == '\n') break;
    }
    return line;
}

/// "https://box:2376/prefix" -> "box:2376/prefix".
std::string without_scheme(const std::string& url) { return url.substr(url.find("://") + 3); }

std::string upgrade_request(const Address& address, const std::string& path, const std::string& body) {
    const std::string authority = without_scheme(address.base_url);
    const std::size_t slash = std::min(authority.find('/'), authority.size());
    std::string head = "POST " + authority.substr(slash) + path +
                       " HTTP/1.1\r\nHost: " + authority.substr(0, slash) +
                       "\r\nUser-Agent: muster\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                       "Content-Type: application/json\r\nContent-Length: " +
                       std::to_string(body.size()) + "\r\n";
    for (const auto& [name, value] : address.headers) head += name + ": " + value + "\r\n";
    return head + "\r\n" + body;
}

Response read_head(Hijacked& stream, const Address& address) {
    HeadReader head;
    for (;;) {
        const std::string line = read_line(stream);
        if (!line.ends_with('\n')) throw connection_error(address, {TransferFailure::Kind::no_answer, 0, ""});
        if (head.feed(line) == HeadReader::State::complete) return head.head();
    }
}

/// So many bytes, or fewer at the end of the stream.
std::string read_bytes(Hijacked& stream, std::size_t size) {
    std::string bytes(std::min(size, refusal_limit), '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const std::size_t count = stream.read(std::span(bytes).subspan(filled));
        if (count == 0) break;
        filled += count;
    }
    bytes.resize(filled);
    return bytes;
}

std::size_t number_in(std::string_view text, int base) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number, base);
    return number;
}

std::string read_chunks(Hijacked& stream) {
    std::string body;
    while (body.size() < refusal_limit) {
        const std::size_t size = number_in(read_line(stream), 16);
        if (size == 0) break;
        body += read_bytes(stream, size);
        read_line(stream);
    }
    return body;
}

std::string read_refusal(Hijacked& stream, const Response& head) {
    if (head.header("transfer-encoding") == "chunked") return read_chunks(stream);
    const std::string length = head.header("content-length");
    return read_bytes(stream, length.empty() ? refusal_limit : number_in(length, 10));
}

} // namespace

std::unique_ptr<Hijacked> hijack(const Address& address, const std::string& path, const std::string& body) {
    std::unique_ptr<Hijacked> stream = open_raw_connection(address, path);
    stream->write(upgrade_request(address, path, body));
    Response head = read_head(*stream, address);
    if (head.status == 101 || head.status == 200) return stream;
    head.body = read_refusal(*stream, head);
    throw refusal(head);
}

} // namespace muster::engine
