// SPDX-License-Identifier: Apache-2.0
#include "server/subcommands/verify_record.h"

#include "server/config/command_line.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/record_wire.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/whole_file.h"

#include <gtest/gtest.h>
#include <sstream>

namespace watchfloor {
namespace {

std::string record_of_one_headline()
{
    EntryHead head;
    head.seq = 4;
    head.journal = JournalId { "main" };
    head.subject = "INC-1";
    HeadlineSet headline;
    headline.incident = IncidentId { "INC-1" };
    headline.headline = "Orders fail";
    const std::string line = entry_to_wire(seal_entry(head, headline, EntrySalts {}, Digest {}), Sight::Whole);
    SavedRecord record;
    record.page = { JournalId { "main" }, 9, Digest {}, {}, { { 0, Digest {}, 4 } } };
    record.names = { { "u-1", "Ada" } };
    record.saved_at = Timestamp { 1'764'000'000'000 };
    record.subject = "INC-1";
    return record_to_wire(record, std::vector<std::string> { line });
}

class VerifyRecordTest : public testing::Test {
protected:
    int verify(const std::string& text)
    {
        overwrite(folder_ / "record.json", text);
        return verify_record((folder_ / "record.json").string(), out_, trouble_);
    }

    TemporaryFolder folder_;
    std::ostringstream out_;
    std::ostringstream trouble_;
};

TEST_F(VerifyRecordTest, SaysWhatARecordIsAndWhatItCannotProve)
{
    EXPECT_EQ(verify(record_of_one_headline()), kExitDone);
    EXPECT_EQ(trouble_.str(), "");
    for (const char* words : { "record of INC-1 in journal main: 1 entries, 4 to 4",
             "saved at 2025-11-24T16:00:00.000Z", "head 9 ", "u-1 is Ada", "not proven by the file alone" }) {
        EXPECT_NE(out_.str().find(words), std::string::npos) << words << "\n" << out_.str();
    }
}

TEST_F(VerifyRecordTest, NamesTheFirstBrokenPlace)
{
    std::string altered = record_of_one_headline();
    altered.replace(altered.find("Orders"), 6, "orders");
    EXPECT_EQ(verify(altered), kExitFailed);
    EXPECT_EQ(out_.str(), "");
    EXPECT_NE(trouble_.str().find("entry 4 is not what was sealed"), std::string::npos) << trouble_.str();
}

TEST_F(VerifyRecordTest, ItsCommandTakesTheFile)
{
    overwrite(folder_ / "record.json", "{}");
    const auto line = parse_command_line({ "verify", "--file", (folder_ / "record.json").string() });
    ASSERT_TRUE(line.command) << line.text;
    EXPECT_EQ(line.command->file, (folder_ / "record.json").string());
}

}
}
