// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/answers/state.h"

#include "shared/wire/fields/fields_json.h"
#include "shared/wire/state_codec.h"

namespace watchfloor {
namespace {

// The frame's own members hold only digits, times and hexadecimal, so this cannot occur in them.
constexpr std::string_view kStateMember = ",\"state\":";

}

std::string state_answer_to_wire(const StateFrame& frame, const State& state)
{
    std::string text = to_json_text(frame);
    text.pop_back();
    text += kStateMember;
    text += state_to_wire(state);
    text += "}";
    return text;
}

Result<StateAnswer> state_answer_from_wire(std::string_view text)
{
    const std::size_t at = text.find(kStateMember);
    if (at == std::string_view::npos || text.back() != '}') {
        return Error { ErrorCode::Malformed, "The server's state cannot be read; this console needs an update." };
    }
    StateAnswer answer;
    ASSIGN_OR_RETURN(answer.frame, from_canonical_text<StateFrame>(std::string(text.substr(0, at)) + "}"));
    const std::string_view state = text.substr(at + kStateMember.size());
    ASSIGN_OR_RETURN(answer.state, state_from_wire(state.substr(0, state.size() - 1)));
    return answer;
}

}
