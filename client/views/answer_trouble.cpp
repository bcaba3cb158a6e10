// SPDX-License-Identifier: Apache-2.0
#include "client/views/answer_trouble.h"

#include "client/language/text.h"
#include "shared/wire/error_codec.h"

namespace watchfloor {

std::string trouble_of(const HttpResponse& response)
{
    const auto error = error_from_json(response.body);
    return error ? error->message : response.failure.empty() ? std::string(tr(Text::NoAnswer)) : response.failure;
}

}
