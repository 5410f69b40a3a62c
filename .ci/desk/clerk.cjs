// Takes the minutes of a meeting on a desk of its own in headless Chromium: node clerk.cjs ORDERPAPER DATA FOLDER [PICTURES]
//
// By the keyboard alone: attendance, an arrival, a motion with a vote by name and its running count, a resolution and an action.
// Then two windows, a desk that is killed in the middle, the page without scripts, axe-core in three sizes, and `check` and
// `build` on what came of it. Prints each fault, and exits with 1 if there is any.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { spawn, spawnSync } = require("node:child_process");
const puppeteer = require("puppeteer-core");
const { judge } = require("./judged.cjs");

const [program, data, folder, pictures] = process.argv.slice(2);
const MEETING = "cabinet-2026-03-10";
const run = ["--data", path.join(folder, "data"), "--output", path.join(folder, "output")];
const file = path.join(folder, "data", "minutes", `${MEETING}.json`);
const faults = [];
const expect = (holds, what) => { if (!holds) faults.push(what); };
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const minutes = () => JSON.parse(fs.readFileSync(file, "utf8"));

let desk = null;

// Starts the desk, and returns a page that was let in.
async function begin(browser) {
  const way = path.join(folder, "output", "restricted", ".desk", "open.html");
  fs.rmSync(way, { force: true });
  desk = spawn(program, ["desk", ...run, "--today", "2026-03-10"], { stdio: "ignore" });
  for (let tries = 0; tries < 200 && !fs.existsSync(way); tries += 1) await pause(100);
  const page = await browser.newPage();
  watch(page, "desk");
  page.setDefaultTimeout(60000);
  await page.goto(`file://${path.resolve(way)}`);
  await page.waitForFunction(() => location.protocol === "http:" && document.querySelector("nav") && !document.querySelector("#onward"), { timeout: 20000 });
  return page;
}

function watch(page, name) {
  page.on("pageerror", (error) => faults.push(`${name}: ${error}`));
  page.on("dialog", (dialog) => dialog.accept());
  page.on("console", (message) => {
    // Answers that refuse a step are such errors to the browser, which also asks for a picture of its own accord.
    const isAsked = !/favicon/.test(message.location().url || "") && !/status of (409|422)/.test(message.text());
    if (message.type() === "error" && isAsked) faults.push(`${name}: ${message.text()}`);
  });
}

const focused = (page) => page.evaluate(() => document.activeElement.id);

// Goes to a field by its Tab stops.
async function tabTo(page, holds, most = 120) {
  for (let presses = 0; presses < most; presses += 1) {
    if (await page.evaluate(holds)) return true;
    await page.keyboard.press("Tab");
  }
  faults.push(`not reached by the keyboard: ${holds}`);
  return false;
}

async function enter(page) {
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press("Enter")]);
}

const isButton = (words) => `document.activeElement.tagName === "BUTTON" && document.activeElement.textContent.includes(${JSON.stringify(words)})`;

const judged = (page, name) => judge(page, name, faults, pictures);

async function attendance(page, address) {
  await page.goto(address, { waitUntil: "load" });
  await judged(page, "not-begun");
  await tabTo(page, 'document.activeElement.id === "begin"');
  await enter(page);
  expect(fs.existsSync(file), "the minutes are not begun");
  // A letter for each member: all are present but the third, who sent apologies.
  await tabTo(page, 'document.activeElement.name !== undefined && document.activeElement.name.startsWith("at:")');
  const count = await page.$$eval("[data-keys] fieldset", (all) => all.length);
  for (let at = 0; at < count; at += 1) await page.keyboard.press(at === 2 ? "a" : "p");
  await tabTo(page, isButton("Save attendance"));
  await enter(page);
  expect((await focused(page)) === "attended", `attendance: the focus is at ${await focused(page)}`);
  expect(minutes().present.length === count - 1 && minutes().apologies.length === 1, "attendance is not as it was ticked");
  await judged(page, "attendance");
}

async function item(page, address) {
  await page.goto(`${address}/4`, { waitUntil: "load" });
  const absent = minutes().apologies[0];
  // An arrival, at the time of the clock.
  await tabTo(page, 'document.activeElement.id === "arrived"');
  await page.select("#arrived", absent);
  await tabTo(page, isButton("Arrived"));
  await enter(page);
  const movement = (minutes().items[3].movements || [])[0] || {};
  expect(movement.member === absent && /^\d+\.\d\d (am|pm)$|noon|midnight/.test(movement.arrived || ""), "the arrival is not minuted");
  expect((await focused(page)) === "arrived", "the focus does not return to the arrivals");
  // A motion, then the vote on it by name.
  await page.focus("#motion");
  await page.keyboard.type("That the report be noted.");
  await tabTo(page, 'document.activeElement.id === "motion-mover"');
  await page.keyboard.press("ArrowDown");
  await tabTo(page, isButton("Save the motion"));
  await enter(page);
  expect((await focused(page)) === "motion", "the focus does not return to the motion");
  await tabTo(page, 'document.activeElement.name !== undefined && document.activeElement.name.startsWith("side:")');
  const voters = await page.$$eval("[data-ballot] [data-keys] fieldset", (all) => all.length);
  const shown = (side) => page.$eval(`[data-count="${side}"]`, (place) => Number(place.textContent));
  const letters = ["f", "f", "a", "b"];
  for (let at = 0; at < voters; at += 1) {
    await page.keyboard.press(letters[at % letters.length]);
    const all = (await shown("for")) + (await shown("against")) + (await shown("abstain"));
    expect(all === at + 1 && (await shown("")) === voters - at - 1, `the running count is ${all} after ${at + 1}`);
  }
  await judged(page, "vote");
  await tabTo(page, 'document.activeElement.id === "vote-outcome"');
  await page.select("#vote-outcome", "carried");
  await tabTo(page, isButton("Save the vote by name"));
  await enter(page);
  const motion = minutes().items[3].paragraphs[0].motion;
  const named = ["for", "against", "abstain"].reduce((sum, side) => sum + (motion.vote[side] || []).length, 0);
  expect(named === voters && motion.outcome === "carried", "the vote is not as it was called");
  expect((await focused(page)) === "vote", "the focus does not return to the vote");
  // A resolution and an action.
  await page.focus("#resolved");
  await page.keyboard.type("That the report be noted.");
  await tabTo(page, isButton("Save the resolution"));
  await enter(page);
  await page.focus("#action");
  await page.keyboard.type("Director of Place");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Report again.");
  await page.keyboard.press("Tab");
  await page.keyboard.type("May 2026");
  await tabTo(page, isButton("Save the action"));
  await enter(page);
  const last = minutes().items[3].paragraphs.at(-1);
  expect(last.resolution && last.actions[0].due === "May 2026", "the resolution and its action are not minuted");
  await judged(page, "item");
}

