// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/advice.h"
#include "client/views/digit_choices.h"
#include "client/views/severity_choices.h"
#include "client/views/view.h"
#include "client/widgets/controls/panels.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

struct PanelContext {
    const ViewInput& input;
    const Incident& incident;
    Intents& intents;

    UserId me() const { return input.replica.me() ? input.replica.me()->user : UserId {}; }
};

enum class PanelKind : std::uint8_t;

// A panel over an incident, opened by a key. What was typed survives closing it without committing;
// where it would be published, it says of itself that it is a draft.
class IncidentPanel {
public:
    virtual ~IncidentPanel() = default;
    // It appears: fill in what is still empty.
    virtual void open(const PanelContext&) { }
    // Draws the panel; false once it was committed or closed.
    virtual bool draw(const PanelContext& context) = 0;
    // The panel that follows one that closed to make way for it.
    virtual std::optional<PanelKind> take_next() { return std::nullopt; }
};

std::unique_ptr<IncidentPanel> make_declare_panel();
std::unique_ptr<IncidentPanel> make_duty_panel();
std::unique_ptr<IncidentPanel> make_command_panel();
std::unique_ptr<IncidentPanel> make_stand_down_panel();
std::unique_ptr<IncidentPanel> make_ratify_panel();
std::unique_ptr<IncidentPanel> make_update_panel();
std::unique_ptr<IncidentPanel> make_all_clear_panel();
std::unique_ptr<IncidentPanel> make_bridge_panel();
std::unique_ptr<IncidentPanel> make_changed_panel();
std::unique_ptr<IncidentPanel> make_contacts_panel();
std::unique_ptr<IncidentPanel> make_task_panel();
std::unique_ptr<IncidentPanel> make_reference_panel();
std::unique_ptr<IncidentPanel> make_headline_panel();
std::unique_ptr<IncidentPanel> make_link_panel();
std::unique_ptr<IncidentPanel> make_classify_panel();
std::unique_ptr<IncidentPanel> make_move_panel();
std::unique_ptr<IncidentPanel> make_pulse_panel();
std::unique_ptr<IncidentPanel> make_similar_panel();
std::unique_ptr<IncidentPanel> make_members_panel();

// begin_modal with the incident's number before the title: nobody answers for another incident than they mean.
bool begin_incident_modal(const PanelContext& context, std::string_view id, ModalOptions options);
// Why it cannot be committed yet, under the fields.
void draw_advice(const Advice& advice);

// People who may be given something, by name.
struct Person {
    UserId id {};
    std::string name {};
    std::string roles {};   // in words: what tells two of one name apart
    std::string why_not {}; // as the rules say it, where they cannot be given what is asked; else empty
};
std::vector<Person> active_people(const State& state);

// What is known of personal data, in the order of PersonalData.
std::vector<std::string> personal_data_words();

}
