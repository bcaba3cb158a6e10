// SPDX-License-Identifier: Apache-2.0
// On the page the browser reads floating point numbers: the C library's reader, with its arithmetic of 128 bits, would be
// 14 kB of the program. Only JSON asks, and for whole numbers as JSON writes them; of the three only strtod is linked.
#include <emscripten.h>

#include <cstdlib>
#include <cstring>

EM_JS(double, js_number, (const char* text), { return Number(UTF8ToString(text)); });

extern "C" {

double strtod(const char* text, char** end)
{
    if (end != nullptr) {
        *end = const_cast<char*>(text) + std::strlen(text);
    }
    return js_number(text);
}

float strtof(const char* text, char** end)
{
    return static_cast<float>(strtod(text, end));
}

long double strtold(const char* text, char** end)
{
    return strtod(text, end);
}
}
