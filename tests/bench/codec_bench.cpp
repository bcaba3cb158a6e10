// SPDX-License-Identifier: Apache-2.0
// codec_bench [alerts]: how fast entries are sealed, read, folded and sent, and how fast a batch of
// alerts is read, on one core. A third of the entries are alerts that fire, a third changes of them, a
// third notes. Prints one line of JSON for each.
#include "shared/domain/apply/apply.h"
#include "shared/domain/state/state.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"
#include "shared/wire/intake/alertmanager_api.h"
#include "shared/wire/state_codec.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <vector>

namespace watchfloor {
namespace {

constexpr Timestamp kStart { 1'767'322'800'000 };

Labels labels_of(int i)
{
    return { { "alertname", "DiskFull" }, { "instance", "db" + std::to_string(i) + ".example.org:9100" },
        { "job", "node" }, { "severity", "warning" }, { "mountpoint", "/var/lib/data" }, { "team", "storage" } };
}

AlertFired fired(int i)
{
    AlertFired made;
    made.alert.labels = labels_of(i);
    made.alert.annotations = { { "summary", "The file system is 95 % full" },
        { "description", "Free some space or extend the volume before it is full." } };
    made.alert.id = alert_id("site", made.alert.labels);
    made.alert.name = "DiskFull";
    made.alert.source = SourceId { "prometheus" };
    made.alert.service = ServiceId { "database" };
    made.alert.severity = AlertSeverity::Minor;
    made.alert.started_at = kStart;
    return made;
}

Payload payload_of(int i)
{
    const AlertFired about = fired(i / 3);
    if (i % 3 == 0) {
        return about;
    }
    if (i % 3 == 1) {
        AlertChanged changed;
        changed.alert = about.alert.id;
        changed.severity = AlertSeverity::Critical;
        changed.service = about.alert.service;
        changed.started_at = kStart;
        return changed;
    }
    NoteAdded note;
    note.incident = IncidentId { "INC-1" };
    note.note = "Restarted the exporter on the second node; waiting for the next scrape.";
    return note;
}

EntryHead head_of(int i)
{
    EntryHead head;
    head.seq = static_cast<std::uint64_t>(i) + 1;
    head.journal = JournalId { "main" };
    head.recorded_at = kStart + Millis { i };
    head.occurred_at = kStart;
    head.actor = UserId { "prometheus" };
    head.subject = "INC-1";
    return head;
}

// Runs once to warm up and then reports the best of three, by the processor time used: all of it is one
// thread's work, and other programs' share must not count.
template<typename Work>
void report(const char* what, double items, double bytes, Work work)
{
    double best = 0;
    for (int round = 0; round < 4; ++round) {
        const std::clock_t begin = std::clock();
        work();
        const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        best = round == 1 || (round > 1 && seconds < best) ? seconds : best;
    }
    std::printf("{\"bench\":\"codec\",\"what\":\"%s\",\"per_second\":%.0f,\"mb_per_second\":%.1f}\n", what,
        items / best, bytes / best / 1e6);
}

std::vector<SealedEntry> seal_all(const std::vector<Payload>& payloads)
{
    std::vector<SealedEntry> entries;
    entries.reserve(payloads.size());
    Digest previous {};
    for (std::size_t i = 0; i < payloads.size(); ++i) {
        entries.push_back(seal_entry(head_of(static_cast<int>(i)), payloads[i], EntrySalts {}, previous));
        previous = entries.back().hash;
    }
    return entries;
}

State fold(const std::vector<SealedEntry>& entries)
{
    State state;
    for (const SealedEntry& sealed : entries) {
        const auto entry = decode_entry(sealed);
        VERIFY(entry.ok());
        apply(state, entry.value());
    }
    return state;
}

// What the sequencer does beside deciding and writing: fold one entry on a private copy while readers
// hold the state before, and put the new one in its place. Microseconds of one alert's change.
void report_publishing(State state, int alerts)
{
    std::vector<Entry> changes;
    for (int i = 0; i < 2000; ++i) {
        Entry entry;
        entry.head = head_of(static_cast<int>(state.seq) + i);
        entry.payload = payload_of(static_cast<int>(static_cast<std::int64_t>(i) * 7919 % alerts) * 3 + 1);
        changes.push_back(std::move(entry));
    }
    auto published = std::make_shared<const State>(std::move(state));
    std::vector<double> micros;
    for (const Entry& entry : changes) {
        const std::clock_t begin = std::clock();
        State next = *published;
        apply(next, entry);
        auto made = std::make_shared<const State>(std::move(next));
        published.swap(made);
        made.reset();
        micros.push_back(static_cast<double>(std::clock() - begin) * 1e6 / CLOCKS_PER_SEC);
    }
    std::sort(micros.begin(), micros.end());
    std::printf("{\"bench\":\"publish\",\"alerts\":%d,\"median_us\":%.1f,\"p99_us\":%.1f}\n", alerts,
        micros[micros.size() / 2], micros[micros.size() * 99 / 100]);
}

std::string api_body(int alerts)
{
    std::string body = "[";
    for (int i = 0; i < alerts; ++i) {
        body += i > 0 ? ",{\"labels\":{" : "{\"labels\":{";
        const char* separator = "";
        for (const auto& label : labels_of(i)) {
            body.append(separator).append("\"").append(label.first).append("\":\"").append(label.second).append("\"");
            separator = ",";
        }
        body
            += R"(},"annotations":{"summary":"The file system is 95 % full"},"startsAt":"2026-01-02T02:04:05.123Z",)"
               R"("endsAt":"2026-01-02T03:08:05.123Z","generatorURL":"http://prometheus.example.org/graph?g0.expr=up"})";
    }
    return body + "]";
}

void run(int alerts)
{
    const int count = alerts * 3;
    std::vector<Payload> payloads;
    for (int i = 0; i < count; ++i) {
        payloads.push_back(payload_of(i));
    }
    const std::vector<SealedEntry> entries = seal_all(payloads);
    std::vector<std::string> wires;
    double entry_bytes = 0;
    double wire_bytes = 0;
    for (const SealedEntry& entry : entries) {
        wires.push_back(entry_to_wire(entry, Sight::Whole));
        entry_bytes
            += static_cast<double>(entry.head->bytes.size() + entry.facts->bytes.size() + entry.text->bytes.size());
        wire_bytes += static_cast<double>(wires.back().size());
    }
    report("seal", count, entry_bytes, [&] { VERIFY(seal_all(payloads).size() == entries.size()); });
    report("decode", count, entry_bytes, [&] {
        for (const SealedEntry& entry : entries) {
            VERIFY(decode_entry(entry).ok());
        }
    });
    report("decode and apply", count, entry_bytes, [&] { VERIFY(fold(entries).seq == entries.size()); });
    report("to wire", count, wire_bytes, [&] {
        for (const SealedEntry& entry : entries) {
            VERIFY(!entry_to_wire(entry, Sight::Whole).empty());
        }
    });
    report("from wire", count, wire_bytes, [&] {
        for (const std::string& wire : wires) {
            VERIFY(entry_from_wire(wire).ok());
        }
    });
    const State state = fold(entries);
    const std::string state_text = state_to_wire(state);
    const auto state_bytes = static_cast<double>(state_text.size());
    report("state to wire (alerts)", alerts, state_bytes, [&] { VERIFY(state_to_wire(state) == state_text); });
    report("state from wire (alerts)", alerts, state_bytes, [&] { VERIFY(state_from_wire(state_text).ok()); });
    report_publishing(state, alerts);
    const std::string body = api_body(alerts);
    report("read POST /api/v2/alerts", alerts, static_cast<double>(body.size()),
        [&] { VERIFY(decode_api_alerts(body, kStart).value().alerts.size() == static_cast<std::size_t>(alerts)); });
}

}
}

int main(int argc, char** argv)
{
    const int alerts = argc > 1 ? std::atoi(argv[1]) : 50'000;
    if (alerts <= 0) {
        std::fprintf(stderr, "usage: codec_bench [alerts]\n");
        return 2;
    }
    watchfloor::run(alerts);
}
