// Functions that are run within a page: nothing outside of a function can be used by it.

/** What the keyboard must reach, in the order of the page, kept in `window` for `noteFocus` and `listMissed`. */
function listStops() {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]");
  const fields = "button, input:not([type=hidden]), select, textarea";
  const stops = "a[href], area[href], summary, iframe, audio[controls], video[controls], [contenteditable], [tabindex]";
  const scrolls = (element, axis, size) => {
    const overflow = getComputedStyle(element)[`overflow${axis}`];
    return /auto|scroll/.test(overflow) && element[`scroll${size}`] > element[`client${size}`] + 1;
  };
  const wanted = [];
  const regions = [];
  for (const element of document.body.querySelectorAll("*")) {
    const isRegion = scrolls(element, "X", "Width") || scrolls(element, "Y", "Height");
    const isField = element.matches(fields) && !element.matches(":disabled");
    // What has a negative tabindex on purpose, and is nothing to press, is reached by links (`main`).
    const isStop = element.matches(stops) && (element.matches("a, area, summary") || element.tabIndex >= 0);
    // The arrow keys go from one radio button to the others of its group.
    const isRadio = element.matches("input[type=radio]");
    const others = isRadio ? wanted.filter((stop) => stop.type === "radio" && stop.name === element.name) : [];
    if (!(isRegion || isField || isStop) || !shown(element) || others.length) continue;
    wanted.push(element);
    if (!isField && !isStop) regions.push(element);
  }
  Object.assign(window, { stops: wanted, regions, reached: [] });
  return wanted.length;
}

/** What has the focus now, as faults; `null` when the focus has left the page or comes to an element again. */
function noteFocus() {
  const element = document.activeElement;
  const isNone = !element || element === document.body || element === document.documentElement;
  if (isNone || window.reached.includes(element)) return null;
  const last = window.reached.at(-1);
  window.reached.push(element);
  const tag = element.cloneNode(false).outerHTML.slice(0, 120);
  const faults = [];
  const style = getComputedStyle(element);
  const transparent = /rgba\(.*, 0\)$/.test(style.outlineColor);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0 || transparent) {
    faults.push(`the focus is not seen on ${tag}`);
  }
  const box = element.getBoundingClientRect();
  const aside = box.right <= 0 || box.left >= innerWidth || box.bottom + scrollY <= 0 || !box.width || !box.height;
  if (aside) faults.push(`the focus is on something outside of the page: ${tag}`);
  if (last && !(last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) {
    faults.push(`Tab goes back in the page, to ${tag}`);
  }
  return faults;
}

/**
 * What was not reached. A region that scrolls is reached with its tabindex or with what is in it: that Chromium
 * gives the focus to all regions that scroll is no help in other browsers.
 */
function listMissed() {
  const within = (region) => window.reached.some((element) => element !== region && region.contains(element));
  const isReached = (stop) => {
    if (window.regions.includes(stop)) return within(stop);
    const others = stop.type === "radio" ? window.reached.filter((element) => element.type === "radio") : [];
    return window.reached.includes(stop) || others.some((radio) => radio.name === stop.name);
  };
  const missed = window.stops.filter((stop) => !isReached(stop));
  return missed.map((element) => `Tab does not reach ${element.cloneNode(false).outerHTML.slice(0, 120)}`);
}

/** Whether the page needs a skip link, and has one that Tab has just come to as the first thing. */
function findSkipLink() {
  const main = document.querySelector("main");
  const first = window.stops[0];
  // Something in the main content comes after its start too.
  const isAfter = main && first && main.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING;
  if (!main || !first || isAfter) return { needed: false };
  return { needed: true, found: document.activeElement === first && first.matches("a[href^='#']") };
}

/** Whether following the skip link led to the main content. */
function isAtMain() {
  const main = document.querySelector("main");
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const start = document.activeElement === document.body ? target : document.activeElement;
  return Boolean(target && main.contains(target) && main.contains(start));
}

/** The words that a reader sees, without those that belong to search, which alone may need a script. */
function words() {
  document.querySelectorAll("search, [role=search], noscript").forEach((element) => (element.style.display = "none"));
  return document.body.innerText.split(/\s+/).filter(Boolean);
}

/** Takes away all styles. */
function unstyle() {
  document.querySelectorAll("style, link[rel~=stylesheet]").forEach((element) => element.remove());
  document.querySelectorAll("[style]").forEach((element) => element.removeAttribute("style"));
}

/** What makes the page scroll sideways, and what is cut off so that it does not. */
function listTooWide() {
  const root = document.documentElement;
  const tag = (element) => element.cloneNode(false).outerHTML.slice(0, 120);
  const overflow = (element) => getComputedStyle(element).overflowX;
  const elements = [...document.body.querySelectorAll("*")];
  const faults = [];
  if (root.scrollWidth > innerWidth) {
    const isWithin = (element) => {
      for (let above = element.parentElement; above !== root; above = above.parentElement) {
        if (overflow(above) !== "visible") return true;
      }
      return false;
    };
    const isBeyond = (element) => element.getBoundingClientRect().right + scrollX > innerWidth + 0.5;
    const culprit = elements.filter((element) => isBeyond(element) && !isWithin(element)).at(-1);
    const what = `the page is ${root.scrollWidth} px wide in a window of ${innerWidth} px`;
    faults.push(culprit ? `${what}: ${tag(culprit)}` : what);
  }
  for (const element of [document.body, ...elements]) {
    // What is a pixel wide is there for screen readers alone.
    const isShown = element instanceof HTMLElement && element.clientWidth > 1;
    if (isShown && /hidden|clip/.test(overflow(element)) && element.scrollWidth > element.clientWidth + 1) {
      faults.push(`what is in it is cut off in a window of ${innerWidth} px: ${tag(element)}`);
    }
  }
  return faults;
}

module.exports = { listStops, noteFocus, listMissed, findSkipLink, isAtMain, words, unstyle, listTooWide };
