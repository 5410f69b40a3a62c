// Judges the pages of a site in headless Chromium: node browser.cjs FOLDER
//
// Every page is opened at 320 px, where it must not scroll sideways, nor ask for what is not in the site.
// Up to PAGES_PER_SHAPE pages of each shape (choose.cjs) are judged by axe-core in five forms and walked through
// with the Tab key; those with scripts must say the same without.
const fs = require("fs");
const http = require("http");
const os = require("os");
const path = require("path");
const puppeteer = require("puppeteer-core");
const { pagesOf, choose } = require("./choose.cjs");
const probes = require("./probes.cjs");

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 800 };
// A browser's zoom of 200 % halves the window in CSS pixels and doubles the density.
const ZOOMED = { width: 640, height: 400, deviceScaleFactor: 2 };
const FORMS = [
  { name: "320 px", viewport: NARROW },
  { name: "1280 px", viewport: WIDE },
  { name: "dark", viewport: WIDE, scheme: "dark" },
  { name: "zoom 200 %", viewport: ZOOMED },
  // The size of targets is the browser's own here, which WCAG 2.5.8 excepts.
  { name: "without styles", viewport: WIDE, unstyled: true, rules: { "target-size": { enabled: false } } },
];
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript",
  ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".xml": "application/xml",
};
// A fault that many pages share comes from their template: so many pages are named, the rest are counted.
const NAMED = 3;
// Milliseconds after which a step is given up; on a machine that compiles at the same time, steps are slow.
const PATIENCE = 300_000;

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** The faults that were found: what they are, and the pages that have them. */
class Faults {
  pages = new Map();

  add(page, what) {
    this.pages.set(what, (this.pages.get(what) || new Set()).add(page));
  }

  /** Prints the faults, in the order of the first pages that have them; returns how many there are. */
  report() {
    let total = 0;
    const faults = [...this.pages].map(([what, pages]) => [[...pages].sort(), what]);
    for (const [names, what] of faults.sort((a, b) => (a.join() < b.join() ? -1 : 1))) {
      names.slice(0, NAMED).forEach((name) => console.log(`${name}: ${what}`));
      if (names.length > NAMED) console.log(`    and ${names.length - NAMED} more pages with this fault`);
      total += names.length;
    }
    return total;
  }
}

