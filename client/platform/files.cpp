// SPDX-License-Identifier: Apache-2.0
#include "client/platform/files.h"

#include "client/frame/frame_schedule.h"

#include <utility>

namespace watchfloor {
namespace {

std::optional<ChosenFile>& waiting_file()
{
    static std::optional<ChosenFile> file;
    return file;
}

}

void offer_file(ChosenFile file)
{
    waiting_file() = std::move(file);
    request_frame();
}

std::optional<ChosenFile> take_chosen_file()
{
    return std::exchange(waiting_file(), std::nullopt);
}

}
