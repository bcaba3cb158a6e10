// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/app/outbox.h"
#include "client/language/text.h"
#include "client/theme/theme.h"
#include "client/views/advice.h"
#include "client/views/incidents/incident_view.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// An incident of one alert on screen, and what its view asks for.
class IncidentViewTest : public testing::Test {
protected:
    IncidentViewTest()
    {
        alert_ = console_.fire("Down", "shop");
        const LogIncident log { .title = "Shop is down", .services = { ServiceId { "shop" } }, .alerts = { alert_ } };
        id_ = IncidentId { console_.room.when(log, console_.room.desk).value().created };
        console_.done(log, console_.room.desk);
        console_.location = { "/incidents/" + id_.text, {} };
        view_->arrive(console_.location);
        console_.open(console_.room.resolver);
        draw();
    }

    // Frames as the program draws them; what the view asks for is kept.
    void draw(int frames = 3)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            ui_.frame([&] {
                begin_screen("Test");
                for (Intent& intent : view_->draw(console_.input())) {
                    intents_.push_back(std::move(intent));
                }
                end_screen();
            });
        }
    }

    void press_key(int chord)
    {
        HeadlessUi::press_key(chord);
        draw();
    }

    void type(const char* text)
    {
        ImGui::GetIO().AddInputCharactersUTF8(text);
        draw();
    }

    template<typename T>
    std::optional<T> asked(std::string_view part) const
    {
        for (const Intent& intent : intents_) {
            const auto* send = std::get_if<Send>(&intent);
            if (send != nullptr && send->path == "/api/v1/incidents/" + id_.text + "/" + std::string(part)) {
                auto command = decode_command<T>(send->body);
                EXPECT_TRUE(command.ok()) << send->body;
                return command.ok() ? std::optional { command.value() } : std::nullopt;
            }
        }
        return std::nullopt;
    }

    bool sent_to(std::string_view path) const
    {
        return std::any_of(intents_.begin(), intents_.end(), [&](const Intent& intent) {
            const auto* send = std::get_if<Send>(&intent);
            return send != nullptr && send->path == path;
        });
    }

    static bool shows(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [words](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    }

    static bool dialog_open()
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Dialog; });
    }

    HeadlessUi ui_ { { 1600, 1000 } };
    ConsoleRoom console_ {};
    AlertId alert_ {};
    IncidentId id_ {};
    std::unique_ptr<View> view_ = make_incident_view();
    Intents intents_ {};
};

}
