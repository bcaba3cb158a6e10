// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// Counters of the kernel since boot; shares come from two readings.
struct CpuTimes {
    std::uint64_t busy = 0;
    std::uint64_t total = 0;
};

struct MemoryReading {
    std::uint64_t total_bytes = 0;
    std::uint64_t used_bytes = 0; // total less what is available to programs
};

struct FileSystemReading {
    std::string mount {};
    std::uint64_t total_bytes = 0; // as far as ordinary users may fill it
    std::uint64_t used_bytes = 0;
};

struct NetworkReading {
    std::string interface {
    };
    std::uint64_t received_bytes = 0;
    std::uint64_t sent_bytes = 0;
    std::uint64_t link_bytes_per_second = 0; // 0: the kernel does not know
};

// All parse what Linux writes below `proc` and `sys`; unreadable or odd text gives empty readings,
// never an error: a host figure is a convenience, not a duty.
CpuTimes parse_cpu_times(std::string_view proc_stat);
MemoryReading parse_memory(std::string_view meminfo);
std::vector<NetworkReading> parse_network(std::string_view net_dev);

// Mount points of real devices, each device once, in the order mounted.
std::vector<std::string> parse_mounts(std::string_view mounts);

struct HostReadings {
    CpuTimes cpu {};
    MemoryReading memory {};
    std::vector<FileSystemReading> file_systems {};
    std::vector<NetworkReading> network {};
};

HostReadings read_host(const std::filesystem::path& proc = "/proc", const std::filesystem::path& sys = "/sys");

}
