// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/app/alarm_bell.h"
#include "client/app/calls.h"
#include "client/app/keys_panel.h"
#include "client/app/outbox.h"
#include "client/app/palette_panel.h"
#include "client/app/sounds_panel.h"
#include "client/app/waiting_list.h"
#include "client/keys/keymap.h"
#include "client/views/people/account_panel.h"
#include "client/views/view.h"

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

// What stands around every desk view: navigation, clocks, who is signed in, the state of the
// link, banners that nobody may miss, messages, the help and the command palette.
class Shell {
public:
    // `awaited`: what is shown is still on its way.
    void begin(const ViewInput& input, Outbox& outbox, bool awaited = false);
    Intents end();

    // The tone that sounds, for the button that silences it; nothing when all is quiet.
    void ring(std::optional<SoundCause> cause) { sounding_ = cause; }
    // Whether the server hands out a newer page than this one.
    void offer_newer_build(bool there) { newer_build_ = there; }
    // How far a record that is being saved is; empty while none is. Whether the user wants it no more: once.
    void tell_record(std::string progress) { record_ = std::move(progress); }
    bool take_cancel_record();
    void say(Say message);
    // Takes in what calls for this person, whether or not a frame follows.
    void hear(const ViewInput& input) { calls_.update(input); }
    // What calls for this person by sound; see AlarmOccasions.
    std::string call_occasion() const { return calls_.occasion(); }
    // What the window is called: by what calls or sounds, where something does.
    std::string title(const ViewInput& input) const;
    // Once: the user asked to sign out, or to look at another journal.
    SignOut take_sign_out();
    // What was chosen in the palette, as the console keeps it: for the start, and once after each choice.
    void remember_palette_uses(std::string_view text) { palette_.remember_uses(text); }
    std::optional<std::string> take_palette_uses() { return palette_.take_uses(); }
    bool take_silence();
    bool take_load_newer_build();
    // Of a history that went back: to keep what is held as a file, and to go on with the server's.
    bool take_save_held();
    bool take_accept_history();
    std::optional<std::string> take_journal();

private:
    struct Message {
        Say say {};
        Timestamp shown_at {};
        bool of_modal = true; // the dialog that is open was there when it was said
    };

    void put_off_keys(const ViewInput& input, bool awaited);
    void say_unanswered();
    void draw_frozen();
    void draw_header(const ViewInput& input);
    void draw_sound();
    void draw_navigation(const ViewInput& input);
    void draw_banners(const ViewInput& input, const Outbox& outbox);
    void draw_newer_build(const Outbox& outbox);
    void draw_queued(const Outbox& outbox);
    void draw_link(const ViewInput& input);
    void draw_history_back(const ViewInput& input, const HistoryBack& back);
    static void draw_health(const ViewInput& input);
    static void draw_real_room(const ViewInput& input);
    void draw_messages(Timestamp now);
    void draw_status(const ViewInput& input);
    void draw_account(const ViewInput& input, const std::string& name);

    std::deque<Message> messages_;
    std::deque<Say> unsaid_;
    Intents intents_;
    const ViewInput* input_ = nullptr;
    Outbox* outbox_ = nullptr;
    WaitingList waiting_ {};
    float content_top_ = 0;    // below the banners
    float navigation_top_ = 0; // messages stand beside the tabs
    bool was_loaded_ = false;
    std::string put_off_on_ {}; // the screen on which a key may have come too early
    KeysPanel keys_ {};
    AccountPanel account_ {};
    Calls calls_ {};
    PalettePanel palette_ {};
    SoundsPanel sounds_ {};
    std::optional<SoundCause> sounding_ {};
    bool silence_ = false;
    SignOut sign_out_ = SignOut::No;
    bool newer_build_ = false;
    bool load_newer_build_ = false;
    bool newer_build_asked_ = false; // once: the next press drops what is written
    std::string record_ {};
    bool cancel_record_ = false;
    bool save_held_ = false;
    bool accept_history_ = false;
    bool history_asked_ = false; // once: the next press drops what is held
    std::optional<std::string> journal_ {};
};

}
