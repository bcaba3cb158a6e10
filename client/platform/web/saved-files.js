// SPDX-License-Identifier: Apache-2.0
// What is saved and printed.
"use strict";
(() => {
  const wf = window.watchfloor;

  const download = (name, blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  const kTypes = { csv: "text/csv", svg: "image/svg+xml" };
  wf.saveFile = (name, text) =>
    download(name, new Blob([text], { type: kTypes[name.split(".").pop()] ?? "application/json" }));

  // Copies what stands on the canvas now, before the browser throws it away.
  const copyCanvas = (onto, x, y, width, height) => {
    onto.width = width;
    onto.height = height;
    onto.getContext("2d").drawImage(wf.canvas, x, y, width, height, 0, 0, width, height);
    return onto;
  };
  wf.savePicture = (name, x, y, width, height) => copyCanvas(document.createElement("canvas"), x, y, width, height)
    .toBlob((blob) => {
      download(name, blob);
      // For a chat or a report; where the browser forbids it, the file is there.
      navigator.clipboard?.write?.([new ClipboardItem({ "image/png": blob })]).catch(() => {});
    });

  // A browser prints what is drawn while it asks, and nothing of a canvas that it draws by the graphics card.
  window.addEventListener("beforeprint", () => {
    if (wf.running) {
      wf.printing = true;
      Module._wf_draw_anew();
      copyCanvas(document.getElementById("print"), 0, 0, wf.canvas.width, wf.canvas.height);
      document.getElementById("printed").textContent = [document.title, location.href, new Date().toISOString()].join(" · ");
    }
  });
  window.addEventListener("afterprint", () => {
    wf.printing = false;
    copyCanvas(document.getElementById("print"), 0, 0, 0, 0);
    wf.wake();
  });
})();
