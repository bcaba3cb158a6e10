// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace watchfloor {

// Ends the modal's bookkeeping for this frame; end_ui_frame calls it.
void end_modal_frame();

}
