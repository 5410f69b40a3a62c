// Opens pages in Chromium and lists the violations that axe-core finds; exits with 1 if there are any.
const fs = require("fs");
const path = require("path");
const puppeteer = require("puppeteer-core");

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

(async () => {
  const program = process.env.CHROMIUM || "/usr/bin/chromium";
  const browser = await puppeteer.launch({ executablePath: program, args: ["--no-sandbox"] });
  const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  let faults = 0;
  for (const file of process.argv.slice(2)) {
    const page = await browser.newPage();
    await page.goto("file://" + path.resolve(file));
    for (const styles of ["with styles", "without"]) {
      if (styles === "without") {
        await page.evaluate(() => document.querySelectorAll("style").forEach((own) => own.remove()));
      }
      await page.evaluate(axe);
      const found = await page.evaluate((rules) => axe.run({ runOnly: rules }), RULES);
      for (const own of found.violations) {
        console.log(`${file}, ${styles}: ${own.id}: ${own.help}: ${own.nodes[0].html}`);
      }
      faults += found.violations.length;
    }
    await page.close();
  }
  await browser.close();
  console.log(`${process.argv.length - 2} pages, ${faults} faults`);
  process.exitCode = faults ? 1 : 0;
})();
