// SPDX-License-Identifier: Apache-2.0
#include "server/journal/sqlite_store.h"
#include "server/journal/verify.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/support/eventually.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

namespace watchfloor {
namespace {

SqliteOptions eager()
{
    SqliteOptions options;
    options.probe_every = std::chrono::milliseconds { 5 };
    options.checkpoint_pages = 50;
    return options;
}

// Appends until refused; the head that was acknowledged.
JournalHead fill(SqliteStore& store, EntryMaker maker, int most)
{
    JournalHead acknowledged = maker.head();
    for (int i = 0; i < most; ++i) {
        if (!store.append(kMain, maker.batch(10, std::string(800, 'x')), {}).ok()) {
            break;
        }
        acknowledged = maker.head();
    }
    return acknowledged;
}

// What went wrong, or empty. `make_room` ends the shortage.
template<typename MakeRoom>
std::string live_through_shortage(const std::filesystem::path& folder, MakeRoom&& make_room)
{
    auto opened = SqliteStore::open(folder / "journal.db", eager());
    if (!opened.ok()) {
        return "open: " + opened.error().message;
    }
    SqliteStore& store = *opened.value();
    const JournalHead acknowledged = fill(store, EntryMaker {}, 10'000);
    if (store.writable()) {
        return "it never ran out of room";
    }
    if (store.append(kMain, EntryMaker { acknowledged }.batch(1), {}).error().code != ErrorCode::Unavailable) {
        return "a writer was not told to try again";
    }
    const auto read = store.read_after(kMain, acknowledged.seq - 5, {});
    if (!read.ok() || read.value().size() != 5 || store.head(kMain) != acknowledged) {
        return "reads did not go on";
    }
    make_room();
    if (!eventually([&] { return store.writable(); })) {
        return "it did not recover: " + store.status().reason;
    }
    const JournalHead later = fill(store, EntryMaker { acknowledged }, 3);
    if (later.seq != acknowledged.seq + 30) {
        return "it does not write after recovering: " + store.status().reason;
    }
    opened = Error {};
    const VerifyReport report = verify_database(folder / "journal.db");
    if (!report.whole()) {
        return report.defects.front().what;
    }
    return report.journals[0].head == later ? "" : "the head is another one";
}

// Runs in a child process, because mounts and limits stay with it; its finding comes back.
template<typename Body>
std::string in_child(Body&& body)
{
    const TemporaryFolder folder;
    const auto finding = folder / "finding";
    const pid_t child = ::fork();
    if (child == 0) {
        const std::string found = body();
        {
            std::ofstream { finding } << found;
        }
        ::_exit(0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || !std::filesystem::exists(finding)) {
        return "the child died with status " + std::to_string(status);
    }
    std::stringstream found;
    found << std::ifstream { finding }.rdbuf();
    return found.str();
}

constexpr const char* kNoMount = "mounting is forbidden here";

// As root in a mount namespace of one's own, otherwise in a user namespace too.
bool mount_memory(const std::filesystem::path& folder, const char* size)
{
    const bool apart = ::unshare(CLONE_NEWNS) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
    return apart && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
        && ::mount("tmpfs", folder.c_str(), "tmpfs", 0, size) == 0;
}

TEST(FullDiskTest, RecoversFromAFileSizeLimitUnaided)
{
    const TemporaryFolder folder;
    const std::string finding = in_child([&]() -> std::string {
        std::signal(SIGXFSZ, SIG_IGN); // writing beyond the limit is then an error
        const rlimit tight { 1U << 20U, RLIM_INFINITY };
        if (::setrlimit(RLIMIT_FSIZE, &tight) != 0) {
            return "the limit could not be set";
        }
        return live_through_shortage(folder.path(), [] {
            const rlimit wide { RLIM_INFINITY, RLIM_INFINITY };
            VERIFY(::setrlimit(RLIMIT_FSIZE, &wide) == 0);
        });
    });
    EXPECT_EQ(finding, "");
}

// On a real full file system, mounted where only the child sees it.
TEST(FullDiskTest, RecoversFromAFullFileSystemUnaided)
{
    const TemporaryFolder folder;
    const std::string finding = in_child([&]() -> std::string {
        if (!mount_memory(folder.path(), "size=2m")) {
            return kNoMount;
        }
        const auto ballast = folder / "ballast";
        {
            std::ofstream { ballast } << std::string(512U << 10U, 'b');
        }
        return live_through_shortage(folder.path(), [&] { std::filesystem::remove(ballast); });
    });
    // A container may forbid mounting; the size limit above takes the same path there.
    EXPECT_TRUE(finding.empty() || finding == kNoMount) << finding;
}

// A mount cannot turn read-only under files open for writing (the shim in fault_test.cpp does
// that); what a server meets is one that already is.
TEST(FullDiskTest, RefusesAReadOnlyFileSystemUntilItIsWritableAgain)
{
    const TemporaryFolder folder;
    const std::string finding = in_child([&]() -> std::string {
        if (!mount_memory(folder.path(), "size=16m")) {
            return kNoMount;
        }
        const auto database = folder / "journal.db";
        EntryMaker maker;
        if (!SqliteStore::open(database, eager()).value()->append(kMain, maker.batch(5), {}).ok()) {
            return "it could not be written at first";
        }
        VERIFY(::mount(nullptr, folder.path().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0);
        const auto refused = SqliteStore::open(database, eager());
        if (refused.ok() || refused.error().code != ErrorCode::Unavailable) {
            return "it was not refused";
        }
        VERIFY(::mount(nullptr, folder.path().c_str(), nullptr, MS_REMOUNT, nullptr) == 0);
        auto again = SqliteStore::open(database, eager());
        return again.ok() && again.value()->append(kMain, maker.batch(1), {}).ok() ? "" : "it did not come back";
    });
    EXPECT_TRUE(finding.empty() || finding == kNoMount) << finding;
}

}
}
