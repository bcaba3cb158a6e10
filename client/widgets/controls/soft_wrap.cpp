// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/soft_wrap.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cstring>

// What ImGui only names: the caret and the undo steps of its fields.
namespace ImStb {
#include <imstb_textedit.h>
}

namespace watchfloor {
namespace {

constexpr std::string_view kSoftBreak = "\r\n";

void append_wrapped(std::string& out, std::string_view line, float width)
{
    const char* at = line.data();
    const char* end = at + line.size();
    while (at < end) {
        const char* next = ImGui::GetFont()->CalcWordWrapPosition(ImGui::GetFontSize(), at, end, width);
        next = std::find_if(next, end, [](char c) { return c != ' '; });
        out.append(at, next);
        out.append(next < end ? kSoftBreak : std::string_view {});
        at = next;
    }
}

struct WrappedInput {
    std::string text;
    float width = 0;
    bool wrapped = false;
};

void set_text(ImVector<char>& buffer, const std::string& text)
{
    buffer.resize(std::max(buffer.Size, static_cast<int>(text.size()) + 1));
    std::memcpy(buffer.Data, text.c_str(), text.size() + 1);
}

void set_text(ImGuiInputTextState& state, const std::string& text)
{
    set_text(state.TextA, text);
    state.TextLen = static_cast<int>(text.size());
    state.TextSrc = state.TextA.Data;
}

std::string_view text_of(const ImGuiInputTextState& state)
{
    return { state.TextA.Data, static_cast<std::size_t>(state.TextLen) };
}

void move_caret(
    ImGuiInputTextState& state, std::string_view wrapped, std::size_t (*moved)(std::string_view, std::size_t))
{
    for (int* at : { &state.Stb->cursor, &state.Stb->select_start, &state.Stb->select_end }) {
        *at = static_cast<int>(moved(wrapped, static_cast<std::size_t>(std::max(0, *at))));
    }
}

void wrap_state(ImGuiInputTextState& state, float width)
{
    const std::string wrapped = soft_wrapped(text_of(state), width);
    move_caret(state, wrapped, wrapped_position);
    set_text(state, wrapped);
}

void unwrap(ImVector<char>& text)
{
    if (text.Size > 0 && std::strchr(text.Data, '\r') != nullptr) {
        const std::string without = without_soft_breaks(text.Data);
        text.resize(static_cast<int>(without.size()) + 1);
        std::memcpy(text.Data, without.c_str(), without.size() + 1);
    }
}

void unwrap_state(ImGuiInputTextState& state)
{
    const std::string wrapped { text_of(state) };
    move_caret(state, wrapped, unwrapped_position);
    set_text(state, without_soft_breaks(wrapped));
    unwrap(state.TextToRevertTo);
}

// Its steps are places in a text that was another.
void forget_undo(ImGuiInputTextState& state)
{
    auto& undo = state.Stb->undostate;
    undo.undo_point = 0;
    undo.undo_char_point = 0;
    undo.redo_point = IMSTB_TEXTEDIT_UNDOSTATECOUNT;
    undo.redo_char_point = IMSTB_TEXTEDIT_UNDOCHARCOUNT;
}

// The caret goes where lines lie, by pointer or by key, and nothing is typed meanwhile.
bool moves_by_lines()
{
    constexpr std::array kMoves { ImGuiKey_UpArrow, ImGuiKey_DownArrow, ImGuiKey_Home, ImGuiKey_End, ImGuiKey_PageUp,
        ImGuiKey_PageDown };
    constexpr std::array kEdits { ImGuiKey_Escape, ImGuiKey_Backspace, ImGuiKey_Delete, ImGuiKey_Enter,
        ImGuiKey_KeypadEnter, ImGuiKey_Insert, ImGuiKey_V, ImGuiKey_X, ImGuiKey_Y, ImGuiKey_Z };
    const auto down = [](ImGuiKey key) { return ImGui::IsKeyPressed(key); };
    const ImGuiIO& io = ImGui::GetIO();
    const bool dragged = io.MouseDown[0] && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0);
    const bool moved = io.MouseClicked[0] || dragged || std::any_of(kMoves.begin(), kMoves.end(), down);
    return moved && io.InputQueueCharacters.empty() && std::none_of(kEdits.begin(), kEdits.end(), down);
}

// End means the line where a selection ends; ImGui takes the one where it begins, which was the same without breaks.
void end_selection(ImGuiInputTextState& state)
{
    auto& stb = *state.Stb;
    if (ImGui::IsKeyPressed(ImGuiKey_End) && !ImGui::GetIO().KeyShift && stb.select_start != stb.select_end) {
        stb.cursor = std::max(stb.select_start, stb.select_end);
        stb.select_start = stb.cursor;
        stb.select_end = stb.cursor;
    }
}

int on_input(ImGuiInputTextCallbackData* data)
{
    auto& input = *static_cast<WrappedInput*>(data->UserData);
    if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
        input.text.resize(static_cast<std::size_t>(data->BufTextLen));
        data->Buf = input.text.data();
    } else if (!input.wrapped) {
        ImGuiInputTextState& state = ImGui::GetCurrentContext()->InputTextState;
        wrap_state(state, input.width);
        input.wrapped = true;
        data->Buf = state.TextA.Data;
    }
    return 0;
}

}

