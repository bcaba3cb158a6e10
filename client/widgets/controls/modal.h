// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace watchfloor {

// For the controls of a form, as they are drawn: whether this one takes the keyboard. A dialog that appears looks for its
// first text field, a commit that cannot be for the first thing that is missing.
bool takes_sought_text();
bool takes_sought_missing();

// Ends the modal's bookkeeping for this frame; end_ui_frame calls it.
void end_modal_frame();

}
