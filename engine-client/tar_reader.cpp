#include "engine-client/tar_reader.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine-client/tar_header.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace muster::engine {

namespace {

/// Names and attributes of one member; more is an attack on our memory.
constexpr std::int64_t longest_text = 1L << 20;

[[noreturn]] void fail(const std::string& what) {
    throw Error(ErrorKind::engine, "the archive cannot be read: " + what);
}

/// The bytes of a field up to the first NUL.
std::string text_field(std::string_view block, std::size_t offset, std::size_t width) {
    const std::string_view field = block.substr(offset, width);
    return std::string(field.substr(0, field.find('\0')));
}

/// Octal digits, or GNU's base 256 for what these cannot hold.
std::int64_t number_field(std::string_view block, std::size_t offset, std::size_t width) {
    const std::string_view field = block.substr(offset, width);
    std::uint64_t number = 0;
    if (static_cast<unsigned char>(field.front()) & 0x80) {
        for (std::size_t i = 1; i < field.size(); ++i)
            number = number << 8 | static_cast<unsigned char>(field[i]);
        return static_cast<std::int64_t>(number);
    }
    for (const char c : field)
        if (c >= '0' && c <= '7') number = number << 3 | static_cast<std::uint64_t>(c - '0');
    return static_cast<std::int64_t>(number);
}

bool has_checksum(std::string_view block) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < block.size(); ++i)
        sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(block[i]);
    return sum == number_field(block, 148, 8);
}

TarMember::Kind kind_of(char type) {
    switch (type) {
    case '1': return TarMember::Kind::hard_link;
    case '2': return TarMember::Kind::symlink;
    case '3':
    case '4': return TarMember::Kind::device;
    case '5': return TarMember::Kind::directory;
    case '6': return TarMember::Kind::fifo;
    default: return TarMember::Kind::file;
    }
}

TarMember member_of(std::string_view block) {
    TarMember member;
    const std::string prefix =
        block.substr(257, 6) == std::string_view("ustar\0", 6) ? text_field(block, 345, 155) : "";
    member.path = (prefix.empty() ? "" : prefix + "/") + text_field(block, 0, 100);
    member.kind = kind_of(block[156]);
    member.link = text_field(block, 157, 100);
    member.mode = static_cast<std::uint32_t>(number_field(block, 100, 8)) & 07777U;
    member.uid = number_field(block, 108, 8);
    member.gid = number_field(block, 116, 8);
    member.size = number_field(block, 124, 12);
    member.mtime = number_field(block, 136, 12);
    return member;
}

void set_number(std::int64_t& target, const std::string& text) {
    // A time has a fraction, which is left out.
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), target);
    if (problem != std::errc()) fail("a pax header has " + quoted(text) + " for a number");
}

void apply_pax(const std::map<std::string, std::string>& pax, TarMember& member) {
    for (const auto& [key, value] : pax) {
        if (key == "path") member.path = value;
        if (key == "linkpath") member.link = value;
        if (key == "size") set_number(member.size, value);
        if (key == "uid") set_number(member.uid, value);
        if (key == "gid") set_number(member.gid, value);
        if (key == "mtime") set_number(member.mtime, value);
    }
}

} // namespace

void TarReader::feed(std::string_view bytes) {
    while (!bytes.empty() && !is_ended_) {
        if (content_ != Content::none) {
            bytes = take_content(bytes);
            continue;
        }
        const std::size_t count = std::min(bytes.size(), tar_block_size - block_.size());
        block_ += bytes.substr(0, count);
        bytes.remove_prefix(count);
        if (block_.size() < tar_block_size) return;
        const std::string block = std::move(block_);
        block_.clear();
        take_header(block);
    }
}

void TarReader::finish() const {
    if (content_ != Content::none || !block_.empty()) fail("it ends in the middle of a file");
}

void TarReader::take_header(std::string_view block) {
    if (block.find_first_not_of('\0') == std::string_view::npos) {
        is_ended_ = true;
        return;
    }
    if (!has_checksum(block)) fail("a header's checksum is wrong");
    TarMember member = member_of(block);
    if (member.size < 0) fail("a file has a size below zero");
    switch (block[156]) {
    case 'x': return begin_content(Content::pax, member.size);
    case 'g': return begin_content(Content::global_pax, member.size);
    case 'L': return begin_content(Content::long_name, member.size);
    case 'K': return begin_content(Content::long_link, member.size);
    default: begin_member(std::move(member));
    }
}

void TarReader::begin_content(Content content, std::int64_t size) {
    if (content != Content::file && size > longest_text) fail("a name in it is too long");
    content_ = content;
    remaining_ = size;
    padding_ = static_cast<std::int64_t>(tar_padding(size).size());
    if (remaining_ == 0) end_content();
}

std::string_view TarReader::take_content(std::string_view bytes) {
    const auto take = [&](std::int64_t wanted) {
        const auto count = std::min(bytes.size(), static_cast<std::size_t>(wanted));
        const std::string_view taken = bytes.substr(0, count);
        bytes.remove_prefix(count);
        return taken;
    };
    if (remaining_ > 0) {
        const std::string_view piece = take(remaining_);
        remaining_ -= static_cast<std::int64_t>(piece.size());
        if (content_ == Content::file)
            receiver_.take_content(piece);
        else
            text_ += piece;
    }
    if (remaining_ == 0) padding_ -= static_cast<std::int64_t>(take(padding_).size());
    if (remaining_ == 0 && padding_ == 0) end_content();
    return bytes;
}

void TarReader::end_content() {
    const std::string text = std::exchange(text_, {});
    const std::string name = text.substr(0, text.find('\0'));
    switch (std::exchange(content_, Content::none)) {
    case Content::none:
    case Content::global_pax: return; // attributes of all members: comments, in practice
    case Content::file: return receiver_.end_member();
    case Content::pax: return take_pax_records(text);
    case Content::long_name: long_name_ = name; return;
    case Content::long_link: long_link_ = name; return;
    }
}

void TarReader::begin_member(TarMember member) {
    if (!long_name_.empty()) member.path = std::exchange(long_name_, {});
    if (!long_link_.empty()) member.link = std::exchange(long_link_, {});
    apply_pax(std::exchange(pax_, {}), member);
    const bool has_content = member.kind == TarMember::Kind::file;
    receiver_.begin_member(member);
    begin_content(Content::file, has_content ? member.size : 0);
}

// "LENGTH KEY=VALUE\n", where the length counts its own digits.
void TarReader::take_pax_records(std::string_view records) {
    while (!records.empty()) {
        std::size_t length = 0;
        const auto [end, problem] = std::from_chars(records.data(), records.data() + records.size(), length);
        const auto digits = static_cast<std::size_t>(end - records.data());
        if (problem != std::errc() || length <= digits + 1 || length > records.size())
            fail("a pax header is damaged");
        const std::string_view record = records.substr(digits + 1, length - digits - 2);
        const std::size_t equals = record.find('=');
        if (equals == std::string_view::npos) fail("a pax header is damaged");
        pax_[std::string(record.substr(0, equals))] = record.substr(equals + 1);
        records.remove_prefix(length);
    }
}

} // namespace muster::engine
