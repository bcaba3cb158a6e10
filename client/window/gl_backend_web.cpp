// SPDX-License-Identifier: Apache-2.0
// ImGui's OpenGL backend saves and restores GL state with 19 synchronous queries a frame. In a browser
// each can wait for the GPU process (37–58 ms a frame were measured, 1.7 ms without), and nobody
// else draws here: so the queries are answered with constants, the state after a fresh context.
#include <GLES3/gl3.h>
#include <cstdio>

namespace {

// ImGui reads the number in "#version 300 es"; the C library's reader is 18 kB of the program.
template<typename... Further>
int first_number(const char* text, const char*, int* number, Further...)
{
    while (*text != '\0' && (*text < '0' || *text > '9')) {
        ++text;
    }
    for (*number = 0; *text >= '0' && *text <= '9'; ++text) {
        *number = *number * 10 + (*text - '0');
    }
    return 1;
}

void answer_integer(GLenum name, GLint* values)
{
    switch (name) {
    case GL_MAJOR_VERSION:
    case GL_MINOR_VERSION:
    case GL_NUM_EXTENSIONS:
    case GL_MAX_TEXTURE_SIZE:
        // Asked once, at the start.
        glGetIntegerv(name, values);
        return;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
        values[0] = values[1] = 0;
        values[2] = values[3] = 1;
        return;
    case GL_ACTIVE_TEXTURE:
        *values = GL_TEXTURE0;
        return;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA:
        *values = GL_ONE;
        return;
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA:
        *values = GL_ZERO;
        return;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
        *values = GL_FUNC_ADD;
        return;
    default:
        *values = 0;
    }
}

}

#define glGetIntegerv answer_integer
#define glIsEnabled(capability) GL_FALSE
#define glIsProgram(program) GL_TRUE
#define sscanf first_number
// The warnings of somebody else's source are theirs.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Weverything"
#include <imgui_impl_opengl3.cpp>
#pragma clang diagnostic pop
