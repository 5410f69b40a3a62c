// The search of the site: words are looked for in the files of the months, the newest first, in the reader's browser.
"use strict";
(() => {
  const MOST = 100;
  const status = document.getElementById("status");
  const list = document.getElementById("found");
  const asked = new URLSearchParams(location.search).get("q") || "";
  document.getElementById("q").value = asked;

  // Letters without marks, so that "Renée" is found by "renee".
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain(asked).split(/\s+/).filter(Boolean);

  const json = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    return answer.json();
  };

  const show = (found) => {
    const link = document.createElement("a");
    link.href = found.u;
    link.textContent = found.t;
    const place = document.createElement("span");
    place.className = "aside";
    place.textContent = found.p === found.t ? found.d : `${found.p} (${found.d})`;
    const line = document.createElement("li");
    line.append(link, document.createElement("br"), place);
    list.append(line);
  };

  const search = async () => {
    let count = 0;
    for (const month of await json("search.json")) {
      for (const found of (await json(month)).reverse()) {
        const text = plain(`${found.t} ${found.p} ${found.w || ""}`);
        if (!words.every((word) => text.includes(word))) continue;
        count += 1;
        if (count <= MOST) show(found);
      }
      if (count > MOST) break;
    }
    const what = count === 1 ? "1 place" : `${Math.min(count, MOST)} places`;
    if (count > MOST) status.textContent = `The newest ${MOST} places are shown; more words find fewer.`;
    else status.textContent = count === 0 ? `Nothing has all of these words: ${asked}` : `${what} with: ${asked}`;
  };

  if (words.length > 0) {
    status.textContent = "Searching …";
    search().catch(() => { status.textContent = "The search could not read its files."; });
  }
})();
