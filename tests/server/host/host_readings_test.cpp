// SPDX-License-Identifier: Apache-2.0
#include "server/host/host_readings.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(HostReadingsTest, CountsBusyTicksWithoutIdleAndWaiting)
{
    const CpuTimes times = parse_cpu_times("cpu  100 10 50 800 40 5 5 2 30 0\ncpu0 1 2 3 4 5 6 7 8\n");
    EXPECT_EQ(times.busy, 172U);
    EXPECT_EQ(times.total, 1012U);
}

TEST(HostReadingsTest, TakesUsedMemoryAsWhatIsNotAvailable)
{
    const MemoryReading memory = parse_memory("MemTotal:       2000 kB\nMemFree: 100 kB\nMemAvailable:   500 kB\n");
    EXPECT_EQ(memory.total_bytes, 2000U * 1024);
    EXPECT_EQ(memory.used_bytes, 1500U * 1024);
}

TEST(HostReadingsTest, LeavesOutLoopbackAndLinksThatNeverCarriedAByte)
{
    const auto links = parse_network("Inter-| Receive\n face |bytes\n"
                                     "    lo: 900 1 0 0 0 0 0 0 900 1 0 0 0 0 0 0\n"
                                     "  eth0: 700 1 0 0 0 0 0 0 300 1 0 0 0 0 0 0\n"
                                     "  ifb0: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
    ASSERT_EQ(links.size(), 1U);
    EXPECT_EQ(links[0].interface, "eth0");
    EXPECT_EQ(links[0].received_bytes, 700U);
    EXPECT_EQ(links[0].sent_bytes, 300U);
}

TEST(HostReadingsTest, ListsEachRealDeviceOnce)
{
    const auto mounts = parse_mounts("/dev/vda1 / ext4 rw 0 0\nproc /proc proc rw 0 0\n/dev/vda1 /again ext4 rw 0 0\n"
                                     "/dev/loop3 /snap/x squashfs ro 0 0\n/dev/vdb /data\\040two xfs rw 0 0\n");
    EXPECT_EQ(mounts, (std::vector<std::string> { "/", "/data two" }));
}

TEST(HostReadingsTest, GivesEmptyReadingsForOddText)
{
    for (const char* text : { "", "cpu", "cpu a b c d e f", "\n\n\n", ":::::", "MemTotal:" }) {
        EXPECT_EQ(parse_cpu_times(text).total, 0U) << text;
        EXPECT_EQ(parse_memory(text).total_bytes, 0U) << text;
        EXPECT_TRUE(parse_network(text).empty()) << text;
        EXPECT_TRUE(parse_mounts(text).empty()) << text;
    }
}

TEST(HostReadingsTest, ReadsThisHost)
{
    const HostReadings readings = read_host();
    EXPECT_GT(readings.cpu.total, 0U);
    EXPECT_GT(readings.memory.total_bytes, readings.memory.used_bytes);
}

}
}
