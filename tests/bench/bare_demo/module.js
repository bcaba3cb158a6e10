// SPDX-License-Identifier: Apache-2.0
"use strict";
window.Module = { canvas: document.getElementById("canvas") };