/** Serves the folder as any web server would. */
function serve(site) {
  const server = http.createServer((request, response) => {
    let file = path.join(site, path.normalize(decodeURIComponent(new URL(request.url, "http://x").pathname)));
    if (fs.existsSync(file) && fs.statSync(file).isDirectory()) file = path.join(file, "index.html");
    if (!fs.existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[path.extname(file)] || "application/octet-stream" });
    fs.createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** A tab that notes what its page asks for in vain, and the errors of its scripts. */
async function openTab(browser, root, faults) {
  // Each in a window of its own: Chromium gives tabs that are behind another less of the processor.
  const tab = await browser.newPage({ type: "window" });
  tab.setDefaultTimeout(PATIENCE);
  // As if each tab were in front: the focus can be in all of them.
  const session = await tab.createCDPSession();
  await session.send("Emulation.setFocusEmulationEnabled", { enabled: true });
  await tab.setRequestInterception(true);
  tab.on("request", (request) => {
    const outside = !request.url().startsWith(root) && !/^(data|blob|about):/.test(request.url());
    if (outside) faults.add(tab.name, `it asks for ${request.url()}, outside of the site`);
    return outside ? request.abort() : request.continue();
  });
  tab.on("response", (response) => {
    // A browser asks for this by itself.
    const isWanted = !response.url().endsWith("/favicon.ico");
    if (response.status() < 400 || !isWanted) return;
    faults.add(tab.name, `it asks in vain for ${response.url().slice(root.length)}`);
  });
  tab.on("pageerror", (error) => faults.add(tab.name, `a script fails: ${error.message}`));
  return tab;
}

async function open(tab, root, name, viewport) {
  tab.name = name;
  await tab.setViewport(viewport);
  await tab.emulateMediaFeatures([]);
  await tab.goto(root + name.split("/").map(encodeURIComponent).join("/"), { waitUntil: "load" });
}

async function judgeWidth(tab, faults) {
  (await tab.evaluate(probes.listTooWide)).forEach((fault) => faults.add(tab.name, fault));
}

/** axe-core in each form; the page is left without styles. */
async function judgeForms(tab, faults) {
  await tab.evaluate(axe);
  // In which forms each violation is found.
  const found = new Map();
  for (const form of FORMS) {
    await tab.setViewport(form.viewport);
    await tab.emulateMediaFeatures(form.scheme ? [{ name: "prefers-color-scheme", value: form.scheme }] : []);
    if (form.unstyled) await tab.evaluate(probes.unstyle);
    else await judgeWidth(tab, faults);
    const violations = await tab.evaluate(async (options) => {
      const { violations } = await axe.run(options);
      return violations.map(({ id, help, nodes }) => ({ id, help, count: nodes.length, html: nodes[0].html }));
    }, { runOnly: RULES, rules: form.rules || {}, resultTypes: ["violations"] });
    for (const { id, help, count, html } of violations) {
      const what = `${id}: ${help} (${count}): ${html.replace(/\s+/g, " ").slice(0, 120)}`;
      found.set(what, [...(found.get(what) || []), form.name]);
    }
  }
  for (const [what, forms] of found) {
    faults.add(tab.name, `axe, ${forms.length === FORMS.length ? "every form" : forms.join(", ")}: ${what}`);
  }
}

/** Walks through the page with Tab, and then follows its skip link. */
async function judgeKeyboard(tab, root, name, viewport, faults) {
  await open(tab, root, name, viewport);
  const count = await tab.evaluate(probes.listStops);
  // Some more, for what the page adds by itself.
  for (let step = 0; step < count + 20; step++) {
    await tab.keyboard.press("Tab");
    if (step === 0) {
      const skip = await tab.evaluate(probes.findSkipLink);
      tab.hasSkipLink = skip.needed && skip.found;
      if (skip.needed && !skip.found) faults.add(tab.name, "there is no skip link, though something comes before main");
    }
    const found = await tab.evaluate(probes.noteFocus);
    if (!found) break;
    found.forEach((fault) => faults.add(tab.name, fault));
  }
  (await tab.evaluate(probes.listMissed)).forEach((fault) => faults.add(tab.name, fault));
  if (tab.hasSkipLink) {
    await tab.evaluate(() => window.stops[0].focus());
    await tab.keyboard.press("Enter");
    if (!(await tab.evaluate(probes.isAtMain))) faults.add(tab.name, "the skip link does not lead to main");
  }
}

/** Compares the words of a page that has scripts with those that it has without. */
async function judgeWithoutScripts(tab, root, name, faults) {
  const texts = [];
  for (const enabled of [true, false]) {
    await tab.setJavaScriptEnabled(enabled);
    await open(tab, root, name, WIDE);
    await tab.waitForNetworkIdle({ idleTime: 200 });
    texts.push(await tab.evaluate(probes.words));
  }
  await tab.setJavaScriptEnabled(true);
  const [on, off] = texts;
  const at = on.findIndex((word, index) => word !== off[index]);
  const place = at < 0 && on.length !== off.length ? on.length : at;
  if (place >= 0) {
    const part = (words) => words.slice(Math.max(0, place - 2), place + 5).join(" ");
    faults.add(name, `without scripts it says something else: “${part(off)}”, not “${part(on)}”`);
  }
}

async function main() {
  const site = path.resolve(process.argv[2]);
  const names = pagesOf(site);
  const asked = process.env.PAGES_PER_SHAPE || "3";
  const most = asked === "all" ? Infinity : Number(asked);
  if (!(most >= 1)) throw new Error("PAGES_PER_SHAPE is a number from 1, or `all`");
  const { chosen, shapes } = choose(site, names, most);
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox"],
    protocolTimeout: PATIENCE,
  });
  const server = await serve(site);
  const root = `http://127.0.0.1:${server.address().port}/`;
  const faults = new Faults();
  const queue = [...names];
  let scripted = 0;

  async function work() {
    const tab = await openTab(browser, root, faults);
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      await open(tab, root, name, NARROW);
      await judgeWidth(tab, faults);
      if (!chosen.includes(name)) continue;
      await judgeForms(tab, faults);
      await judgeKeyboard(tab, root, name, WIDE, faults);
      await judgeKeyboard(tab, root, name, NARROW, faults);
      if (/<script|<[^>]*\son[a-z]+=/i.test(fs.readFileSync(path.join(site, name), "utf8"))) {
        scripted += 1;
        await judgeWithoutScripts(tab, root, name, faults);
      }
    }
    await tab.close();
  }
  await Promise.all(Array.from({ length: Math.min(4, os.availableParallelism()) }, work));
  await browser.close();
  server.close();
  const total = faults.report();
  console.log(
    `browser: ${names.length} pages at 320 px; ${chosen.length} of these, of ${shapes} shapes, by axe-core in ` +
      `${FORMS.length} forms and by keyboard, ${scripted} without scripts: ` +
      `${total} ${total === 1 ? "fault" : "faults"}`,
  );
  process.exitCode = total ? 1 : 0;
}

main();
