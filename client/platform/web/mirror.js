// SPDX-License-Identifier: Apache-2.0
// The DOM copy of the program's semantic tree: invisible elements over what the canvas shows, for screen
// readers and tests. The pointer passes through them to the canvas; clicks without a pointer, focus
// and text go to the program.
"use strict";
(() => {
  const wf = window.watchfloor;
  const root = document.getElementById("mirror");
  const kDisabled = 1, kSelected = 2, kPressed = 4, kExpanded = 8, kFocused = 16, kMultiLine = 32, kCollapsed = 64;
  const elements = new Map();
  const kGroups = new Set(["region", "dialog", "tablist", "table", "list", "group", "alert"]);
  const kButtons = new Set(["button", "switch", "tab", "combobox", "option", "link"]);
  const kMembers = new Set(["option", "tab", "listitem"]);
  let moving = false;

  const set = (element, name, value) => {
    if (value === null) {
      element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) {
      element.setAttribute(name, value);
    }
  };

  const create = (role, state) => {
    if (role === "textbox") {
      const field = document.createElement(state & kMultiLine ? "textarea" : "input");
      field.wfSent = [];
      field.wfLast = "";
      return field;
    }
    return document.createElement(kButtons.has(role) ? "button" : "div");
  };

  // A row of a table carries its text in a cell, a row of a list is one of its options; a row that stands alone is a
  // button.
  const asRow = (element, parent, label, state) => {
    if (parent.wfTable) {
      if (!element.wfOwn) {
        element.wfOwn = document.createElement("div");
        element.wfOwn.setAttribute("role", "gridcell");
        element.append(element.wfOwn);
      }
      element.wfOwn.textContent = label;
      set(element, "role", "row");
      set(element, "aria-selected", state & kSelected ? "true" : "false");
    } else if (parent.wfList) {
      set(element, "role", "option");
      set(element, "aria-selected", state & kSelected ? "true" : "false");
    } else {
      set(element, "role", "button");
      set(element, "aria-pressed", state & kSelected ? "true" : "false");
    }
    set(element, "aria-expanded", state & kExpanded ? "true" : state & kCollapsed ? "false" : null);
    set(element, "aria-label", label);
    element.tabIndex = -1;
  };

  // A region within a region of the same name is the same place: one landmark is enough.
  const asGroup = (element, parent, role, label) => {
    const repeats = role === "region" && parent.closest('[role="region"]')?.getAttribute("aria-label") === label;
    const named = role === "list" ? "listbox" : role === "table" || repeats || (role === "region" && label === "") ? "group" : role;
    set(element, "role", named);
    set(element, "aria-label", label === "" ? null : label);
    if (role === "table") {
      set(rowsOf(element), "aria-label", label);
    }
    set(element, "aria-modal", role === "dialog" ? "true" : null);
    if (role === "alert") {
      if (!element.wfOwn) {
        element.wfOwn = document.createElement("span");
        element.append(element.wfOwn);
      }
      if (element.wfOwn.textContent !== label) {
        element.wfOwn.textContent = label;
      }
    }
  };

  const asField = (element, label, value, state) => {
    set(element, "aria-label", label);
    element.disabled = (state & kDisabled) !== 0;
    element.tabIndex = -1;
    // Only a value that changed in the program is news. An echo of what was typed here must not overwrite what
    // was typed since.
    if (value === element.wfLast) {
      return;
    }
    element.wfLast = value;
    const echo = element.wfSent.lastIndexOf(value);
    if (echo >= 0) {
      element.wfSent.splice(0, echo + 1);
    } else if (element.value !== value) {
      element.wfSent = [];
      element.value = value;
    }
  };

  const asButton = (element, role, label, value, state) => {
    set(element, "role", role === "button" ? null : role);
    set(element, "aria-label", label);
    set(element, "aria-description", role === "button" && value !== "" ? value : null);
    set(element, "aria-disabled", state & kDisabled ? "true" : null);
    set(element, "aria-checked", role === "switch" ? (state & kPressed ? "true" : "false") : null);
    set(element, "aria-selected", role === "tab" || role === "option" ? (state & kSelected ? "true" : "false") : null);
    set(element, "aria-expanded", role === "combobox" ? (state & kExpanded ? "true" : "false") : null);
    if (role === "combobox" && element.textContent !== value) {
      element.textContent = value;
    }
    element.type = "button";
    element.tabIndex = -1;
  };

  const asText = (element, role, label, value, level) => {
    const text = value === "" ? label : label + ": " + value;
    if (role === "img" || role === "progressbar") {
      set(element, "role", role);
      set(element, "aria-label", label);
      set(element, "aria-valuetext", role === "progressbar" && value !== "" ? value : null);
      set(element, "aria-valuenow", role === "progressbar" && value !== "" ? parseInt(value, 10) : null);
      return;
    }
    set(element, "role", role === "text" ? null : role);
    set(element, "aria-level", role === "heading" ? Math.max(1, level) : null);
    if (element.textContent !== text) {
      element.textContent = text;
    }
  };

  // A grid may hold nothing but rows; what else stands in a table stands beside the grid.
  const rowsOf = (table) => {
    if (!table.wfRows) {
      table.wfRows = document.createElement("div");
      table.wfRows.className = "group";
      table.wfRows.setAttribute("role", "grid");
      table.prepend(table.wfRows);
    }
    return table.wfRows;
  };
  const placeRow = (element, table, position) => {
    const rows = rowsOf(table);
    element.wfPosition = position;
    const after = [...rows.children].find((row) => row !== element && row.wfPosition > position) ?? null;
    if (element.parentElement !== rows || element.nextElementSibling !== after) {
      rows.insertBefore(element, after);
    }
  };
  const place = (element, parent, index) => {
    if (parent.wfTable) {
      if (element.parentElement !== parent) {
        parent.append(element);
      }
      return;
    }
    const at = parent.children[index + (parent.wfOwn ? 1 : 0)] ?? null;
    if (at !== element) {
      parent.insertBefore(element, at);
    }
  };

  const followFocus = (element, role, state) => {
    const gained = (state & kFocused) !== 0 && !element.wfFocused;
    element.wfFocused = (state & kFocused) !== 0;
    if (!gained || document.activeElement === element) {
      return;
    }
    moving = true;
    if (role === "textbox") {
      set(wf.agent, "aria-description", element.getAttribute("aria-label"));
      wf.agent.focus({ preventScroll: true });
    } else {
      element.focus({ preventScroll: true });
    }
    moving = false;
  };

  wf.mirrorPut = (id, parentId, index, role, label, value, state, level, position, size) => {
    let element = elements.get(id);
    if (!element) {
      element = create(role, state);
      element.wfId = id;
      element.wfField = role === "textbox";
      element.wfTable = role === "table";
      element.wfList = role === "list";
      element.dataset.id = id;
      elements.set(id, element);
    }
    const parent = elements.get(parentId) ?? root;
    if (role === "row" && parent.wfTable) {
      placeRow(element, parent, position);
    } else {
      place(element, parent, index);
    }
    if (role === "row") {
      asRow(element, parent, label, state);
    } else if (kGroups.has(role)) {
      element.className = "group";
      asGroup(element, parent, role, label);
    } else if (role === "textbox") {
      asField(element, label, value, state);
    } else if (kButtons.has(role)) {
      asButton(element, role, label, value, state);
    } else {
      asText(element, role, label, value, level);
    }
    // Only what stands in a set has a place in it; groups, tables and lists are sets themselves.
    const member = kMembers.has(element.getAttribute("role"));
    set(element, "aria-posinset", position > 0 && member ? position : null);
    set(element, "aria-rowindex", position > 0 && role === "row" && parent.wfTable ? position : null);
    set(element, "aria-setsize", size > 0 && member ? size : null);
    if (role === "table") {
      set(element.wfRows, "aria-rowcount", size > 0 ? size : null);
    }
    followFocus(element, role, state);
  };

  // Rectangles are the screen's; groups take no place, so that they are everybody's origin.
  wf.mirrorPlace = (id, x, y, width, height) => {
    const element = elements.get(id);
    if (element.className === "group") {
      return;
    }
    const style = element.style;
    style.left = x + "px";
    style.top = y + "px";
    style.width = width + "px";
    style.height = height + "px";
  };

  wf.mirrorRemove = (id) => {
    const element = elements.get(id);
    if (!element) {
      return;
    }
    elements.delete(id);
    if (document.activeElement === element) {
      wf.agent.focus({ preventScroll: true });
    }
    element.remove();
  };

  wf.announce = (text, urgent) => {
    document.getElementById(urgent ? "urgent" : "polite").textContent = text;
  };

  wf.startMirror = () => {
    const owner = (event) => {
      let element = event.target;
      while (element && element.wfId === undefined) {
        element = element.parentElement;
      }
      return element;
    };
    root.addEventListener("click", (event) => {
      const element = owner(event);
      if (element) {
        Module._wf_mirror_activate(element.wfId);
        wf.wake();
      }
    });
    root.addEventListener("focusin", (event) => {
      const element = owner(event);
      if (element && !moving) {
        Module._wf_mirror_focus(element.wfId, element.wfField ? 1 : 0);
        wf.wake();
      }
    });
    root.addEventListener("focusout", () => {
      Module._wf_mirror_focus(0, 0);
      wf.wake();
    });
    root.addEventListener("input", (event) => {
      const field = owner(event);
      field.wfSent.push(field.value);
      wf.withText(field.value, (text) => Module._wf_mirror_value(field.wfId, text));
      wf.wake();
    });
  };
})();
