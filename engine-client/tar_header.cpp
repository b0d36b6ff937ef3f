#include "engine-client/tar_header.hpp"

#include <algorithm>

namespace muster::engine {

namespace {

/// A field of the ustar header.
struct Place {
    std::size_t offset;
    std::size_t width;
};

constexpr Place name_place{0, 100};
constexpr Place mode_place{100, 8};
constexpr Place uid_place{108, 8};
constexpr Place gid_place{116, 8};
constexpr Place size_place{124, 12};
constexpr Place mtime_place{136, 12};
constexpr Place checksum_place{148, 8};
constexpr Place type_place{156, 1};
constexpr Place link_place{157, 100};
constexpr Place magic_place{257, 8};

constexpr char file_type = '0';
constexpr char symlink_type = '2';
constexpr char directory_type = '5';
constexpr char pax_type = 'x';

/// What a member's header says.
struct Fields {
    std::string name;
    std::string link;
    char type = file_type;
    std::int64_t mode = 0;
    std::int64_t uid = 0;
    std::int64_t gid = 0;
    std::int64_t size = 0;
    std::int64_t mtime = 0;
};

/// Whether the number fits in the octal digits of a field.
bool fits(Place place, std::int64_t number) { return number >= 0 && number >> (3 * (place.width - 1)) == 0; }

bool fits(Place place, const std::string& text) { return text.size() <= place.width; }

void put(std::string& block, Place place, std::string_view text) {
    text.copy(&block[place.offset], std::min(place.width, text.size()));
}

void put(std::string& block, Place place, std::int64_t number) {
    for (std::size_t i = place.width - 1; i-- > 0; number >>= 3)
        block[place.offset + i] = static_cast<char>('0' + (number & 7));
}

void put_checksum(std::string& block) {
    put(block, checksum_place, std::string_view("        "));
    std::int64_t sum = 0;
    for (const char c : block) sum += static_cast<unsigned char>(c);
    put(block, {checksum_place.offset, checksum_place.width - 1}, sum);
    block[checksum_place.offset + 6] = '\0';
}

/// What does not fit stays 0: a pax header says it.
std::string ustar_block(const Fields& fields) {
    std::string block(tar_block_size, '\0');
    const auto put_number = [&](Place place, std::int64_t number) {
        put(block, place, fits(place, number) ? number : 0);
    };
    put(block, name_place, fields.name);
    put_number(mode_place, fields.mode);
    put_number(uid_place, fields.uid);
    put_number(gid_place, fields.gid);
    put_number(size_place, fields.size);
    put_number(mtime_place, fields.mtime);
    put(block, type_place, std::string_view(&fields.type, 1));
    put(block, link_place, fields.link);
    put(block, magic_place, std::string_view("ustar\00000", 8));
    put_checksum(block);
    return block;
}

/// "LENGTH KEY=VALUE\n", where the length counts its own digits.
std::string pax_record(const std::string& key, const std::string& value) {
    const std::string rest = " " + key + "=" + value + "\n";
    std::size_t length = rest.size();
    while (length != rest.size() + std::to_string(length).size())
        length = rest.size() + std::to_string(length).size();
    return std::to_string(length) + rest;
}

std::string pax_records(const Fields& fields) {
    std::string records;
    const auto add_text = [&](Place place, const std::string& key, const std::string& text) {
        if (!fits(place, text)) records += pax_record(key, text);
    };
    const auto add_number = [&](Place place, const std::string& key, std::int64_t number) {
        if (!fits(place, number)) records += pax_record(key, std::to_string(number));
    };
    add_text(name_place, "path", fields.name);
    add_text(link_place, "linkpath", fields.link);
    add_number(size_place, "size", fields.size);
    add_number(uid_place, "uid", fields.uid);
    add_number(gid_place, "gid", fields.gid);
    add_number(mtime_place, "mtime", fields.mtime);
    return records;
}

std::string pax_header(const std::string& records) {
    Fields fields;
    fields.name = "PaxHeaders/member";
    fields.type = pax_type;
    fields.mode = 0644;
    fields.size = static_cast<std::int64_t>(records.size());
    return ustar_block(fields) + records + tar_padding(fields.size);
}

Fields fields_of(const TarEntry& entry, std::int64_t size) {
    Fields fields{entry.path, "", file_type, entry.mode & 07777, entry.uid, entry.gid, size, entry.mtime};
    if (const auto* symlink = std::get_if<TarSymlink>(&entry.content)) {
        fields.type = symlink_type;
        fields.link = symlink->target;
    } else if (std::holds_alternative<TarDirectory>(entry.content)) {
        fields.type = directory_type;
        fields.name += '/';
    }
    return fields;
}

} // namespace

std::string tar_header(const TarEntry& entry, std::int64_t size) {
    const Fields fields = fields_of(entry, size);
    const std::string records = pax_records(fields);
    return (records.empty() ? "" : pax_header(records)) + ustar_block(fields);
}

std::string tar_padding(std::int64_t size) {
    const auto used = static_cast<std::size_t>(size) % tar_block_size;
    return std::string(used == 0 ? 0 : tar_block_size - used, '\0');
}

} // namespace muster::engine
