#include "engine-client/codec.hpp"

#include "base/error.hpp"
#include "engine-client/spec_members.hpp"

namespace muster::engine {

Json parse_json(std::string_view text) {
    try {
        return Json::parse(text);
    } catch (const Json::exception&) {
        constexpr std::size_t shown = 80;
        throw Error(ErrorKind::engine, "the engine's answer is not JSON, it begins with '" +
                                           std::string(text.substr(0, shown)) + "'");
    }
}

std::string write_json(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string encode_strings(const std::vector<std::string>& values) { return write_json(values); }

std::string encode_map(const std::map<std::string, std::string>& values) { return write_json(values); }

std::string encode_build_args(const std::map<std::string, std::optional<std::string>>& args) {
    Json object = Json::object();
    for (const auto& [name, value] : args) object[name] = value ? Json(*value) : Json();
    return write_json(object);
}

std::string encode_ulimits(const std::vector<UlimitSpec>& ulimits) {
    Json array = Json::array();
    for (const UlimitSpec& ulimit : ulimits)
        array.push_back({{"Name", ulimit.name}, {"Soft", ulimit.soft}, {"Hard", ulimit.hard}});
    return write_json(array);
}

std::string encode_filters(const std::map<std::string, std::vector<std::string>>& filters) {
    Json object = Json::object();
    for (const auto& [name, values] : filters)
        if (!values.empty()) object[name] = values;
    return object.empty() ? std::string() : write_json(object);
}

std::string decode_id(std::string_view json) {
    std::string id;
    const Json document = parse_json(json);
    MemberReader{document}("Id", id);
    if (id.empty()) throw Error(ErrorKind::engine, "the engine's answer has no 'Id'");
    return id;
}

std::string decode_message(std::string_view json) {
    std::string message;
    const Json document = Json::parse(json, nullptr, /*allow_exceptions=*/false);
    MemberReader{document}("message", message);
    return message;
}

} // namespace muster::engine
