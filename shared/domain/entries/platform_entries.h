// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/split_fields.h"
#include "shared/domain/people.h"
#include "shared/domain/service.h"

// Payloads about the journal itself, people, tokens and registers. Each payload names its
// `kind` and schema `version`, its `facts` (what the rules need; no names, no free text) and its
// `text` (names and free text; erasable). Shapes are frozen once released: a new shape is a new
// version with an upcast.
namespace watchfloor {

struct JournalOpened {
    static constexpr std::string_view kind = "journal.opened";
    static constexpr int version = 1;
    JournalPurpose purpose = JournalPurpose::Main;
    std::string product_version {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("product_version", self.product_version);
        visit("purpose", self.purpose);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

struct UserSet {
    static constexpr std::string_view kind = "user.set";
    static constexpr int version = 1;
    static constexpr std::array<std::string_view, 1> text_names { "name" };
    User user {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.user, text_names);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.user, text_names);
    }
};

struct SignedIn {
    static constexpr std::string_view kind = "session.opened";
    static constexpr int version = 1;
    UserId user {};
    std::string method {}; // password, link
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("method", self.method);
        visit("user", self.user);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

struct SignedOut {
    static constexpr std::string_view kind = "session.closed";
    static constexpr int version = 1;
    UserId user {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("user", self.user);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

// The first refusal per address and account at once, then one counted entry a minute.
struct SignInRefused {
    static constexpr std::string_view kind = "session.refused";
    static constexpr int version = 1;
    std::int64_t count = 1;
    std::string account {};
    std::string address {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("count", self.count);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("account", self.account);
        visit("address", self.address);
    }
};

struct TokenSet {
    static constexpr std::string_view kind = "token.set";
    static constexpr int version = 1;
    static constexpr std::array<std::string_view, 1> text_names { "name" };
    Token token {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.token, text_names);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.token, text_names);
    }
};

// All room walls show what visitors may see, or what the room may.
struct WallsSwitched {
    static constexpr std::string_view kind = "walls.switched";
    static constexpr int version = 1;
    WallAudience audience = WallAudience::Room;
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("audience", self.audience);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

// What the room may know of a service; who stands behind it is in ServiceContactsSet.
struct ServiceSet {
    static constexpr std::string_view kind = "service.set";
    static constexpr int version = 1;
    static constexpr std::array<std::string_view, 2> text_names { "name", "public_name" };
    static constexpr std::array<std::string_view, 6> not_facts { "business_owner", "name", "public_name",
        "service_owner", "supplier", "support_number" };
    Service service {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.service, not_facts);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.service, text_names);
    }
};

// Names and telephone numbers behind a service; no wall receives them.
struct ServiceContactsSet {
    static constexpr std::string_view kind = "service.contacts_set";
    static constexpr int version = 1;
    ServiceId service {};
    std::string business_owner {};
    std::string service_owner {};
    std::string supplier {};
    std::string support_number {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("service", self.service);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("business_owner", self.business_owner);
        visit("service_owner", self.service_owner);
        visit("supplier", self.supplier);
        visit("support_number", self.support_number);
    }
};

struct SourceSet {
    static constexpr std::string_view kind = "source.set";
    static constexpr int version = 1;
    Source source {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        Source::fields(visit, self.source);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

struct SourceLost {
    static constexpr std::string_view kind = "source.lost";
    static constexpr int version = 1;
    SourceId source {};
    Timestamp last_delivery_at {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("last_delivery_at", self.last_delivery_at);
        visit("source", self.source);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

struct SourceRegained {
    static constexpr std::string_view kind = "source.regained";
    static constexpr int version = 1;
    SourceId source {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("source", self.source);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

// Name and whose it is; how to get in lies in BridgeAccessSet, which no wall receives.
struct BridgeSet {
    static constexpr std::string_view kind = "bridge.set";
    static constexpr int version = 1;
    BridgeId bridge {};
    std::string name {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("bridge", self.bridge);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("name", self.name);
    }
};

struct BridgeAccessSet {
    static constexpr std::string_view kind = "bridge.access_set";
    static constexpr int version = 1;
    BridgeId bridge {};
    std::string link {};
    std::string number {};
    std::string pin {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("bridge", self.bridge);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("link", self.link);
        visit("number", self.number);
        visit("pin", self.pin);
    }
};

struct ChangeRecorded {
    static constexpr std::string_view kind = "change.recorded";
    static constexpr int version = 1;
    static constexpr std::array<std::string_view, 3> text_names { "component", "link", "summary" };
    Change change {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.change, text_names);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.change, text_names);
    }
};

// Orders the removal of the text part of an earlier entry; every replica obeys.
struct TextErased {
    static constexpr std::string_view kind = "text.erased";
    static constexpr int version = 1;
    std::uint64_t erased_seq = 0;
    std::string legal_basis {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("erased_seq", self.erased_seq);
        visit("legal_basis", self.legal_basis);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

}
