// SPDX-License-Identifier: Apache-2.0
// A request that is accepted comes back equal from what a client would send.
#include "shared/domain/commands/command.h"
#include "shared/wire/command_codec.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

template<typename T>
void try_command(std::string_view body)
{
    using namespace watchfloor;
    const auto read = decode_command<T>(body);
    if (!read.ok()) {
        VERIFY(!read.error().message.empty());
        return;
    }
    const std::string sent = encode_command(read.value());
    const auto again = decode_command<T>(sent);
    VERIFY(again.ok() && encode_command(again.value()) == sent);
}

}

void fuzz(std::string_view input)
{
    using namespace watchfloor;
    if (input.empty()) {
        return;
    }
    const std::string_view body = input.substr(1);
    switch (static_cast<unsigned char>(input[0]) % 6) {
    case 0:
        try_command<LogIncident>(body);
        return;
    case 1:
        try_command<AddNote>(body);
        return;
    case 2:
        try_command<MoveIncident>(body);
        return;
    case 3:
        try_command<ClassifyIncident>(body);
        return;
    case 4:
        try_command<SetService>(body);
        return;
    default:
        try_command<DefineCapacity>(body);
        return;
    }
}
