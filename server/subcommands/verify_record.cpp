// SPDX-License-Identifier: Apache-2.0
#include "server/subcommands/verify_record.h"

#include "server/config/command_line.h"
#include "shared/wire/entries/record_wire.h"

#include <fstream>
#include <iterator>
#include <ostream>

namespace watchfloor {
namespace {

constexpr const char* kRecordTrouble = "watchfloord: ";

void tell_limits(const RecordReport& report, std::ostream& out)
{
    const JournalPage& page = report.record.page;
    out << "not proven by the file alone:\n"
        << "  that it holds every entry of " << report.record.subject << ": " << report.gaps
        << " times entries of something else, or left out, lie between two of it\n"
        << "  that this is the room's journal: compare the hash of entry " << page.head_seq
        << " with that of `watchfloord verify` or of a printed record\n"
        << "  the names and the time of saving, which no entry seals\n";
    if (report.erased > 0) {
        out << "  the words of " << report.erased << " entries: they were erased, or not for whoever saved it\n";
    }
    if (report.partial > 0) {
        out << "  " << report.partial << " entries of which whoever saved it might not see everything\n";
    }
}

}

int verify_record(const std::string& file, std::ostream& out, std::ostream& trouble)
{
    std::ifstream stream { file, std::ios::binary };
    const std::string text { std::istreambuf_iterator<char> { stream }, {} };
    if (!stream && text.empty()) {
        trouble << kRecordTrouble << file << " cannot be read\n";
        return kExitFailed;
    }
    const RecordReport report = check_record(text);
    if (!report.defect.empty()) {
        trouble << kRecordTrouble << file << ": " << report.defect << "\n";
        return kExitFailed;
    }
    const SavedRecord& record = report.record;
    const JournalPage& page = record.page;
    out << "record of " << record.subject << " in journal " << page.journal.text << ": " << page.entries.size()
        << " entries, " << page.entries.front().seq << " to " << page.entries.back().seq << "\n"
        << "saved at " << format_timestamp(record.saved_at) << ", head " << page.head_seq << " "
        << to_hex(as_view(page.head_hash)) << "\n";
    for (const SavedName& one : record.names) {
        out << "  " << one.id << " is " << one.name << "\n";
    }
    tell_limits(report, out);
    out << "each entry is what was sealed, and continues what the record says\n";
    return kExitDone;
}

}
