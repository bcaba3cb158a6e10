// SPDX-License-Identifier: Apache-2.0
// A console that is older than its server.
#include "shared/wire/entries/entry_wire.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/console_room.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr std::string_view kNewerField = R"("a_newer_field":"word",)";

// The text with a field more at the front of the object that begins there.
std::string with_a_newer_field(std::string text, std::string_view object)
{
    const std::size_t at = text.find(object);
    EXPECT_NE(at, std::string::npos) << object;
    return text.insert(at + object.size(), kNewerField);
}

class NewerServerTest : public testing::Test {
protected:
    // The server's room has a field more, in the object that begins so.
    void answer_states_with(std::string_view object)
    {
        auto usual = console_.transport.answer;
        console_.transport.answer = [usual, object](const HttpRequest& request) {
            HttpResponse response = usual(request);
            if (request.path.starts_with("/api/v1/state")) {
                response.body = with_a_newer_field(std::move(response.body), object);
            }
            return response;
        };
    }

    void open() { console_.open(console_.room.resolver); }

    ConsoleRoom console_ {};
};

}

TEST_F(NewerServerTest, AFieldOfTheRoomThatIsNotKnownAsksForAnUpdate)
{
    answer_states_with(R"("state":{)");
    open();
    EXPECT_FALSE(console_.replica.loaded());
    EXPECT_EQ(console_.replica.link(), Link::UpdateNeeded);
}

TEST_F(NewerServerTest, AFieldOfAnEntityThatIsNotKnownAsksForAnUpdate)
{
    answer_states_with(R"("services":[{)");
    open();
    EXPECT_EQ(console_.replica.link(), Link::UpdateNeeded);
}

TEST_F(NewerServerTest, AFieldOfAnEntryThatIsNotKnownAsksForAnUpdateAndKeepsThePicture)
{
    open();
    ASSERT_EQ(console_.replica.link(), Link::Live);
    const std::uint64_t seq = console_.replica.state().seq;
    Entry entry;
    entry.head.seq = seq + 1;
    entry.payload = ServiceSet { { .id = ServiceId { "late" } } };
    SealedEntry sealed = seal_entry(entry.head, entry.payload, EntrySalts {}, console_.replica.history().hash());
    sealed.facts->bytes = with_a_newer_field(sealed.facts->bytes, "{");
    console_.transport.live("entry", entry_to_wire(sealed, Sight::Whole));
    EXPECT_EQ(console_.replica.link(), Link::UpdateNeeded);
    EXPECT_EQ(console_.replica.state().seq, seq);
    EXPECT_TRUE(console_.replica.loaded());
}

// What is out of its place was not written by a newer server: it is damage.
TEST_F(NewerServerTest, AFieldOutOfItsPlaceIsDamage)
{
    EXPECT_EQ(from_canonical_text<User>(R"({"id":"a","name":"b","disabled":true})").error().code, ErrorCode::Malformed);
    EXPECT_EQ(from_canonical_text<User>(R"({"id":"a","nickname":"b"})").error().code, ErrorCode::Unsupported);
}

}
