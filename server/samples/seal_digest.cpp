// SPDX-License-Identifier: Apache-2.0
#include "server/samples/seal_digest.h"

#include <string>

namespace watchfloor {

Digest seal_digest(std::span<const ClosedBlock> blocks)
{
    std::string input;
    for (const ClosedBlock& block : blocks) {
        input.append(block.resource.text).append(1, '\0').append(as_view(block.hash));
    }
    return sha256(input);
}

}
