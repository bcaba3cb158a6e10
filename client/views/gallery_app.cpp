// SPDX-License-Identifier: Apache-2.0
#include "client/views/app.h"

#include "client/views/gallery.h"

namespace watchfloor {

std::unique_ptr<WindowContent> make_app(const AppOptions& options)
{
    return make_gallery(options.wall);
}

}
