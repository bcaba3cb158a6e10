// SPDX-License-Identifier: Apache-2.0
#pragma once

#ifdef __EMSCRIPTEN__
#include <chrono>
#else
#include <ctime>
#endif

namespace watchfloor {

// Milliseconds of processor time this program has used; where there is no such clock (WebAssembly), of
// time passed, so that a busy machine shows in the tail.
inline double cpu_millis()
{
#ifdef __EMSCRIPTEN__
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
#else
    timespec time {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_nsec) / 1e6;
#endif
}

}
