// SPDX-License-Identifier: Apache-2.0
#include "server/host/host_readings.h"

#include <charconv>
#include <fstream>
#include <set>
#include <sstream>
#include <sys/statvfs.h>

namespace watchfloor {
namespace {

std::string read_file(const std::filesystem::path& path)
{
    constexpr std::size_t kMaxBytes = 1U << 20U;
    std::ifstream file { path };
    std::string text(kMaxBytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

std::uint64_t number(std::string_view text)
{
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::vector<std::string> words(std::string_view line)
{
    std::istringstream stream { std::string(line) };
    std::vector<std::string> found;
    for (std::string word; stream >> word;) {
        found.push_back(word);
    }
    return found;
}

template<typename Visit>
void for_each_line(std::string_view text, Visit visit)
{
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        visit(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
}

// Mounts write spaces as \040.
std::string unescape_mount(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 3 < text.size()) {
            plain.push_back(
                static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0')));
            i += 3;
        } else {
            plain.push_back(text[i]);
        }
    }
    return plain;
}

}

CpuTimes parse_cpu_times(std::string_view proc_stat)
{
    CpuTimes times;
    const auto fields = words(proc_stat.substr(0, proc_stat.find('\n')));
    if (fields.size() < 6 || fields[0] != "cpu") {
        return times;
    }
    // user nice system idle iowait irq softirq steal; guest time is within user already.
    for (std::size_t i = 1; i < std::min<std::size_t>(fields.size(), 9); ++i) {
        const std::uint64_t ticks = number(fields[i]);
        times.total += ticks;
        times.busy += i == 4 || i == 5 ? 0 : ticks;
    }
    return times;
}

MemoryReading parse_memory(std::string_view meminfo)
{
    std::uint64_t total = 0;
    std::uint64_t available = 0;
    for_each_line(meminfo, [&](std::string_view line) {
        const auto fields = words(line);
        if (fields.size() >= 2 && fields[0] == "MemTotal:") {
            total = number(fields[1]) * 1024;
        } else if (fields.size() >= 2 && fields[0] == "MemAvailable:") {
            available = number(fields[1]) * 1024;
        }
    });
    return { total, total > available ? total - available : 0 };
}

std::vector<NetworkReading> parse_network(std::string_view net_dev)
{
    std::vector<NetworkReading> readings;
    for_each_line(net_dev, [&](std::string_view line) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) {
            return;
        }
        const auto name = words(line.substr(0, colon));
        const auto fields = words(line.substr(colon + 1));
        if (name.size() != 1 || fields.size() < 9 || name[0] == "lo") {
            return;
        }
        const NetworkReading reading { name[0], number(fields[0]), number(fields[8]), 0 };
        // A link that never carried a byte is furniture of the kernel, no capacity.
        if (reading.received_bytes + reading.sent_bytes > 0) {
            readings.push_back(reading);
        }
    });
    return readings;
}

std::vector<std::string> parse_mounts(std::string_view mounts)
{
    std::vector<std::string> points;
    std::set<std::string> devices;
    for_each_line(mounts, [&](std::string_view line) {
        const auto fields = words(line);
        // A device mounted again (bind mounts) is the same capacity; loop devices are always full.
        if (fields.size() >= 3 && fields[0].starts_with("/dev/") && !fields[0].starts_with("/dev/loop")
            && devices.insert(fields[0]).second) {
            points.push_back(unescape_mount(fields[1]));
        }
    });
    return points;
}

HostReadings read_host(const std::filesystem::path& proc, const std::filesystem::path& sys)
{
    HostReadings readings;
    readings.cpu = parse_cpu_times(read_file(proc / "stat"));
    readings.memory = parse_memory(read_file(proc / "meminfo"));
    readings.network = parse_network(read_file(proc / "net/dev"));
    for (NetworkReading& reading : readings.network) {
        const std::uint64_t megabits = number(read_file(sys / "class/net" / reading.interface / "speed"));
        // Virtual links report -1 or nonsense; a link over 10 Tbit/s is not one.
        reading.link_bytes_per_second = megabits > 0 && megabits < 10'000'000 ? megabits * 125'000 : 0;
    }
    for (const std::string& mount : parse_mounts(read_file(proc / "self/mounts"))) {
        struct statvfs status { };
        if (statvfs(mount.c_str(), &status) == 0 && status.f_blocks > 0) {
            const std::uint64_t used = (status.f_blocks - status.f_bfree) * status.f_frsize;
            readings.file_systems.push_back({ mount, used + status.f_bavail * status.f_frsize, used });
        }
    }
    return readings;
}

}
