// Goes from a first start without records to a published agenda in headless Chromium: node first.cjs ORDERPAPER FOLDER [PICTURES]
//
// Once by mouse and once by the keyboard alone; the rows of the agenda are filled in as Excel does it (fill.py). Then the sample is
// begun. Prints each fault, and exits with 1 if there is any.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { spawn, spawnSync } = require("node:child_process");
const puppeteer = require("puppeteer-core");
const { follow, judge } = require("./judged.cjs");

const [program, folder, pictures] = process.argv.slice(2);
const MEETING = "cabinet-2026-03-10";
const faults = [];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Starts a desk without records, hands a page that was let in to `take`, and ends it.
async function withDesk(browser, name, take) {
  const place = path.join(folder, name);
  const run = ["--data", path.join(place, "data"), "--output", path.join(place, "output")];
  const way = path.join(place, "output", "restricted", ".desk", "open.html");
  const desk = spawn(program, ["desk", ...run, "--today", "2026-02-26"], { stdio: "ignore" });
  const page = await browser.newPage();
  page.on("pageerror", (error) => faults.push(`${name}: ${error}`));
  try {
    for (let tries = 0; tries < 200 && !fs.existsSync(way); tries += 1) await pause(100);
    await page.goto(`file://${path.resolve(way)}`);
    await page.waitForSelector("#council", { timeout: 20000 });
    await take(page, place);
  } catch (error) {
    faults.push(`${name}: ${error.stack || error}`);
  }
  await page.close();
  desk.kill();
}

const mouse = {
  press: (page, selector) => page.click(selector),
  type: async (page, selector, words) => {
    if (await page.$eval(selector, (field) => field.matches("select"))) return page.select(selector, words);
    // At the beginning, where a day has its first part.
    await page.click(selector, { offset: { x: 12, y: 12 } });
    return page.keyboard.type(words);
  },
};

// Goes to what is meant by its Tab stops.
async function tabTo(page, selector) {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
  }
  throw new Error(`${selector} is not reached by the keyboard`);
}

const keyboard = {
  press: async (page, selector) => { await tabTo(page, selector); await page.keyboard.press("Enter"); },
  type: async (page, selector, words) => { await tabTo(page, selector); await page.keyboard.type(words); },
};

async function publish(page, place, hands) {
  const go = async (selector) => {
    await follow(page, () => hands.press(page, selector));
    await page.waitForFunction(() => !document.querySelector(".work, h1.looking"), { timeout: 60000 });
  };
  // A day and a time are typed in the order of the browser's language.
  const digits = (value, form) => page.evaluate(
    (value, form) => new Intl.DateTimeFormat(navigator.language, form).format(new Date(value)).replace(/[^0-9AP]/g, ""), value, form);
  await hands.type(page, "#council", "Ashby Vale Council");
  await hands.type(page, "#name1", "Cabinet");
  await hands.type(page, "#type1", "executive");
  await hands.type(page, "#date1", await digits("2026-03-10T10:30", { day: "2-digit", month: "2-digit", year: "numeric" }));
  await hands.type(page, "#time1", await digits("2026-03-10T10:30", { hour: "2-digit", minute: "2-digit" }));
  await go("button.main");
  await go(`a[href="/meetings/${MEETING}"]`);
  const records = path.join(place, "data", "records.xlsx");
  const titles = ["Apologies for absence", "The drainage of the lower meadow"];
  const filled = spawnSync("python3", [path.join(__dirname, "fill.py"), records, MEETING, ...titles], { encoding: "utf8" });
  if (filled.status !== 0) throw new Error(filled.stderr);
  await page.waitForFunction((title) => document.body.innerText.includes(title), { timeout: 20000 }, titles[1]);
  await go(`a[href="/publish/${MEETING}"]`);
  await go('form:has(input[value="preview"]) button');
  await page.waitForSelector("button.main", { timeout: 20000 });
  await go("button.main");
  await page.waitForFunction(() => document.body.innerText.includes("What was published just now"), { timeout: 20000 });
  const agenda = path.join(place, "output", "published", "public", MEETING, "agenda.pdf");
  if (!fs.existsSync(agenda)) faults.push(`${agenda} is not there`);
}

(async () => {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  await withDesk(browser, "by-mouse", async (page, place) => {
    await judge(page, "begin", faults, pictures);
    await publish(page, place, mouse);
  });
  await withDesk(browser, "by-keyboard", (page, place) => publish(page, place, keyboard));
  await withDesk(browser, "sample", async (page, place) => {
    await page.$eval('form:has(button[name="sample"]) input[name="place"]', (place) => { place.value = "here"; }).catch(() => null);
    await follow(page, () => page.click('button[name="sample"]'));
    await page.waitForSelector(`a[href="/meetings/${MEETING}"]`, { timeout: 20000 });
    if (!fs.existsSync(path.join(place, "data", "members.csv"))) faults.push("the sample is not written");
  });
  await browser.close();
  for (const fault of faults) console.error(fault);
  console.log(`from a first start to a published agenda by mouse and by keyboard, ${faults.length} faults`);
  process.exit(faults.length > 0 ? 1 : 0);
})();
