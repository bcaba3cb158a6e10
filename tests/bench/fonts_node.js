// SPDX-License-Identifier: Apache-2.0
// Under node there is no page that fetches the fonts: a bench reads those of the page built beside it.
globalThis.watchfloor = {
  // In the order of client/theme/font_files.h.
  fonts: ["kRobotoRegular", "kRobotoMedium", "kJetBrainsMonoRegular", "kIconFont"]
    .map((name) => require("fs").readFileSync(`${__dirname}/../../web/${name}.ttf`)),
};
