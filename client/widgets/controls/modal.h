// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace watchfloor {

// For the controls of a form, as they are drawn: whether this one takes the keyboard. A dialog that appears looks for its
// first text field, a commit that cannot be for the first thing that is missing.
bool takes_sought_text();
bool takes_sought_missing();

// The form has a field of one line, and whether Enter was pressed in it: that commits the form, where Enter does.
void note_line_field(bool entered);
// Whether Enter is not the switch's own here, but commits the form it stands in; `entered`: it was pressed on it.
bool switch_leaves_enter(bool entered);

// A text was drawn: a form that says itself why it cannot be committed is not made to say it twice.
void note_label(std::string_view text);

// The form that is being drawn, empty outside of one; and whether what is typed here is somebody's work: in a dialog that
// commits nothing it is searched by.
std::string_view form_id();
bool keeps_words();

// Ends the modal's bookkeeping for this frame; end_ui_frame calls it.
void end_modal_frame();
// Whether the frame before closed one: what is pressed next means the screen behind it, which has the keyboard only once
// it was drawn without.
bool modal_closed();

}
