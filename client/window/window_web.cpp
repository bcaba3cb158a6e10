// SPDX-License-Identifier: Apache-2.0
// The browser's window. Events arrive from web/input.js through the exported functions at the end;
// emscripten's own GLFW has no clipboard, no IME and no sharp picture.
#include "client/window/window.h"

#include "client/keys/keymap.h"
#include "client/platform/files.h"
#include "client/platform/picture.h"
#include "client/theme/theme.h"
#include "client/widgets/controls/context.h"
#include "client/window/keys_web.h"
#include "client/window/shown_picture.h"
#include "client/window/svg.h"
#include "client/window/window_frame.h"
#include "shared/core/words.h"

#include <GLES3/gl3.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_internal.h>

#include <emscripten.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>
#include <string>

namespace watchfloor {
namespace {

EM_JS(void, js_wake, (), { window["watchfloor"]["wake"](); });
EM_JS(void, js_started, (), { window["watchfloor"]["started"](); });
EM_JS(void, js_set_cursor, (const char* name), { window["watchfloor"]["setCursor"](UTF8ToString(name)); });
EM_JS(void, js_text_input, (int wanted, double x, double y, double height),
    { window["watchfloor"]["textInput"](wanted, x, y, height); });
EM_JS(void, js_write_clipboard, (const char* text), { window["watchfloor"]["writeClipboard"](UTF8ToString(text)); });
EM_JS(void, js_canvas_size, (int width, int height), {
    const canvas = document.getElementById("canvas");
    canvas.width = width;
    canvas.height = height;
});
EM_JS(void, js_save_picture, (const char* name, int x, int y, int width, int height),
    { window["watchfloor"]["savePicture"](UTF8ToString(name), x, y, width, height); });
EM_JS(void, js_print_picture, (int x, int y, int width, int height),
    { window["watchfloor"]["printPicture"](x, y, width, height); });
EM_JS(void, js_fullscreen, (int wanted), { window["watchfloor"]["fullscreen"](wanted); });
EM_JS(int, js_utc_offset, (double unix_seconds), { return -60 * new Date(unix_seconds * 1000).getTimezoneOffset(); });
EM_JS(void, js_zone_name, (char* pointer, int size),
    { stringToUTF8(Intl["DateTimeFormat"]()["resolvedOptions"]()["timeZone"] || "", pointer, size); });
EM_JS(void, js_set_title, (const char* title), { document.title = UTF8ToString(title); });
EM_JS(int, js_is_mac, (), { return navigator.platform.startsWith("Mac") ? 1 : 0; });

struct WebWindow {
    std::unique_ptr<WindowContent> content;
    EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = 0;
    bool context_lost = false;
    ShownPicture shown;
    FrameSchedule::Instant last_frame = FrameSchedule::Clock::now();
    std::string clipboard;
    ImGuiMouseCursor cursor = ImGuiMouseCursor_COUNT;
};

WebWindow& web_window()
{
    static WebWindow window;
    return window;
}

const char* css_cursor(ImGuiMouseCursor cursor)
{
    switch (cursor) {
    case ImGuiMouseCursor_None:
        return "none";
    case ImGuiMouseCursor_TextInput:
        return "text";
    case ImGuiMouseCursor_ResizeAll:
        return "move";
    case ImGuiMouseCursor_ResizeNS:
        return "ns-resize";
    case ImGuiMouseCursor_ResizeEW:
        return "ew-resize";
    case ImGuiMouseCursor_ResizeNESW:
        return "nesw-resize";
    case ImGuiMouseCursor_ResizeNWSE:
        return "nwse-resize";
    case ImGuiMouseCursor_Hand:
        return "pointer";
    case ImGuiMouseCursor_Wait:
        return "wait";
    case ImGuiMouseCursor_Progress:
        return "progress";
    case ImGuiMouseCursor_NotAllowed:
        return "not-allowed";
    default:
        return "default";
    }
}

void update_cursor()
{
    auto& window = web_window();
    if (const auto cursor = ImGui::GetMouseCursor(); cursor != window.cursor) {
        window.cursor = cursor;
        js_set_cursor(css_cursor(cursor));
    }
}

void show_picture(ImDrawData& data)
{
    glViewport(0, 0, static_cast<int>(data.DisplaySize.x * data.FramebufferScale.x),
        static_cast<int>(data.DisplaySize.y * data.FramebufferScale.y));
    const ImVec4 ground = colour_vector(Colour::Background0);
    glClearColor(ground.x, ground.y, ground.z, 1.0F);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(&data);
}

// In the same event in which it was drawn: the browser throws the drawing away afterwards.
void keep_picture(const PictureWanted& wanted, const ImDrawData& data)
{
    const PixelArea area = pixels_of(wanted.area, data.FramebufferScale.x, data.FramebufferScale.y,
        static_cast<int>(data.DisplaySize.x * data.FramebufferScale.x),
        static_cast<int>(data.DisplaySize.y * data.FramebufferScale.y));
    if (wanted.name.empty()) { // for paper
        js_print_picture(area.x, area.y, area.width, area.height);
        return;
    }
    if (wanted.name.ends_with(kDrawingEnding)) {
        picture_is_saved({ save_file(wanted.name, svg_of(data, wanted.area)) });
        request_frame();
        return;
    }
    js_save_picture(wanted.name.c_str(), area.x, area.y, area.width, area.height);
    picture_is_saved({ wanted.name });
    request_frame();
}

// Returns whether another picture is shown than before.
bool draw_frame()
{
    auto& window = web_window();
    if (!window.content || window.context_lost) {
        return false;
    }
    const auto now = FrameSchedule::Clock::now();
    frame_schedule().begin_frame(now);
    auto& io = ImGui::GetIO();
    io.DeltaTime = std::max(0.0001F, std::chrono::duration<float> { now - window.last_frame }.count());
    window.last_frame = now;
    ImGui_ImplOpenGL3_NewFrame();
    compose_frame(*window.content);
    const bool changed = window.shown.show(*ImGui::GetDrawData());
    if (changed || picture_wanted()) {
        show_picture(*ImGui::GetDrawData());
    }
    if (const auto wanted = take_picture_wanted()) {
        keep_picture(*wanted, *ImGui::GetDrawData());
    }
    update_cursor();
    finish_frame(window.content->wants_tick());
    return changed;
}

// loader.js has made the context already, with these attributes.
Result<void> create_context()
{
    EmscriptenWebGLContextAttributes attributes;
    emscripten_webgl_init_context_attributes(&attributes);
    attributes.majorVersion = 2;
    attributes.alpha = EM_FALSE;
    attributes.depth = EM_FALSE;
    attributes.antialias = EM_FALSE;
    // None is used, and asking for all waits 100 ms for the browser's drawing process.
    attributes.enableExtensionsByDefault = EM_FALSE;
    web_window().context = emscripten_webgl_create_context("#canvas", &attributes);
    const bool made = web_window().context > 0
        && emscripten_webgl_make_context_current(web_window().context) == EMSCRIPTEN_RESULT_SUCCESS;
    return made
        ? Result<void> {}
        : Result<void> { Error { ErrorCode::Unavailable, "this browser offers no WebGL 2; /status works without it" } };
}

void connect_platform()
{
    auto& io = ImGui::GetIO();
    io.BackendPlatformName = "watchfloor_web";
    io.ConfigMacOSXBehaviors = js_is_mac() != 0;
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    auto& platform = ImGui::GetPlatformIO();
    platform.Platform_GetClipboardTextFn = [](ImGuiContext*) { return web_window().clipboard.c_str(); };
    platform.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
        web_window().clipboard = text;
        js_write_clipboard(text);
    };
    platform.Platform_SetImeDataFn = [](ImGuiContext*, ImGuiViewport*, ImGuiPlatformImeData* data) {
        js_text_input(data->WantTextInput ? 1 : 0, static_cast<double>(data->InputPos.x),
            static_cast<double>(data->InputPos.y), static_cast<double>(data->InputLineHeight));
    };
}

// What the application read of its own clipboard when somebody pastes.
void inject_chord(ImGuiKey key)
{
    auto& io = ImGui::GetIO();
    const auto modifier = io.ConfigMacOSXBehaviors ? ImGuiMod_Super : ImGuiMod_Ctrl;
    io.AddKeyEvent(modifier, true);
    io.AddKeyEvent(key, true);
    io.AddKeyEvent(key, false);
    io.AddKeyEvent(modifier, false);
    note_input();
}

}

