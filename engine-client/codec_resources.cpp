#include "engine-client/codec.hpp"
#include "engine-client/spec_members.hpp"

namespace muster::engine {

namespace {

// Before, the engine looked for another network of the same name only on request.
constexpr ApiVersion names_are_unique{1, 44};

} // namespace

void members(auto& visit, Is<NetworkSummary> auto& network) {
    visit("Id", network.id);
    visit("Name", network.name);
    visit("Driver", network.driver);
    visit("Labels", network.labels);
}

void members(auto& visit, Is<VolumeSummary> auto& volume) {
    visit("Name", volume.name);
    visit("Driver", volume.driver);
    visit("Labels", volume.labels);
    visit("Scope", volume.scope);
    visit("Mountpoint", volume.mountpoint);
}

std::string encode_create_network(const NetworkSpec& spec, ApiVersion api) {
    Json body = Json::object();
    MemberWriter writer(body);
    members(writer, spec);
    writer("CheckDuplicate", api < names_are_unique);
    return write_json(body);
}

std::string encode_create_volume(const VolumeSpec& spec) { return encode(spec); }

std::vector<NetworkSummary> decode_network_list(std::string_view json) {
    return decode<std::vector<NetworkSummary>>(parse_json(json));
}

NetworkSummary decode_network(std::string_view json) { return decode<NetworkSummary>(parse_json(json)); }

std::vector<VolumeSummary> decode_volume_list(std::string_view json) {
    std::vector<VolumeSummary> volumes;
    const Json document = parse_json(json);
    MemberReader{document}("Volumes", volumes);
    return volumes;
}

VolumeSummary decode_volume(std::string_view json) { return decode<VolumeSummary>(parse_json(json)); }

} // namespace muster::engine