std::string soft_wrapped(std::string_view text, float width)
{
    const std::string plain = without_soft_breaks(text);
    std::string_view rest = plain;
    std::string out;
    while (true) {
        const std::size_t end = rest.find('\n');
        append_wrapped(out, rest.substr(0, end), width);
        if (end == std::string_view::npos) {
            return out;
        }
        out += '\n';
        rest.remove_prefix(end + 1);
    }
}

std::string without_soft_breaks(std::string_view wrapped)
{
    std::string out;
    for (std::size_t i = 0; i < wrapped.size(); ++i) {
        if (wrapped[i] != '\r') {
            out += wrapped[i];
        } else if (i + 1 < wrapped.size() && wrapped[i + 1] == '\n') {
            ++i;
        }
    }
    return out;
}

std::size_t wrapped_position(std::string_view wrapped, std::size_t position)
{
    std::size_t at = 0;
    for (std::size_t passed = 0; at < wrapped.size(); ++at, ++passed) {
        at += wrapped.substr(at).starts_with(kSoftBreak) ? kSoftBreak.size() : 0;
        if (passed == position) {
            break;
        }
    }
    return std::min(at, wrapped.size());
}

std::size_t unwrapped_position(std::string_view wrapped, std::size_t position)
{
    position = std::min(position, wrapped.size());
    const std::string_view before = wrapped.substr(0, position);
    const std::size_t plain = without_soft_breaks(before).size();
    const bool within = before.ends_with('\r');
    const bool at_break = within || wrapped.substr(position).starts_with(kSoftBreak);
    return at_break && before.substr(0, before.size() - (within ? 1 : 0)).ends_with(' ') ? plain - 1 : plain;
}

int count_lines(std::string_view text)
{
    return 1 + static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

// ImGui's own text has no soft breaks while it is edited: a step of undo is a place in it, and what is copied is what was
// typed. It has them while it is drawn, and while the caret moves by lines.
bool input_wrapped(const char* label, std::string& value, ImVec2 size, ImGuiInputTextFlags flags)
{
    const ImGuiID id = ImGui::GetID(label);
    const ImGuiStyle& style = ImGui::GetStyle();
    float width = size.x - 2 * style.FramePadding.x;
    std::string shown = soft_wrapped(value, width);
    if (static_cast<float>(count_lines(shown)) * ImGui::GetTextLineHeight() + 2 * style.FramePadding.y > size.y + 1) {
        width -= style.ScrollbarSize;
        shown = soft_wrapped(value, width);
    }
    const bool edits = (flags & ImGuiInputTextFlags_ReadOnly) == 0;
    const bool active = ImGui::GetActiveID() == id;
    ImGuiInputTextState* state = ImGui::GetInputTextState(id);
    if (state != nullptr && !active) {
        state->WantReloadUserBuf = false; // it is read anew when somebody comes to it
    }
    const bool reloads = state != nullptr && state->WantReloadUserBuf;
    const bool by_lines = !active || !edits || (!reloads && moves_by_lines());
    WrappedInput input { by_lines ? shown : value, width, by_lines };
    if (state != nullptr && edits && by_lines && state->TextA.Size > 0) {
        wrap_state(*state, width);
        end_selection(*state);
    }
    const bool committed
        = ImGui::InputTextEx(label, nullptr, input.text.data(), static_cast<int>(input.text.capacity() + 1), size,
            flags | ImGuiInputTextFlags_Multiline | ImGuiInputTextFlags_CallbackResize
                | ImGuiInputTextFlags_CallbackAlways | ImGuiInputTextFlags_NoHorizontalScroll,
            on_input, &input);
    if (!edits) {
        return committed;
    }
    const std::string text = without_soft_breaks(input.text);
    state = ImGui::GetInputTextState(id);
    if (state != nullptr && state->TextA.Size > 0) {
        unwrap_state(*state);
        if (by_lines && text != value) {
            forget_undo(*state);
        }
    }
    if (auto& left = ImGui::GetCurrentContext()->InputTextDeactivatedState; left.ID == id) {
        unwrap(left.TextA);
    }
    value = text;
    return committed;
}

}
