// SPDX-License-Identifier: Apache-2.0
#include "server/host/host_source.h"

#include <array>

namespace watchfloor {
namespace {

// Ids of resources are lower-case letters, digits and dashes.
std::string slug(std::string_view text)
{
    std::string id;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        const bool upper = c >= 'A' && c <= 'Z';
        if (letter || upper) {
            id.push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
        } else if (!id.empty() && id.back() != '-') {
            id.push_back('-');
        }
    }
    while (!id.empty() && id.back() == '-') {
        id.pop_back();
    }
    return id.empty() ? "root" : id;
}

CapacityResource host_resource(std::string id, std::string name, std::string unit, std::uint64_t total)
{
    CapacityResource resource;
    resource.id = ResourceId { std::move(id) };
    resource.name = std::move(name);
    resource.unit = std::move(unit);
    resource.total_milli = static_cast<std::int64_t>(total * 1000);
    resource.source = HostSource::kSource;
    resource.cadence_seconds = HostSource::kCadence.count();
    return resource;
}

}

HostSource::HostSource(CapacityMonitor& monitor, Clock& clock, std::function<HostReadings()> read)
    : monitor_(monitor), clock_(clock), read_(std::move(read))
{
}

void HostSource::start()
{
    worker_.start(kCadence, [this] { read_once(); });
}

void HostSource::read_once()
{
    const HostReadings readings = read_();
    stored_ = 0;
    record_cpu(readings);
    if (readings.memory.total_bytes > 0) {
        record(host_resource("host-memory", "Memory", "bytes", readings.memory.total_bytes),
            static_cast<double>(readings.memory.used_bytes));
    }
    for (const FileSystemReading& file_system : readings.file_systems) {
        record(host_resource("host-fs-" + slug(file_system.mount), "File system " + file_system.mount, "bytes",
                   file_system.total_bytes),
            static_cast<double>(file_system.used_bytes));
    }
    record_network(readings);
    previous_ = readings;
    previous_at_ = clock_.running();
    if (on_stored) {
        on_stored(stored_);
    }
}

void HostSource::record_cpu(const HostReadings& readings)
{
    const std::uint64_t total = readings.cpu.total - previous_.cpu.total;
    if (previous_.cpu.total == 0 || readings.cpu.total <= previous_.cpu.total) {
        return;
    }
    const double share = static_cast<double>(readings.cpu.busy - previous_.cpu.busy) / static_cast<double>(total);
    // A processor that works is no trouble of the room's: what is critical is that nothing is left of it.
    CapacityResource processor = host_resource("host-cpu", "Processor", "percent", 100);
    processor.warn_percent = 90;
    processor.critical_percent = 100;
    record(processor, 100.0 * share);
}

void HostSource::record_network(const HostReadings& readings)
{
    const double seconds = static_cast<double>((clock_.running() - previous_at_).count()) / 1000.0;
    if (previous_.cpu.total == 0 || seconds < 1) {
        return;
    }
    for (const NetworkReading& now : readings.network) {
        for (const NetworkReading& before : previous_.network) {
            // A counter that went back was reset: this interval says nothing.
            if (before.interface != now.interface || now.received_bytes < before.received_bytes
                || now.sent_bytes < before.sent_bytes) {
                continue;
            }
            // A link is full in the busier direction.
            const std::uint64_t bytes
                = std::max(now.received_bytes - before.received_bytes, now.sent_bytes - before.sent_bytes);
            record(host_resource("host-net-" + slug(now.interface), "Network " + now.interface, "bytes_per_second",
                       now.link_bytes_per_second),
                static_cast<double>(bytes) / seconds);
        }
    }
}

void HostSource::record(const CapacityResource& resource, double value)
{
    if (!monitor_.define(resource).ok()) {
        return; // cannot write at present: said on every screen already
    }
    const std::array<Sample, 1> sample { Sample { clock_.now(), value, SampleQuality::Good } };
    stored_ += monitor_.record(resource.id, sample).ok() ? 1 : 0;
}

}
