#pragma once

#include "compose/model/values.hpp"

namespace muster::compose {

/// A device's share of the input and output of all.
struct DeviceWeight {
    std::string path;
    std::int64_t weight = 0;
    bool operator==(const DeviceWeight&) const = default;
};

/// The bytes, or operations, a device may read or write in a second.
struct DeviceRate {
    std::string path;
    Bytes rate;
    bool operator==(const DeviceRate&) const = default;
};

/// Limits of input and output on block devices. Source: Compose spec, services.blkio_config.
struct BlockIo {
    std::int64_t weight = 0;
    std::vector<DeviceWeight> weight_device;
    std::vector<DeviceRate> device_read_bps;
    std::vector<DeviceRate> device_read_iops;
    std::vector<DeviceRate> device_write_bps;
    std::vector<DeviceRate> device_write_iops;
    bool operator==(const BlockIo&) const = default;
};

} // namespace muster::compose
