// SPDX-License-Identifier: Apache-2.0
// Files that are chosen, or dropped onto the page.
"use strict";
(() => {
  const wf = window.watchfloor;
  const kMostBytes = 4 * 1024 * 1024; // as client/platform/files.h has it
  let chooser = null; // kept: a browser may forget one that nobody holds, and its choice with it

  const offer = async (file) => {
    if (!file || !wf.running) {
      return;
    }
    const bytes = new Uint8Array(await file.slice(0, kMostBytes).arrayBuffer());
    wf.withText(file.name, (name) => wf.withBytes(bytes, (text, length) => Module._wf_file(name, text, length)));
    wf.wake();
  };
  wf.chooseFile = () => {
    chooser = document.createElement("input");
    chooser.type = "file";
    chooser.accept = ".csv,.tsv,.txt,text/csv";
    chooser.addEventListener("change", () => offer(chooser.files[0]).catch(() => {}));
    chooser.click();
  };

  // A browser shows what is dropped in place of the page, unless told otherwise.
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  window.addEventListener("dragover", (event) => {
    if (holdsFiles(event)) {
      event.preventDefault();
    }
  });
  window.addEventListener("drop", (event) => {
    if (holdsFiles(event)) {
      event.preventDefault();
      offer(event.dataTransfer.files[0]).catch(() => {});
    }
  });
})();
