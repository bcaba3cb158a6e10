// SPDX-License-Identifier: Apache-2.0
#include "client/mirror/mirror_socket.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

namespace watchfloor {
namespace {

class MirrorSocketTest : public testing::Test {
protected:
    void SetUp() override
    {
        path_ = (folder_.path() / "mirror.sock").string();
        auto opened = MirrorSocket::open(path_,
            { .press =
                    [this](std::string_view chord) {
                        pressed_ = chord;
                        return chord != "nonsense";
                    },
                .type = [this](std::string_view text) { typed_ = text; },
                .screenshot = [](const std::string&) { return true; },
                .quit = [this] { quit_ = true; } });
        ASSERT_TRUE(opened.ok()) << opened.error().message;
        socket_ = std::move(opened).value();
        client_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address {};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path_.c_str(), path_.size());
        ASSERT_EQ(::connect(client_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        tree_.begin_frame();
        tree_.item({ .id = 7, .role = Role::Button, .label = "Say \"hi\"" });
        tree_.item({ .id = 8, .role = Role::Button, .label = "Off", .disabled = true });
        tree_.end_frame();
    }

    void TearDown() override { ::close(client_); }

    std::string ask(const std::string& line)
    {
        const std::string whole = line + "\n";
        EXPECT_EQ(::send(client_, whole.data(), whole.size(), MSG_NOSIGNAL), static_cast<ssize_t>(whole.size()));
        socket_->poll(tree_);
        std::string answer;
        char c = 0;
        while (::recv(client_, &c, 1, 0) == 1 && c != '\n') {
            answer += c;
        }
        return answer;
    }

    TemporaryFolder folder_;
    std::string path_;
    std::unique_ptr<MirrorSocket> socket_;
    int client_ = -1;
    Mirror tree_;
    std::string pressed_;
    std::string typed_;
    bool quit_ = false;
};

TEST_F(MirrorSocketTest, IsOnlyForItsOwner)
{
    struct stat status { };
    ASSERT_EQ(::stat(path_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0077U, 0U) << "nobody else may connect";
}

TEST_F(MirrorSocketTest, SnapshotIsEscapedJson)
{
    const auto snapshot = ask("snapshot");
    EXPECT_NE(snapshot.find(R"("role":"button","label":"Say \"hi\"")"), std::string::npos) << snapshot;
    EXPECT_NE(snapshot.find(R"("disabled":true)"), std::string::npos);
}

TEST_F(MirrorSocketTest, ActivatesAndSetsValues)
{
    EXPECT_EQ(ask("activate 7"), R"({"ok":true})");
    EXPECT_EQ(ask("set_value 7 two\\nlines"), R"({"ok":true})");
    tree_.begin_frame();
    const auto asked = tree_.item({ .id = 7, .role = Role::Button, .label = "Say" });
    tree_.end_frame();
    EXPECT_TRUE(asked.activated);
    EXPECT_EQ(asked.value, "two\nlines");
}

TEST_F(MirrorSocketTest, RefusesWhatIsNotThereOrDisabledOrUnknown)
{
    for (const auto* line : { "activate 99", "activate 8", "activate x", "dance 7", "", "key nonsense" }) {
        EXPECT_NE(ask(line).find("\"ok\":false"), std::string::npos) << line;
    }
}

TEST_F(MirrorSocketTest, WhatIsDisabledTakesTheKeyboardAllTheSame)
{
    EXPECT_EQ(ask("focus 8"), R"({"ok":true})");
    tree_.begin_frame();
    EXPECT_TRUE(tree_.item({ .id = 8, .role = Role::Button, .label = "Off", .disabled = true }).focus);
    tree_.end_frame();
}

TEST_F(MirrorSocketTest, PassesKeysTextAndQuit)
{
    EXPECT_EQ(ask("key ctrl+enter"), R"({"ok":true})");
    EXPECT_EQ(pressed_, "ctrl+enter");
    EXPECT_EQ(ask("type a\\\\b"), R"({"ok":true})");
    EXPECT_EQ(typed_, "a\\b");
    EXPECT_EQ(ask("quit"), R"({"ok":true})");
    EXPECT_TRUE(quit_);
}

TEST_F(MirrorSocketTest, DropsAClientThatSendsAnEndlessLine)
{
    const std::string flood(70 * 1024, 'x');
    EXPECT_EQ(::send(client_, flood.data(), flood.size(), MSG_NOSIGNAL), static_cast<ssize_t>(flood.size()));
    socket_->poll(tree_);
    char c = 0;
    EXPECT_LE(::recv(client_, &c, 1, 0), 0);
}

}
}
