// Judges a page of the desk in a browser: by axe-core, and by its width, in the sizes and colours that people have.
"use strict";
const path = require("node:path");
const axe = require("axe-core").source;

const sizes = [
  { name: "desktop", width: 1280, height: 900, dark: false },
  { name: "telephone", width: 320, height: 700, dark: false },
  { name: "dark", width: 1280, height: 900, dark: true },
];

// Shows a page as it is in a size.
async function show(page, size) {
  await page.setViewport({ width: size.width, height: size.height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: size.dark ? "dark" : "light" }]);
}

// Judges a page as it is shown, and adds what is wrong to the faults.
async function judgeShown(page, name, size, faults) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, nodes } of found.violations) {
    faults.push(`${name} (${size.name}): axe: ${id}: ${nodes.map((node) => node.html).join(" ").slice(0, 300)}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  if (wide) faults.push(`${name} (${size.name}): it is wider than the window`);
}

// Judges a page in all sizes, with pictures if they are wanted, and shows it in the first again.
async function judge(page, name, faults, pictures) {
  for (const size of sizes) {
    await show(page, size);
    await judgeShown(page, name, size, faults);
    if (pictures) await page.screenshot({ path: path.join(pictures, `${name}-${size.name}.png`), fullPage: true });
  }
  await show(page, sizes[0]);
}

// Goes where a press leads; presses again where the page put something else in its place at that moment.
async function follow(page, press) {
  for (let tries = 1; ; tries += 1) {
    try {
      await Promise.all([page.waitForNavigation({ waitUntil: "domcontentloaded", timeout: 10000 }), press()]);
      return;
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}

module.exports = { sizes, show, judgeShown, judge, follow };
