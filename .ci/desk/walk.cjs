// Walks through a running desk in headless Chromium, from the file that lets its user in: node walk.cjs OPEN.HTML DATA [PICTURES]
//
// Every page that a link leads to is looked at by axe-core, on a desktop, a telephone and in the dark form; the keyboard reaches
// the first meeting; and a changed workbook changes what is on the page. Prints each fault, and exits with 1 if there is any.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const puppeteer = require("puppeteer-core");
const { sizes, show, judge, judgeShown, follow } = require("./judged.cjs");

const [way, data, pictures] = process.argv.slice(2);
const faults = [];
const MAX_PAGES = 40;

const judged = (page, address, size) => judgeShown(page, address, size, faults);

async function walk(browser, first, size) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => faults.push(`${size.name}: ${error}`));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`${page.url()} (${size.name}): ${message.text()}`);
  });
  await show(page, size);
  const [seen, waiting] = [new Set([first]), [first]];
  while (waiting.length > 0 && seen.size <= MAX_PAGES) {
    const address = waiting.shift();
    // Papers are shown by the browser's own viewer.
    if (address.includes("/papers/")) continue;
    const answer = await page.goto(address, { waitUntil: "domcontentloaded" });
    if (!answer.ok()) faults.push(`${address}: ${answer.status()}`);
    await judged(page, address, size);
    if (pictures) {
      const name = new URL(address).pathname.replaceAll("/", "-").replace(/^-$/, "-today");
      await page.screenshot({ path: path.join(pictures, `${size.name}${name}.png`) });
    }
    for (const link of await page.$$eval("a[href]", (links) => links.map((one) => one.href.split("#")[0]))) {
      if (new URL(link).origin !== new URL(first).origin) faults.push(`${address}: leads outside: ${link}`);
      else if (!seen.has(link)) { seen.add(link); waiting.push(link); }
    }
  }
  await page.close();
  return seen.size;
}

// From the top of the first page to a meeting, by the keyboard alone.
async function keyboard(browser, first) {
  const page = await browser.newPage();
  await page.goto(first, { waitUntil: "domcontentloaded" });
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const reached = await page.evaluate(() => document.activeElement.getAttribute("href") || "");
    if (reached.startsWith("/meetings/")) {
      await Promise.all([page.waitForNavigation({ waitUntil: "domcontentloaded" }), page.keyboard.press("Enter")]);
      await page.close();
      return;
    }
  }
  faults.push("no meeting is reached by the keyboard");
}

// A file that is replaced, as spreadsheets and Word do it, changes what is on the page.
async function live(browser, first) {
  const page = await browser.newPage();
  await page.goto(`${first}meetings`, { waitUntil: "domcontentloaded" });
  const file = path.join(data, "bodies.csv");
  const before = fs.readFileSync(file, "utf8");
  const name = before.split("\n")[1].split(",")[1];
  const shown = (words) => page.waitForFunction((words) => document.body.innerText.includes(words), { timeout: 8000 }, words);
  try {
    await shown(name);
    fs.writeFileSync(`${file}.new`, before.replace(name, "The Chamber of Lamps"));
    fs.renameSync(`${file}.new`, file);
    const begun = Date.now();
    await shown("The Chamber of Lamps");
    console.log(`a changed name was on the page after ${Date.now() - begun} ms`);
  } catch (error) {
    faults.push(`a changed file: ${error.message}`);
  } finally {
    fs.writeFileSync(file, before);
  }
  await page.close();
}

const settled = (page) => page.waitForFunction(() => !document.querySelector(".work"), { timeout: 60000 });

// Documents are made by a button, and the one that is shown changes with the records, and keeps its place.
async function preview(browser, first, meeting) {
  const page = await browser.newPage();
  await page.goto(`${first}meetings/${meeting}`, { waitUntil: "domcontentloaded" });
  await follow(page, () => page.click('form[action="/work"] button'));
  await settled(page);
  const links = await page.$$eval(".documents a", (found) => found.map((one) => [one.href, one.innerText]));
  const link = links.find(([, words]) => words.includes("as a page"));
  if (!link) { faults.push(`no page is made of ${meeting}`); return page.close(); }
  await page.goto(link[0], { waitUntil: "load" });
  const words = () => page.evaluate(() => document.getElementById("paper").contentDocument.body.innerText);
  const file = path.join(data, "agenda.csv");
  const before = fs.readFileSync(file, "utf8");
  const title = before.split("\n").find((line) => line.startsWith(`${meeting},`)).split(",")[5];
  try {
    if (!(await words()).includes(title)) faults.push(`the page of ${meeting} does not show “${title}”`);
    await page.evaluate(() => document.getElementById("paper").contentWindow.scrollTo(0, 120));
    fs.writeFileSync(`${file}.new`, before.replaceAll(title, "The Drainage of the Lower Meadow"));
    fs.renameSync(`${file}.new`, file);
    const begun = Date.now();
    const changed = () => (document.getElementById("paper").contentDocument?.body?.innerText ?? "").includes("The Drainage of the Lower Meadow");
    await page.waitForFunction(changed, { timeout: 10000 });
    console.log(`a changed title was in the preview after ${Date.now() - begun} ms`);
    await new Promise((done) => setTimeout(done, 300));
    const place = await page.evaluate(() => document.getElementById("paper").contentWindow.scrollY);
    if (place !== 120) faults.push(`the preview is at ${place} and not where it was`);
  } catch (error) {
    faults.push(`a changed preview: ${error.message}`);
  } finally {
    fs.writeFileSync(file, before);
  }
  await page.close();
}

