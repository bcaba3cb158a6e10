// SPDX-License-Identifier: Apache-2.0
#include "client/window/window.h"

#include "client/keys/keymap.h"
#include "client/mirror/mirror_socket.h"
#include "client/platform/files.h"
#include "client/platform/picture.h"
#include "client/theme/theme.h"
#include "client/widgets/controls/context.h"
#include "client/window/png.h"
#include "client/window/shown_picture.h"
#include "client/window/svg.h"
#include "client/window/window_frame.h"

#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#define GLFW_INCLUDE_NONE
#include <GL/gl.h>
#include <GLFW/glfw3.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace watchfloor {
namespace {

using std::chrono::milliseconds;

// A test that drives the console must not wait for the next tick to be heard.
constexpr milliseconds kSocketPoll { 10 };
constexpr milliseconds kScreenshotPoll { 20 };
constexpr std::chrono::seconds kScreenshotDeadline { 30 };
constexpr int kScreenshotFrames = 4;

GLFWwindow* the_window = nullptr;

ShownPicture& shown_picture()
{
    static ShownPicture shown;
    return shown;
}

void picture_lost()
{
    shown_picture().forget();
    request_frame();
}

bool write_file(const std::string& path, const std::string& bytes)
{
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) {
        return false;
    }
    const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    return std::fclose(file) == 0 && written;
}

// What was just drawn, from the back buffer; call before swapping.
Picture read_picture(int width, int height)
{
    Picture picture { width, height,
        std::string(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, '\0') };
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, picture.pixels.data());
    const auto stride = static_cast<std::size_t>(width) * 3;
    for (std::size_t top = 0, bottom = static_cast<std::size_t>(height) - 1; top < bottom; ++top, --bottom) {
        std::swap_ranges(picture.pixels.begin() + static_cast<std::ptrdiff_t>(top * stride),
            picture.pixels.begin() + static_cast<std::ptrdiff_t>((top + 1) * stride),
            picture.pixels.begin() + static_cast<std::ptrdiff_t>(bottom * stride));
    }
    return picture;
}

bool press_chord(std::string_view text)
{
    auto& io = ImGui::GetIO();
    if (text.size() == 1 && std::string_view { "/?.,[]" }.find(text[0]) != std::string_view::npos) {
        io.AddInputCharacter(static_cast<unsigned char>(text[0]));
        return true;
    }
    const int chord = parse_chord(text);
    if (chord == 0) {
        return false;
    }
    const auto key = static_cast<ImGuiKey>(chord & ~ImGuiMod_Mask_);
    for (const bool down : { true, false }) {
        for (const auto modifier : { ImGuiMod_Ctrl, ImGuiMod_Shift, ImGuiMod_Alt, ImGuiMod_Super }) {
            if ((chord & modifier) != 0) {
                io.AddKeyEvent(modifier, down);
            }
        }
        io.AddKeyEvent(key, down);
    }
    return true;
}

class NativeWindow {
public:
    static Result<std::unique_ptr<NativeWindow>> open(const WindowOptions& options);

    ~NativeWindow()
    {
        socket_.reset();
        content_.reset();
        if (ImGui::GetCurrentContext() != nullptr) {
            ImGui_ImplOpenGL3_Shutdown();
            ImGui_ImplGlfw_Shutdown();
            destroy_ui();
        }
        glfwDestroyWindow(std::exchange(the_window, nullptr));
        glfwTerminate();
    }

    NativeWindow(const NativeWindow&) = delete;
    NativeWindow& operator=(const NativeWindow&) = delete;

    Result<void> run(const ContentFactory& make_content);

private:
    explicit NativeWindow(const WindowOptions& options) : options_(options) { }

    Result<void> open_socket();
    void install_callbacks();
    void wait_for_events();
    void draw();
    void show_picture();
    static void keep_picture(const PictureWanted& wanted, int width, int height);
    bool save_picture(const std::string& path);
    std::optional<Result<void>> take_screenshot();

    WindowOptions options_;
    std::unique_ptr<WindowContent> content_;
    std::unique_ptr<MirrorSocket> socket_;
    std::string wanted_picture_;
    bool picture_saved_ = false;
    int settled_frames_ = 0;
    FrameSchedule::Instant opened_at_ = FrameSchedule::Clock::now();
};