async function windows(browser, one, address) {
  const two = await browser.newPage();
  watch(two, "second window");
  await one.goto(`${address}/5`, { waitUntil: "load" });
  await two.goto(`${address}/5`, { waitUntil: "load" });
  await two.type("#paragraph", "From the second window.");
  await one.bringToFront();
  await one.type("#paragraph", "From the first window.");
  await tabTo(one, isButton("Save the paragraph"));
  await enter(one);
  await two.bringToFront();
  await two.waitForFunction(() => !document.getElementById("elsewhere").hidden, { timeout: 10000 })
    .catch(() => faults.push("the second window is not told that the first has saved"));
  await tabTo(two, isButton("Save the paragraph"));
  await enter(two);
  const page = await two.evaluate(() => [document.body.innerText, document.getElementById("paragraph").value, document.activeElement.id]);
  expect(page[0].includes("have changed since") && page[0].includes("From the first window."), "the second window is not shown the newer minutes");
  expect(page[1] === "From the second window." && page[2] === "paragraph", "the second window loses its words");
  await judged(two, "stale");
  await tabTo(two, isButton("Save the paragraph"));
  await enter(two);
  const both = JSON.stringify(minutes().items[4].paragraphs);
  expect(both === JSON.stringify(["From the first window.", "From the second window."]), `two windows: ${both}`);
  await two.close();
}

// The page as it is without scripts.
async function scriptless(page, address) {
  await page.setJavaScriptEnabled(false);
  await page.goto(`${address}/7`, { waitUntil: "load" });
  await page.type("#paragraph", "Without scripts.");
  await tabTo(page, isButton("Save the paragraph"));
  await enter(page);
  expect(minutes().items[6].paragraphs[0] === "Without scripts.", "nothing is saved without scripts");
  await page.setJavaScriptEnabled(true);
}

(async () => {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.cpSync(data, path.join(folder, "data"), { recursive: true });
  if (pictures) fs.mkdirSync(pictures, { recursive: true });
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  try {
    let page = await begin(browser);
    const address = () => `${new URL(page.url()).origin}/meetings/${MEETING}/minutes`;
    await attendance(page, address());
    await item(page, address());
    await windows(browser, page, address());
    // The desk is killed in the middle.
    const before = fs.readFileSync(file, "utf8");
    const ended = new Promise((done) => desk.once("exit", done));
    await page.close();
    desk.kill("SIGKILL");
    await ended;
    expect(fs.readFileSync(file, "utf8") === before, "a desk that was killed changed the minutes");
    page = await begin(browser);
    await page.goto(`${address()}/5`, { waitUntil: "load" });
    expect((await page.evaluate(() => document.body.innerText)).includes("From the second window."), "a restart loses steps");
    await scriptless(page, address());
    // What is minuted in private says so.
    await page.goto(`${address()}/13`, { waitUntil: "load" });
    expect((await page.evaluate(() => document.body.innerText)).includes("for members only"), "a private item is not marked");
    await judged(page, "private");
  } catch (error) {
    faults.push(String(error.stack || error));
  }
  await browser.close();
  if (desk) desk.kill();
  for (const command of [["check", "--meeting", MEETING], ["build", "--meeting", MEETING, "--kind", "minutes"]]) {
    const { status, stdout, stderr } = spawnSync(program, [command[0], ...run, ...command.slice(1), "--today", "2026-03-11"], { encoding: "utf8" });
    const errors = `${stdout}${stderr}`.split("\n").filter((line) => line.startsWith("error") && line.includes("minutes"));
    expect(status !== 2 && errors.length === 0, `${command[0]}: ${status}: ${errors.join("; ")}${status === 2 ? stderr : ""}`);
    if (command[0] === "build") expect(status === 0, `build: ${status}: ${stdout}${stderr}`);
  }
  for (const fault of faults) console.error(fault);
  console.log(`the minutes of a meeting were taken, ${faults.length} faults`);
  process.exit(faults.length > 0 ? 1 : 0);
})();
