// SPDX-License-Identifier: Apache-2.0
#include "server/journal/admin_socket.h"
#include "server/journal/data_folder.h"
#include "server/journal/snapshot_files.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace watchfloor {
namespace {

mode_t mode_of(const std::filesystem::path& path)
{
    struct stat status { };
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 0777U;
}

TEST(DataFolderTest, IsPrivateAndOwnedByOneProcess)
{
    const TemporaryFolder folder;
    const auto path = folder / "deeper" / "data";
    {
        auto first = DataFolder::own(path);
        ASSERT_TRUE(first.ok()) << first.error().message;
        EXPECT_EQ(mode_of(path), 0700U);
        const auto second = DataFolder::own(path);
        ASSERT_FALSE(second.ok());
        EXPECT_EQ(second.error().code, ErrorCode::Unavailable);
        EXPECT_NE(
            second.error().message.find("belongs to a running server (process " + std::to_string(::getpid()) + ")"),
            std::string::npos)
            << second.error().message;
        const DataFolder moved = std::move(first).value();
        EXPECT_FALSE(DataFolder::own(path).ok());
        EXPECT_EQ(moved.journal_database(), path / "journal.db");
    }
    EXPECT_TRUE(DataFolder::own(path).ok());
}

TEST(DataFolderTest, ClosesAnOpenFolderAndRefusesWhatIsNone)
{
    const TemporaryFolder folder;
    ASSERT_EQ(::mkdir((folder / "open").c_str(), 0755), 0);
    ASSERT_TRUE(DataFolder::own(folder / "open").ok());
    EXPECT_EQ(mode_of(folder / "open"), 0700U);
    {
        std::ofstream { folder / "file" } << "x";
    }
    EXPECT_FALSE(DataFolder::own(folder / "file").ok());
    EXPECT_FALSE(DataFolder::own(folder / "file" / "below").ok());
    EXPECT_FALSE(DataFolder::own("/proc/no-such-folder").ok());
}

TEST(CommandSocketTest, AnswersManyCallersAtAPathOfAnyLength)
{
    const TemporaryFolder folder;
    const auto deep = folder / std::string(100, 'd') / std::string(100, 'e');
    std::filesystem::create_directories(deep);
    const auto path = deep / "command.socket";
    {
        std::ofstream { path } << "left behind";
    }
    auto server = CommandServer::serve(path, [](std::string_view line) { return "echo " + std::string { line }; });
    ASSERT_TRUE(server.ok()) << server.error().message;
    EXPECT_EQ(mode_of(path), 0600U);
    std::vector<std::thread> callers;
    std::atomic<int> right { 0 };
    for (int i = 0; i < 24; ++i) {
        callers.emplace_back([&, i] {
            const std::string request
                = "{\"n\":" + std::to_string(i) + "}" + std::string(static_cast<std::size_t>(i) * 20'000, 'x');
            const auto answer = call_command(path, request);
            right += answer.ok() && answer.value() == "echo " + request ? 1 : 0;
        });
    }
    for (std::thread& caller : callers) {
        caller.join();
    }
    EXPECT_EQ(right, 24);
    server = Error {};
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_EQ(call_command(path, "x").error().code, ErrorCode::NotFound);
}

TEST(CommandSocketTest, HoldsItsLimits)
{
    const TemporaryFolder folder;
    const auto path = folder / "command.socket";
    auto server = CommandServer::serve(path, [](std::string_view line) { return std::to_string(line.size()); });
    ASSERT_TRUE(server.ok());
    EXPECT_EQ(call_command(path, std::string(kCommandLimit, 'x')).value(), std::to_string(kCommandLimit));
    EXPECT_EQ(call_command(path, std::string(kCommandLimit + 1, 'x')).error().code, ErrorCode::TooLarge);
    EXPECT_EQ(call_command(path, "two\nlines").error().code, ErrorCode::TooLarge);
    EXPECT_EQ(call_command(path, "").value(), "0");
    EXPECT_EQ(call_command(folder / "none", "x").error().code, ErrorCode::NotFound);
}

TEST(CommandSocketTest, CallerGivesUpOnASilentServer)
{
    const TemporaryFolder folder;
    const auto path = folder / "command.socket";
    std::atomic<bool> release { false };
    auto server = CommandServer::serve(path, [&](std::string_view) {
        while (!release) {
            std::this_thread::yield();
        }
        return std::string { "late" };
    });
    ASSERT_TRUE(server.ok());
    EXPECT_EQ(call_command(path, "x", std::chrono::milliseconds { 50 }).error().code, ErrorCode::Unavailable);
    release = true;
    EXPECT_EQ(call_command(path, "y").value(), "late");
}

TEST(SnapshotFilesTest, KeepsTheNewestWholeOnesOfAJournal)
{
    const TemporaryFolder folder;
    SnapshotFiles files { folder / "snapshots" };
    const JournalId main { "main" };
    const JournalId other { "main-2" };
    EXPECT_FALSE(files.newest(main, 1).has_value());
    for (const std::uint64_t seq : { 5U, 50U, 500U }) {
        ASSERT_TRUE(files.put(main, { { seq, sha256("head") }, 1, "state at " + std::to_string(seq) }).ok());
    }
    ASSERT_TRUE(files.put(other, { { 9, {} }, 1, std::string { "\0x", 2 } }).ok());
    EXPECT_EQ(files.newest(main, 1)->bytes, "state at 500");
    EXPECT_EQ(files.newest(main, 1)->head, (JournalHead { 500, sha256("head") }));
    EXPECT_EQ(files.newest(other, 1)->bytes, (std::string { "\0x", 2 }));
    EXPECT_FALSE(files.newest(main, 2).has_value()) << "another fold version";
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator { folder / "snapshots" }, {}), 3);

    // A damaged one is passed over.
    {
        std::ofstream { folder / "snapshots" / "main.00000000000000000500.snapshot", std::ios::app } << "!";
    }
    EXPECT_EQ(files.newest(main, 1)->bytes, "state at 50");
    ASSERT_TRUE(files.remove_all(main).ok());
    EXPECT_FALSE(files.newest(main, 1).has_value());
    EXPECT_TRUE(files.newest(other, 1).has_value());
}

}
}
