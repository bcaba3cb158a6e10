// SPDX-License-Identifier: Apache-2.0
#include "server/journal/verify_derived.h"

#include "server/journal/sqlite_schema.h"

#include <array>

namespace watchfloor {
namespace {

static_assert(kSeqBits == 40 && kMaxSeq == 1099511627775, "the statements below take rows apart");

// An entry says what it must be found by. Heads and facts that are no JSON are the chain's to find.
constexpr PagedCheck kEntries { "entries", "i",
    "SELECT e.id, 'entry ' || (e.id & 1099511627775) || ': ' || CASE"
    " WHEN e.subject <> '' AND NOT EXISTS (SELECT 1 FROM entry_subjects s WHERE s.subject = e.subject AND s.id = e.id)"
    "  AND NOT EXISTS (SELECT 1 FROM fresh_subjects f WHERE f.id = e.id AND f.subject = e.subject)"
    "  THEN 'it is not listed under its subject ' || e.subject"
    " WHEN e.kind = 'text.erased' AND json_valid(e.facts) AND NOT EXISTS (SELECT 1 FROM erasures x"
    "  WHERE x.id = (e.id >> 40 << 40) + json_extract(e.facts, '$.erased_seq'))"
    "  THEN 'the erasure that it orders is not listed'"
    " WHEN e.kind = 'text.erased' AND json_valid(e.facts) AND NOT EXISTS (SELECT 1 FROM unique_keys k"
    "  WHERE k.journal = e.id >> 40 AND k.scope = 'erasure'"
    "  AND k.key = CAST(json_extract(e.facts, '$.erased_seq') AS TEXT) AND k.seq = (e.id & 1099511627775))"
    "  THEN 'its unique key is missing'"
    " WHEN e.kind = 'samples.sealed' AND json_valid(e.facts) AND NOT EXISTS (SELECT 1 FROM unique_keys k"
    "  WHERE k.journal = e.id >> 40 AND k.scope = 'samples'"
    "  AND k.key = strftime('%s', json_extract(e.facts, '$.hour')) || '000' AND k.seq = (e.id & 1099511627775))"
    "  THEN 'its unique key is missing'"
    " END FROM (SELECT id, facts, CASE WHEN json_valid(head) THEN json_extract(head, '$.subject') END AS subject,"
    "  CASE WHEN json_valid(head) THEN json_extract(head, '$.kind') END AS kind"
    "  FROM entries WHERE id > ?1 ORDER BY id LIMIT ?2) e ORDER BY e.id" };

// Both tables of subjects: what they list must be there, and of that subject.
#define WATCHFLOOR_LISTED_SUBJECT                                                                                     \
    "CASE WHEN e.id IS NULL THEN 'A subject names an entry that does not exist: ' || s.subject || ' -> '"             \
    "  || (s.id & 1099511627775)"                                                                                     \
    " WHEN json_valid(e.head) AND json_extract(e.head, '$.subject') <> s.subject"                                     \
    "  THEN 'entry ' || (s.id & 1099511627775) || ': it is listed under ' || s.subject || ', which it does not name'" \
    " END"

constexpr PagedCheck kFiledSubjects { "entry_subjects", "ti",
    "SELECT s.subject, s.id, " WATCHFLOOR_LISTED_SUBJECT
    " FROM (SELECT subject, id FROM entry_subjects WHERE (subject, id) > (?1, ?2) ORDER BY subject, id LIMIT ?3) s"
    " LEFT JOIN entries e ON e.id = s.id ORDER BY s.subject, s.id" };
constexpr PagedCheck kFreshSubjects { "fresh_subjects", "it",
    "SELECT s.id, s.subject, " WATCHFLOOR_LISTED_SUBJECT
    " FROM (SELECT id, subject FROM fresh_subjects WHERE (id, subject) > (?1, ?2) ORDER BY id, subject LIMIT ?3) s"
    " LEFT JOIN entries e ON e.id = s.id ORDER BY s.id, s.subject" };
#undef WATCHFLOOR_LISTED_SUBJECT

// A key that is taken though its entry claims another lets nobody claim it.
constexpr PagedCheck kKeys { "unique_keys", "itt",
    "SELECT k.journal, k.scope, k.key, CASE"
    " WHEN e.id IS NULL"
    "  THEN 'A unique key names an entry that does not exist: ' || k.scope || ' ' || k.key || ' -> ' || k.seq"
    " WHEN k.scope = 'erasure' AND json_valid(e.facts)"
    "  AND CAST(json_extract(e.facts, '$.erased_seq') AS TEXT) IS NOT k.key"
    "  THEN 'entry ' || k.seq || ': the unique key erasure ' || k.key || ' names it, and it erased something else'"
    " WHEN k.scope = 'samples' AND json_valid(e.facts)"
    "  AND strftime('%s', json_extract(e.facts, '$.hour')) || '000' IS NOT k.key"
    "  THEN 'entry ' || k.seq || ': the unique key samples ' || k.key || ' names it, and it sealed something else'"
    " END FROM (SELECT journal, scope, key, seq FROM unique_keys WHERE (journal, scope, key) > (?1, ?2, ?3)"
    "  ORDER BY journal, scope, key LIMIT ?4) k"
    " LEFT JOIN entries e ON e.id = (k.journal << 40) + k.seq ORDER BY k.journal, k.scope, k.key" };

constexpr PagedCheck kErasures { "erasures", "i",
    "SELECT x.id, CASE WHEN NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = x.id AND e.text IS NULL"
    "  AND e.text_salt IS NULL) THEN 'A text was ordered to be erased but is there: entry ' || (x.id & 1099511627775)"
    " END FROM (SELECT id FROM erasures WHERE id > ?1 ORDER BY id LIMIT ?2) x ORDER BY x.id" };

constexpr PagedCheck kIdempotency { "idempotency", "i",
    "SELECT i.number, CASE"
    " WHEN i.first_seq <> 0 AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = (i.journal << 40) + i.last_seq)"
    "  THEN 'The record of a request in the table idempotency names an entry that does not exist: ' || i.last_seq"
    " WHEN NOT EXISTS (SELECT 1 FROM idempotency k INDEXED BY idempotency_by_key WHERE k.journal = i.journal"
    "  AND k.actor = i.actor AND k.route = i.route AND k.key = i.key AND k.number = i.number)"
    "  THEN 'The index idempotency_by_key lacks record ' || i.number"
    " WHEN NOT EXISTS (SELECT 1 FROM idempotency a INDEXED BY idempotency_by_age WHERE a.at_millis = i.at_millis"
    "  AND a.number = i.number) THEN 'The index idempotency_by_age lacks record ' || i.number"
    " END FROM (SELECT number, journal, actor, route, key, first_seq, last_seq, at_millis FROM idempotency"
    "  WHERE number > ?1 ORDER BY number LIMIT ?2) i ORDER BY i.number" };

constexpr PagedCheck kDeliveries { "deliveries", "i",
    "SELECT d.id, CASE"
    " WHEN NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = d.id)"
    "  OR NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = (d.id >> 40 << 40) + d.last_seq)"
    "  THEN 'What a source sent is kept for an entry that does not exist: ' || (d.id & 1099511627775)"
    " WHEN NOT EXISTS (SELECT 1 FROM deliveries a INDEXED BY deliveries_by_age"
    "  WHERE a.received_millis = d.received_millis AND a.id = d.id)"
    "  THEN 'The index deliveries_by_age lacks what was sent for entry ' || (d.id & 1099511627775)"
    " END FROM (SELECT id, last_seq, received_millis FROM deliveries WHERE id > ?1 ORDER BY id LIMIT ?2) d"
    " ORDER BY d.id" };

// Rows outside the range of any journal's entries; the few there should be none of.
constexpr PagedCheck kStrayEntries { "entries", "i",
    "SELECT id, 'An entry belongs to no journal: row ' || id FROM entries WHERE id > ?1"
    " AND (id >= (SELECT (max(number) + 1) << 40 FROM journals)) ORDER BY id LIMIT ?2" };
constexpr PagedCheck kEntriesBeforeTheFirst { "journals", "i",
    "SELECT j.number, CASE WHEN EXISTS (SELECT 1 FROM entries e WHERE e.id = j.number << 40)"
    "  OR EXISTS (SELECT 1 FROM entries e WHERE e.id < 0)"
    "  THEN 'An entry stands before the first of journal ' || j.id END"
    " FROM (SELECT number, id FROM journals WHERE number > ?1 ORDER BY number LIMIT ?2) j ORDER BY j.number" };

}

void check_derived(SqliteConnection& connection, const GoOn& go_on, PagedFindings& findings)
{
    static constexpr std::array kChecks { kKeys, kFiledSubjects, kFreshSubjects, kErasures, kStrayEntries,
        kEntriesBeforeTheFirst, kEntries, kIdempotency, kDeliveries };
    for (const PagedCheck& check : kChecks) {
        run_paged(connection, check, go_on, findings);
    }
}

}