Result<std::unique_ptr<NativeWindow>> NativeWindow::open(const WindowOptions& options)
{
    glfwSetErrorCallback([](int code, const char* text) {
        // An empty clipboard is no error worth a line.
        if (code != GLFW_FORMAT_UNAVAILABLE) {
            std::fprintf(stderr, "watchfloor: window system: %s (%d)\n", text, code);
        }
    });
    if (glfwInit() == GLFW_FALSE) {
        return Error { ErrorCode::Unavailable, "no display can be opened: set DISPLAY, or start this on a desktop" };
    }
    std::unique_ptr<NativeWindow> window { new NativeWindow { options } };
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_FALSE);
    GLFWmonitor* monitor = options.fullscreen ? glfwGetPrimaryMonitor() : nullptr;
    const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
    the_window = glfwCreateWindow(mode != nullptr ? mode->width : options.width,
        mode != nullptr ? mode->height : options.height, options.title.c_str(), monitor, nullptr);
    if (the_window == nullptr) {
        return Error { ErrorCode::Unavailable, "the window cannot be opened: OpenGL 3 is missing on this display" };
    }
    glfwMakeContextCurrent(the_window);
    glfwSwapInterval(1);
    create_ui();
    float scale = 1.0F;
    glfwGetWindowContentScale(the_window, &scale, nullptr);
    ThemeOptions look = theme();
    look.zoom = std::max(1.0F, scale);
    apply_theme(look);
    window->install_callbacks();
    ImGui_ImplGlfw_InitForOpenGL(the_window, true);
    ImGui_ImplOpenGL3_Init("#version 130");
    RETURN_IF_ERROR(window->open_socket());
    return window;
}

Result<void> NativeWindow::open_socket()
{
    if (options_.mirror_socket_path.empty()) {
        return {};
    }
    MirrorSocket::Actions actions {
        .press = press_chord,
        .type = [](std::string_view text) { ImGui::GetIO().AddInputCharactersUTF8(std::string { text }.c_str()); },
        .screenshot = [this](const std::string& path) { return save_picture(path); },
        .quit = close_window,
    };
    ASSIGN_OR_RETURN(socket_, MirrorSocket::open(options_.mirror_socket_path, std::move(actions)));
    return {};
}

void NativeWindow::install_callbacks()
{
    glfwSetWindowRefreshCallback(the_window, [](GLFWwindow*) { picture_lost(); });
    glfwSetFramebufferSizeCallback(the_window, [](GLFWwindow*, int, int) { picture_lost(); });
    glfwSetWindowIconifyCallback(
        the_window, [](GLFWwindow*, int iconified) { frame_schedule().set_hidden(iconified == GLFW_TRUE); });
    glfwSetDropCallback(the_window, [](GLFWwindow*, int count, const char** paths) {
        if (count > 0) {
            offer_file_at(paths[0]);
        }
    });
    set_frame_wake([] { glfwPostEmptyEvent(); });
}

void NativeWindow::wait_for_events()
{
    const auto now = FrameSchedule::Clock::now();
    auto wait = frame_schedule().hidden() ? frame_schedule().unseen_wait(now) : frame_schedule().wait(now);
    if (socket_) {
        wait = wait ? std::min(*wait, kSocketPoll) : kSocketPoll;
    }
    if (!options_.screenshot_path.empty()) {
        wait = wait ? std::min(*wait, kScreenshotPoll) : kScreenshotPoll;
    }
    if (!wait) {
        glfwWaitEvents();
    } else if (wait->count() > 0) {
        glfwWaitEventsTimeout(std::chrono::duration<double> { *wait }.count());
    } else {
        glfwPollEvents();
    }
}

void NativeWindow::draw()
{
    frame_schedule().begin_frame(FrameSchedule::Clock::now());
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    compose_frame(*content_);
    if (shown_picture().show(*ImGui::GetDrawData()) || !wanted_picture_.empty() || picture_wanted()) {
        show_picture();
    }
    finish_frame(content_->wants_tick());
}

void NativeWindow::show_picture()
{
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(the_window, &width, &height);
    glViewport(0, 0, width, height);
    const ImVec4 ground = colour_vector(Colour::Background0);
    glClearColor(ground.x, ground.y, ground.z, 1.0F);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (!wanted_picture_.empty()) {
        picture_saved_ = write_file(std::exchange(wanted_picture_, {}), encode_png(read_picture(width, height)));
    }
    if (const auto wanted = take_picture_wanted()) {
        keep_picture(*wanted, width, height);
    }
    glfwSwapBuffers(the_window);
}

