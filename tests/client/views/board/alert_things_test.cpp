// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/alert_things.h"

#include "shared/domain/input_text.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

Alert alert_of(std::string name, Labels labels, Labels annotations = {})
{
    Alert alert;
    alert.name = std::move(name);
    alert.labels = std::move(labels);
    alert.annotations = std::move(annotations);
    return alert;
}

std::vector<std::string> words_of_all(const std::vector<Alert>& alerts)
{
    std::vector<const Alert*> pointers;
    for (const Alert& alert : alerts) {
        pointers.push_back(&alert);
    }
    std::vector<std::string> words;
    for (const AlertThing& thing : alert_things(pointers)) {
        words.push_back(thing.words);
    }
    return words;
}

using Words = std::vector<std::string>;

TEST(AlertThingsTest, NamesTheMachineAndThePartOfItAlsoWhereThereIsASummary)
{
    EXPECT_EQ(words_of_all({ alert_of("DiskFull",
                  { { "alertname", "DiskFull" }, { "instance", "db1:9100" }, { "mountpoint", "/var" },
                      { "severity", "critical" } },
                  { { "summary", "A disk is full" } }) }),
        (Words { "db1:9100 /var" }));
    EXPECT_EQ(words_of_all({ alert_of("Down", { { "host", "web3" }, { "job", "node" } }) }), (Words { "web3" }));
    EXPECT_EQ(words_of_all({ alert_of("Watch", { { "severity", "info" } }) }), (Words { "" }));
}

TEST(AlertThingsTest, NamesWhatTellsThoseOfOneNameApart)
{
    EXPECT_EQ(words_of_all({ alert_of("Slow", { { "instance", "web" }, { "path", "/cart" }, { "zone", "a" } }),
                  alert_of("Slow", { { "instance", "web" }, { "path", "/pay" }, { "zone", "a" } }),
                  alert_of("Down", { { "instance", "web" }, { "path", "/pay" } }) }),
        (Words { "web /cart", "web /pay", "web" }));
    EXPECT_EQ(words_of_all({ alert_of("Lost", { { "line", "one" } }), alert_of("Lost", {}) }), (Words { "one", "" }));
}

TEST(DifferingWordsTest, NamesTheLabelsByWhichAlertsAreKnownApart)
{
    const std::vector<Alert> alerts { alert_of(
                                          "Slow", { { "instance", "web2" }, { "severity", "info" }, { "zone", "a" } }),
        alert_of("Slow", { { "device", "sda" }, { "instance", "web1" }, { "zone", "a" } }),
        alert_of("Slow", { { "instance", "web4" }, { "zone", "a" } }),
        alert_of("Slow", { { "instance", "web3" }, { "zone", "a" } }) };
    std::vector<const Alert*> pointers;
    EXPECT_EQ(differing_words(pointers), "");
    for (const Alert& alert : alerts) {
        pointers.push_back(&alert);
    }
    EXPECT_EQ(differing_words(pointers), "device sda; instance web1, web2, web3 +1");
    EXPECT_EQ(differing_words(std::vector<const Alert*> { pointers[0] }), "") << "one alone differs from nobody";
}

TEST(AlertThingsTest, KnowsHowFarTheTextsOfOneNameAgree)
{
    const std::vector<Alert> alerts { alert_of(
                                          "Full", { { "instance", "node-eu-db1" } }, { { "summary", "Disk of db1" } }),
        alert_of("Full", { { "instance", "node-eu-db2" } }, { { "summary", "Disk of db2" } }) };
    const std::vector<const Alert*> both { &alerts[0], &alerts[1] };
    const auto things = alert_things(both);
    EXPECT_EQ(things[0].words_agree, std::string("node-eu-db").size());
    EXPECT_EQ(things[1].summary_agrees, std::string("Disk of db").size());
    const std::vector<const Alert*> one { &alerts[0] };
    EXPECT_EQ(alert_things(one)[0].words_agree, 0U);
}

Alert dns_event(const char* summary)
{
    return alert_of(summary, { { "dedup_key", "dns/ns2" } },
        { { "component", "unbound" }, { "severity", "error" }, { "source", "ns2" }, { "summary", summary } });
}

TEST(AlertThingsTest, AnEventConcernsItsSourceAndComponent)
{
    EXPECT_EQ(words_of_all({ dns_event("DNS resolver ns2 slow") }), (Words { "ns2 unbound" }));
    Alert plain = dns_event("Slow");
    plain.labels = { { "alertname", "Slow" } };
    EXPECT_EQ(words_of_all({ plain }), (Words { "" })) << "what annotations of others are called is theirs";
}

TEST(AlertThingsTest, NothingIsSaidTwice)
{
    EXPECT_EQ(alert_summary(dns_event("DNS resolver ns2 slow")), "");
    EXPECT_EQ(incident_title(dns_event("DNS resolver ns2 slow")), "DNS resolver ns2 slow");
    Alert lengthy = dns_event("");
    const std::string words(kMaxName + 20, 'x');
    lengthy.annotations.set("summary", words);
    lengthy.name = made_printable(words, kMaxName);
    EXPECT_EQ(alert_summary(lengthy), "") << "a name that was cut says it, too";
    const Alert down = alert_of("Down", {}, { { "summary", "Down on shop" } });
    EXPECT_EQ(alert_summary(down), "Down on shop");
    EXPECT_EQ(incident_title(down), "Down on shop");
    EXPECT_EQ(incident_title(alert_of("Down", {}, { { "summary", "Checkout fails" } })), "Down: Checkout fails");
    EXPECT_EQ(incident_title(alert_of("Down", {})), "Down");
}

}
}
