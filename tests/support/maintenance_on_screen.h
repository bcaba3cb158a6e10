// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/language/text.h"
#include "client/views/maintenance/maintenance_view.h"
#include "shared/wire/command_codec.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchfloor {

// The maintenance screen of a console, worked as a person does, and what it would send.
class MaintenanceOnScreen : public testing::Test {
protected:
    void open(const Actor& person)
    {
        console_.open(person);
        console_.location = { "/maintenance", {} };
        draw();
    }

    void draw(int frames = 6)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            ui_.frame([&] {
                begin_screen("Test");
                for (Intent& intent : view_->draw(console_.input())) {
                    if (auto* send = std::get_if<Send>(&intent)) {
                        sent_.push_back(std::move(*send));
                    }
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

    void commit() { press_key(ImGuiMod_Ctrl | ImGuiKey_Enter); }

    void press(Role role, std::string_view words)
    {
        const MirrorItem* found = mirror().find(role, words);
        ASSERT_NE(found, nullptr) << words;
        mirror().activate(found->id);
        draw();
    }

    void type(std::string_view field, const char* text)
    {
        press(Role::TextField, field);
        ImGui::GetIO().AddInputCharactersUTF8(text);
        draw();
    }

    void write(std::string_view area, const char* text)
    {
        press(Role::TextArea, area);
        ImGui::GetIO().AddInputCharactersUTF8(text);
        draw();
    }

    static std::string dialog()
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Dialog; });
        return at == mirror().items().end() ? std::string {} : at->label;
    }

    static bool shows(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [words](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    }

    void answer(int status, const std::string& body)
    {
        ASSERT_FALSE(sent_.empty());
        ASSERT_TRUE(sent_.back().done);
        HttpResponse response;
        response.status = status;
        response.body = body;
        sent_.back().done(response);
        draw();
    }

    HeadlessUi ui_ { { 1280, 1000 } };
    ConsoleRoom console_ {};
    std::unique_ptr<View> view_ = make_maintenance_view();
    std::vector<Send> sent_ {};
};

}
