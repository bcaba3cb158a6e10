// SPDX-License-Identifier: Apache-2.0
// libsodium's own sodium_memzero lives in a file that needs the operating system; its SHA-256 needs
// only this. The volatile pointer keeps the compiler from dropping the stores.
#include <stddef.h>

void sodium_memzero(void* const memory, const size_t length)
{
    volatile unsigned char* bytes = (volatile unsigned char*)memory;
    for (size_t i = 0; i < length; ++i) {
        bytes[i] = 0;
    }
}
