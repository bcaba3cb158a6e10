// SPDX-License-Identifier: Apache-2.0
#include "shared/core/markup.h"

namespace watchfloor {

std::string escape_markup(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20U || c == '\n' || c == '\t') {
                escaped.push_back(c);
            }
        }
    }
    return escaped;
}

}
