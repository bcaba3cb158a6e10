// SPDX-License-Identifier: Apache-2.0
#include "client/theme/font_files.h"

#include "client/theme/embedded/fonts.h"

namespace watchfloor {

FontBytes font_bytes(FontFile file)
{
    switch (file) {
    case FontFile::RobotoRegular:
        return { kRobotoRegular, kRobotoRegularSize };
    case FontFile::RobotoMedium:
        return { kRobotoMedium, kRobotoMediumSize };
    case FontFile::JetBrainsMono:
        return { kJetBrainsMonoRegular, kJetBrainsMonoRegularSize };
    case FontFile::Icons:
        return { kIconFont, kIconFontSize };
    }
    return {};
}

}
