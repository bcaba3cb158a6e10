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
  wf.printPicture = (x, y, width, height) => copyCanvas(document.getElementById("print"), x, y, width, height);
  const sheet = new CSSStyleSheet();
  // A document that is parsed so runs nothing, whatever it holds. Its style, the first thing in it that is no text of
  // people's, is taken out before: the page's policy allows none that stands in a document.
  const layOut = (html) => {
    const begin = html.indexOf("<style>");
    const end = html.indexOf("</style>");
    const made = new DOMParser().parseFromString(html.slice(0, begin) + html.slice(end + 8), "text/html");
    sheet.replaceSync(html.slice(begin + 7, end));
    document.adoptedStyleSheets = [sheet];
    document.getElementById("paper").replaceChildren(...made.body.children);
    return made.body.hasAttribute("data-picture");
  };
  window.addEventListener("beforeprint", () => {
    if (!wf.running) {
      return;
    }
    wf.printing = true;
    const html = wf.readText(Module._wf_paper());
    const part = html !== "" && layOut(html);
    if (part || html === "") {
      Module._wf_draw_for_paper(part ? 1 : 0);
      document.getElementById("printed").textContent = [document.title, location.href, new Date().toISOString()].join(" · ");
    }
  });
  window.addEventListener("afterprint", () => {
    wf.printing = false;
    wf.printPicture(0, 0, 0, 0);
    document.adoptedStyleSheets = [];
    document.getElementById("paper").replaceChildren();
    wf.wake();
  });
})();
