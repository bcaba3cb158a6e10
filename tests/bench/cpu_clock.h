// SPDX-License-Identifier: Apache-2.0
#pragma once

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#else
#include <ctime>
#endif

namespace watchfloor {

// Milliseconds of processor time this program has used: a busy machine does not show in it. In node
// that includes its compiler's and collector's threads.
inline double cpu_millis()
{
#ifdef __EMSCRIPTEN__
    return EM_ASM_DOUBLE({
        const used = process["cpuUsage"]();
        return (used["user"] + used["system"]) / 1000;
    });
#else
    timespec time {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_nsec) / 1e6;
#endif
}

}