// From the first page to what is wrong, and to the cell in which it is.
async function fault(browser, first) {
  const file = path.join(data, "meetings.csv");
  const before = fs.readFileSync(file, "utf8");
  const page = await browser.newPage();
  try {
    fs.writeFileSync(file, before.replace("cabinet-2026-03-10,cabinet,2026-03-10", "cabinet-2026-03-10,cabinet,31/02/2026"));
    await page.goto(first, { waitUntil: "domcontentloaded" });
    await page.waitForFunction(() => /[1-9][0-9]* error/.test(document.querySelector('nav a[href="/faults"]').innerText), { timeout: 8000 });
    await follow(page, () => page.click('nav a[href="/faults"]'));
    const links = await page.$$eval('a[href^="/faults/"]', (found) => found.map((one) => [one.getAttribute("href"), one.innerText]));
    const [address] = links.find(([, words]) => words.includes("31/02/2026"));
    await follow(page, () => page.click(`a[href="${address}"]`));
    const cell = await page.$eval("tr:has(mark)", (row) => row.innerText.replace(/\s+/g, " "));
    if (cell !== "date 31/02/2026") faults.push(`the cell that is marked is “${cell}”`);
    if (!(await page.$('form[action$="/open"] button'))) faults.push("the file can't be opened");
    await judge(page, page.url(), faults);
  } catch (error) {
    faults.push(`a fault: ${error.message}`);
  } finally {
    fs.writeFileSync(file, before);
  }
  await page.close();
}

// From the page of a meeting to what is published, by a mouse or by the keyboard alone.
async function publish(browser, first, meeting, press) {
  const page = await browser.newPage();
  await page.goto(`${first}meetings/${meeting}`, { waitUntil: "domcontentloaded" });
  const go = async (selector) => {
    await follow(page, () => press(page, selector));
    await settled(page);
  };
  try {
    await go(`a[href="/publish/${meeting}"]`);
    await go('form:has(input[value="preview"]) button');
    await page.waitForSelector("button.main", { timeout: 20000 });
    await judged(page, page.url(), sizes[0]);
    await go("button.main");
    await page.waitForFunction(() => document.body.innerText.includes("What was published just now"), { timeout: 20000 });
    await judged(page, page.url(), sizes[0]);
    if (pictures) await page.screenshot({ path: path.join(pictures, `published-${meeting}.png`) });
    if (!(await page.$eval("main", (main) => main.innerText)).includes("Everybody can read")) faults.push(`${meeting} is not published`);
  } catch (error) {
    faults.push(`publishing ${meeting}: ${error.message}`);
  }
  await page.close();
}

const byMouse = (page, selector) => page.click(selector);

async function byKeyboard(page, selector) {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return page.keyboard.press("Enter");
  }
  throw new Error(`${selector} is not reached by the keyboard`);
}

// A build can be stopped, and forms and links work without scripts.
async function withoutScripts(browser, first) {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.goto(first, { waitUntil: "domcontentloaded" });
  await Promise.all([page.waitForNavigation({ waitUntil: "domcontentloaded" }), page.click('form[action="/work"] button')]);
  const stop = await page.$('form[action="/stop"] button');
  if (!stop) faults.push("a build can't be stopped");
  else {
    await Promise.all([page.waitForNavigation({ waitUntil: "domcontentloaded" }), stop.click()]);
    for (let tries = 0; tries < 200 && await page.$(".work"); tries += 1) {
      await new Promise((done) => setTimeout(done, 100));
      await page.reload({ waitUntil: "domcontentloaded" });
    }
    if (await page.$(".work")) faults.push("a build does not stop");
  }
  await page.close();
}

(async () => {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  const page = await browser.newPage();
  await page.goto(`file://${path.resolve(way)}`);
  await page.waitForFunction(() => location.protocol === "http:" && document.querySelector("nav"), { timeout: 20000 });
  await page.waitForFunction(() => document.querySelector("h1") && !document.querySelector("#onward, h1.looking"), { timeout: 20000 });
  const first = `${new URL(page.url()).origin}/`;
  let pages = 0;
  for (const size of sizes) pages += await walk(browser, first, size);
  await keyboard(browser, first);
  await live(browser, first);
  await fault(browser, first);
  await preview(browser, first, "cabinet-2026-02-03");
  await publish(browser, first, "cabinet-2026-03-10", byMouse);
  // A meeting whose day of publication is not stated may be published on any.
  const meetings = path.join(data, "meetings.csv");
  const dayless = (line) => line.startsWith("children-scrutiny-2026-03-11,") ? line.replace("2026-03-03 12:00", "") : line;
  fs.writeFileSync(meetings, fs.readFileSync(meetings, "utf8").split("\n").map(dayless).join("\n"));
  await publish(browser, first, "children-scrutiny-2026-03-11", byKeyboard);
  await withoutScripts(browser, first);
  for (const address of ["verify", "publish/cabinet-2026-03-10", "codes/data/bad-value"]) {
    const page = await browser.newPage();
    await page.goto(first + address, { waitUntil: "domcontentloaded" });
    await judge(page, first + address, faults);
    pages += sizes.length;
    await page.close();
  }
  await browser.close();
  for (const fault of faults) console.error(fault);
  console.log(`${pages} pages of the desk looked at, ${faults.length} faults`);
  process.exit(faults.length > 0 ? 1 : 0);
})();