Result<void> run_window(const WindowOptions&, const ContentFactory& make_content)
{
    create_ui();
    connect_platform();
    RETURN_IF_ERROR(create_context());
    if (!ImGui_ImplOpenGL3_Init("#version 300 es")) {
        return Error { ErrorCode::Internal, "the drawing backend did not start" };
    }
    set_frame_wake(js_wake);
    // Measures the canvas and reads the address before the first frame asks for either.
    js_started();
    web_window().content = make_content();
    draw_frame();
    js_wake();
    return {};
}

void close_window() { }

void set_window_title(const std::string& title)
{
    js_set_title(title.c_str());
}

bool window_hidden()
{
    return frame_schedule().hidden();
}

int local_utc_offset_seconds(long long unix_seconds)
{
    return js_utc_offset(static_cast<double>(unix_seconds));
}

std::string local_zone_name()
{
    char name[80] = {};
    js_zone_name(name, static_cast<int>(sizeof name));
    return name;
}

void set_fullscreen(bool fullscreen)
{
    js_fullscreen(fullscreen ? 1 : 0);
}

}

// Called by web/*.js.
extern "C" {

using namespace watchfloor;

// Milliseconds until a frame is due by itself: 0 now, below 0 only an event can make one due.
EMSCRIPTEN_KEEPALIVE double wf_wait()
{
    const auto wait = frame_schedule().wait(FrameSchedule::Clock::now());
    return wait ? static_cast<double>(wait->count()) : -1.0;
}

// Draws what is due. Returns whether another picture is shown than before.
EMSCRIPTEN_KEEPALIVE bool wf_frame()
{
    return frame_schedule().due(FrameSchedule::Clock::now()) && draw_frame();
}

// Of a hidden page: takes what is due. Returns milliseconds until more is by itself.
EMSCRIPTEN_KEEPALIVE double wf_unseen()
{
    const auto due
        = [] { return frame_schedule().unseen_wait(FrameSchedule::Clock::now()).value_or(FrameSchedule::kUnseenTick); };
    if (due().count() == 0 && web_window().content) {
        take_unseen(*web_window().content);
    }
    return static_cast<double>(due().count());
}

// Now and synchronously: after a resize, so that nothing flashes, and inside copy events.
EMSCRIPTEN_KEEPALIVE void wf_draw_now()
{
    draw_frame();
}

// What is printed in place of the screen, as a document of HTML; empty: the screen itself.
EMSCRIPTEN_KEEPALIVE const char* wf_paper()
{
    static std::string html;
    html = web_window().content ? web_window().content->paper() : std::string();
    return html.c_str();
}

// Draws a picture for paper, of the whole or of the part that is offered, also when nothing changed: what was drawn
// before cannot be read any more.
EMSCRIPTEN_KEEPALIVE void wf_draw_for_paper(int part)
{
    save_picture({ {}, part != 0 ? offered_part() : PictureArea {} });
    web_window().shown.forget();
    draw_frame();
}

EMSCRIPTEN_KEEPALIVE double wf_frames_drawn()
{
    return static_cast<double>(frame_schedule().frames_drawn());
}

EMSCRIPTEN_KEEPALIVE void wf_hidden(int hidden)
{
    frame_schedule().set_hidden(hidden != 0);
    web_window().shown.forget();
}

EMSCRIPTEN_KEEPALIVE void wf_resize(double css_width, double css_height, int pixel_width, int pixel_height)
{
    auto& io = ImGui::GetIO();
    io.DisplaySize = { static_cast<float>(css_width), static_cast<float>(css_height) };
    io.DisplayFramebufferScale = { static_cast<float>(pixel_width / std::max(1.0, css_width)),
        static_cast<float>(pixel_height / std::max(1.0, css_height)) };
    js_canvas_size(pixel_width, pixel_height);
    web_window().shown.forget();
    apply_theme(theme());
    frame_schedule().input_arrived(); // what this frame measures stands in the next ones, before the clock's tick
    draw_frame();
}

EMSCRIPTEN_KEEPALIVE void wf_pointer_move(double x, double y, int touch)
{
    auto& io = ImGui::GetIO();
    io.AddMouseSourceEvent(touch != 0 ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
    if (touch != 0) {
        io.ConfigFlags |= ImGuiConfigFlags_IsTouchScreen;
    }
    io.AddMousePosEvent(static_cast<float>(x), static_cast<float>(y));
    note_input();
}

EMSCRIPTEN_KEEPALIVE void wf_pointer_leave()
{
    ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    note_input();
}

EMSCRIPTEN_KEEPALIVE void wf_pointer_button(int button, int down)
{
    // Rows with something on them take a click only after a frame of hover; a tap, and every test, moves
    // and presses between two frames.
    if (down != 0 && !ImGui::GetCurrentContext()->InputEventsQueue.empty()) {
        draw_frame();
    }
    ImGui::GetIO().AddMouseButtonEvent(button, down != 0);
    note_input();
}

EMSCRIPTEN_KEEPALIVE void wf_wheel(double x, double y)
{
    ImGui::GetIO().AddMouseWheelEvent(static_cast<float>(x), static_cast<float>(y));
    note_input();
}

EMSCRIPTEN_KEEPALIVE void wf_modifiers(int ctrl, int shift, int alt, int meta)
{
    auto& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, ctrl != 0);
    io.AddKeyEvent(ImGuiMod_Shift, shift != 0);
    io.AddKeyEvent(ImGuiMod_Alt, alt != 0);
    io.AddKeyEvent(ImGuiMod_Super, meta != 0);
    note_input();
}

EMSCRIPTEN_KEEPALIVE void wf_key(const char* name, int down)
{
    if (const auto key = key_from_browser(name); key != ImGuiKey_None) {
        ImGui::GetIO().AddKeyEvent(key, down != 0);
        note_input();
    }
}

// Whether some action is known by this character, wherever the keyboard has it.
EMSCRIPTEN_KEEPALIVE int wf_keymap_reads(unsigned character)
{
    return keymap_reads(character) ? 1 : 0;
}

// "note=E" and so on, a line each: what the page's tests press.
EMSCRIPTEN_KEEPALIVE const char* wf_keymap()
{
    static std::string lines;
    lines.clear();
    for (const ActionHelp& help : keymap_help()) {
        lines += std::string(to_string(help.action)) + "=" + help.keys + "\n";
    }
    return lines.c_str();
}

// The actions whose keys went down in the last frame in which any did, and how many keys are down now.
EMSCRIPTEN_KEEPALIVE const char* wf_keys_heard()
{
    static std::string names;
    names.clear();
    for (const Action action : actions_heard()) {
        add_words(names, std::string(to_string(action)), " ");
    }
    return names.c_str();
}

EMSCRIPTEN_KEEPALIVE int wf_keys_down()
{
    int down = 0;
    for (int key = ImGuiKey_NamedKey_BEGIN; key < ImGuiKey_GamepadStart; ++key) {
        down += ImGui::IsKeyDown(static_cast<ImGuiKey>(key)) ? 1 : 0;
    }
    return down;
}

EMSCRIPTEN_KEEPALIVE void wf_text(const char* text)
{
    ImGui::GetIO().AddInputCharactersUTF8(text);
    note_input();
}

EMSCRIPTEN_KEEPALIVE void wf_window_focus(int focused)
{
    ImGui::GetIO().AddFocusEvent(focused != 0);
    note_input();
}

EMSCRIPTEN_KEEPALIVE void wf_paste(const char* text)
{
    web_window().clipboard = text;
    inject_chord(ImGuiKey_V);
}

// Lets the focused widget copy or cut; returns the text, empty if there was nothing selected.
EMSCRIPTEN_KEEPALIVE const char* wf_copy(int cut)
{
    web_window().clipboard.clear();
    inject_chord(cut != 0 ? ImGuiKey_X : ImGuiKey_C);
    constexpr int most_frames = 6;
    for (int i = 0; i < most_frames && !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
        draw_frame();
    }
    draw_frame();
    return web_window().clipboard.c_str();
}

EMSCRIPTEN_KEEPALIVE void wf_context_lost()
{
    web_window().context_lost = true;
}

EMSCRIPTEN_KEEPALIVE void wf_context_restored()
{
    // The old context's objects are gone; shutting down marks the font texture destroyed, and ImGui
    // uploads it anew in the next frame.
    emscripten_webgl_make_context_current(web_window().context);
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplOpenGL3_Init("#version 300 es");
    web_window().context_lost = false;
    web_window().shown.forget();
    request_frame();
}
}
