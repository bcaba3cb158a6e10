// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "shared/core/time.h"
#include "shared/wire/answers/tokens.h"
#include "shared/wire/answers/walls.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// Who was let in: wall displays and programs' tokens, each list asked for every kEvery while somebody reads it; and the
// walls that went dark, which the server says by itself. Of the site, whatever journal is shown. Single-threaded.
class AccessLists {
public:
    explicit AccessLists(Transport& transport) : transport_(transport) { }

    // Once a frame while the link is there. `now` is the machine's own time.
    void update(Timestamp now);
    // Something was changed: what is read is asked for at once.
    void ask_again();
    void clear();

    // Nothing before the first answer. Reading keeps them current.
    const std::optional<std::vector<WallSummary>>& walls();
    const std::optional<std::vector<TokenSummary>>& tokens();
    // Why the server refused the list lately; empty where it did not.
    const std::string& walls_refused() const { return walls_.refused; }
    const std::string& tokens_refused() const { return tokens_.refused; }

    void take_dark(std::vector<DarkWall> dark, Timestamp now);
    // As told lately: the server repeats itself, and an old warning would stand for ever.
    std::vector<DarkWall> dark(Timestamp now) const;

private:
    template<typename T>
    struct List {
        std::optional<std::vector<T>> items {};
        std::string refused {};
        std::optional<Timestamp> read_at {};
        std::optional<Timestamp> asked_at {};
        bool asking = false;
    };

    template<typename T>
    void keep_current(List<T>& list, const char* path, Timestamp now);

    static constexpr std::chrono::seconds kEvery { 5 };
    static constexpr std::chrono::seconds kDarkBelieved { 90 };
    static constexpr const char* kTag = "access lists";

    Transport& transport_;
    List<WallSummary> walls_ {};
    List<TokenSummary> tokens_ {};
    std::vector<DarkWall> dark_ {};
    Timestamp dark_told_at_ {};
    Timestamp now_ {};
};

}