// What the user asked to have as a file; the next frame says where it lies.
void NativeWindow::keep_picture(const PictureWanted& wanted, int width, int height)
{
    const ImVec2 scale = ImGui::GetDrawData()->FramebufferScale;
    const PixelArea area = pixels_of(wanted.area, scale.x, scale.y, width, height);
    const std::string file = wanted.name.ends_with(kDrawingEnding)
        ? svg_of(*ImGui::GetDrawData(), wanted.area)
        : encode_png(cut_out(read_picture(width, height), area));
    picture_is_saved({ file.empty() ? std::nullopt : save_file(wanted.name, file) });
    request_frame();
}

bool NativeWindow::save_picture(const std::string& path)
{
    wanted_picture_ = path;
    draw();
    return picture_saved_;
}

// Nothing while it is not time yet.
std::optional<Result<void>> NativeWindow::take_screenshot()
{
    settled_frames_ = content_->settled() ? settled_frames_ + 1 : 0;
    if (settled_frames_ >= kScreenshotFrames) {
        if (save_picture(options_.screenshot_path)) {
            return Result<void> {};
        }
        return Result<void> { Error {
            ErrorCode::Unavailable, "the screenshot " + options_.screenshot_path + " cannot be written" } };
    }
    if (FrameSchedule::Clock::now() - opened_at_ > kScreenshotDeadline) {
        const std::string why = content_->trouble();
        return Result<void> { Error { ErrorCode::Unavailable,
            "nothing to show came within 30 s: " + (why.empty() ? "is the server running?" : why) } };
    }
    request_frame_after(kScreenshotPoll);
    return std::nullopt;
}

Result<void> NativeWindow::run(const ContentFactory& make_content)
{
    content_ = make_content();
    while (glfwWindowShouldClose(the_window) == GLFW_FALSE) {
        wait_for_events();
        if (socket_ && socket_->poll(mirror())) {
            request_frame();
        }
        note_input();
        const auto now = FrameSchedule::Clock::now();
        if (frame_schedule().due(now)) {
            draw();
        } else if (frame_schedule().unseen_wait(now) == std::chrono::milliseconds { 0 }) {
            take_unseen(*content_);
        }
        if (!options_.screenshot_path.empty()) {
            if (auto outcome = take_screenshot()) {
                return *outcome;
            }
        }
    }
    if (!options_.screenshot_path.empty()) {
        return Error { ErrorCode::Unavailable, "the window was closed before there was a screenshot" };
    }
    return {};
}

}

Result<void> run_window(const WindowOptions& options, const ContentFactory& make_content)
{
    ASSIGN_OR_RETURN(const auto window, NativeWindow::open(options));
    return window->run(make_content);
}

void close_window()
{
    if (the_window != nullptr) {
        glfwSetWindowShouldClose(the_window, GLFW_TRUE);
        request_frame();
    }
}

void set_window_title(const std::string& title)
{
    glfwSetWindowTitle(the_window, title.c_str());
}

bool window_hidden()
{
    return frame_schedule().hidden();
}

int local_utc_offset_seconds(long long unix_seconds)
{
    const auto seconds = static_cast<std::time_t>(unix_seconds);
    std::tm local {};
    return localtime_r(&seconds, &local) != nullptr ? static_cast<int>(local.tm_gmtoff) : 0;
}

std::string local_zone_name()
{
    constexpr std::string_view folder = "/zoneinfo/";
    const char* set = std::getenv("TZ");
    if (set != nullptr && std::string_view(set).find('/') != std::string_view::npos) {
        return set[0] == ':' ? set + 1 : set;
    }
    std::error_code unread;
    const std::string file = std::filesystem::read_symlink("/etc/localtime", unread).string();
    const std::size_t at = file.rfind(folder);
    return at == std::string::npos ? std::string() : file.substr(at + folder.size());
}

void set_fullscreen(bool fullscreen)
{
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
    if (the_window == nullptr || mode == nullptr) {
        return;
    }
    constexpr int edge = 60;
    glfwSetWindowMonitor(the_window, fullscreen ? monitor : nullptr, edge, edge,
        fullscreen ? mode->width : mode->width - 2 * edge, fullscreen ? mode->height : mode->height - 2 * edge,
        GLFW_DONT_CARE);
    request_frame();
}

}
