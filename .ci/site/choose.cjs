// Chooses the pages of a site that are worth opening in a browser: pages of one shape come from one template.
const fs = require("fs");
const path = require("path");

/** Every page of the site, as paths below it, in order. */
function pagesOf(site) {
  const names = fs.readdirSync(site, { recursive: true }).map((name) => name.split(path.sep).join("/"));
  return names.filter((name) => name.endsWith(".html")).sort();
}

// The path without what differs between pages of one kind: folders below the first, digits, and a first folder
// that has digits, as those of meetings have. `cabinet-2026-01-13/agenda.html` is of the shape `*/agenda.html`.
function shapeOf(name) {
  const folders = name.split("/");
  const file = folders.pop().replace(/\d+/g, "N");
  return [...folders.map((folder, at) => (at || /\d/.test(folder) ? "*" : folder)), file].join("/");
}

/** What a page is built of: its elements with their classes. */
function constructs(site, name) {
  const text = fs.readFileSync(path.join(site, name), "utf8");
  const found = new Set();
  for (const [, tag, classes] of text.matchAll(/<([a-z][a-z0-9-]*)(?:[^>]*?\sclass="([^"]*)")?/g)) {
    found.add(classes ? `${tag}.${classes}` : tag);
  }
  return found;
}

/**
 * Up to `most` pages of each shape: time after time the page with the most constructs that those before it lack,
 * and the longest of those with as many. So the choice is the same in each run.
 */
function choose(site, names, most) {
  if (most === Infinity) return { chosen: names, shapes: new Set(names.map(shapeOf)).size };
  const shapes = new Map();
  for (const name of names) {
    const shape = shapeOf(name);
    shapes.set(shape, [...(shapes.get(shape) || []), name]);
  }
  const chosen = [];
  for (const group of shapes.values()) {
    const size = (name) => fs.statSync(path.join(site, name)).size;
    const pages = group.map((name) => ({ name, has: constructs(site, name), size: size(name) }));
    const seen = new Set();
    for (let count = 0; count < most && pages.length; count++) {
      const fresh = (page) => [...page.has].filter((construct) => !seen.has(construct)).length;
      pages.sort((a, b) => fresh(b) - fresh(a) || b.size - a.size || (a.name < b.name ? -1 : 1));
      const best = pages.shift();
      if (count && !fresh(best)) break;
      best.has.forEach((construct) => seen.add(construct));
      chosen.push(best.name);
    }
  }
  return { chosen: chosen.sort(), shapes: shapes.size };
}

module.exports = { pagesOf, choose };
