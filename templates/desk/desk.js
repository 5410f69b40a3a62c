// Goes on from the welcome, and shows a page anew when something has changed.
"use strict";
const onward = document.getElementById("onward");
if (onward) {
  location.replace(onward.href);
} else if (window.EventSource) {
  // A frame that is moved would load its paper again, from the beginning; what is around it is shown anew, and the paper only
  // where it is another, at the place where it was.
  const renew = (page) => {
    const [old, fresh] = [document.getElementById("paper"), page.getElementById("paper")];
    const kept = old && fresh;
    for (const name of ["header", ".work", kept ? "#facts" : "#main"]) {
      const [was, is] = [document.querySelector(name), page.querySelector(name)];
      if (was && is) was.replaceWith(is);
      else if (was) was.remove();
      else if (is) document.querySelector("header").after(is);
    }
    if (kept && old.getAttribute("src") !== fresh.getAttribute("src")) {
      let place = 0;
      try { place = old.contentWindow.scrollY; } catch { place = 0; }
      old.onload = () => { try { old.contentWindow.scrollTo(0, place); } catch { /* a viewer of its own */ } };
      old.src = fresh.getAttribute("src");
    }
  };
  // What changed between the page and the first event is shown at once.
  let [seen, busy, again] = [document.body.dataset.changes ?? null, false, false];
  const look = async () => {
    if (busy) { again = true; return; }
    busy = true;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer && answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const active = document.activeElement;
      const mark = active && ["href", "id", "name"].map((of) => [of, active.getAttribute(of)]).find(([, value]) => value);
      // Nothing that somebody is typing is lost.
      const typing = active && active.matches("input, textarea, select");
      if (typing) active.addEventListener("blur", () => setTimeout(look), { once: true });
      else renew(page);
      document.title = page.title;
      if (mark && !typing) {
        const found = [...document.querySelectorAll(`[${mark[0]}]`)].find((one) => one.getAttribute(mark[0]) === mark[1]);
        if (found) found.focus({ preventScroll: true });
      }
    }
    setTimeout(() => { busy = false; if (again) { again = false; look(); } }, 150);
  };
  const source = new EventSource("/events");
  source.onmessage = (event) => {
    const first = seen === null;
    if (first ? !document.querySelector("h1.looking, .work") : seen === event.data) { seen = event.data; return; }
    seen = event.data;
    look();
  };
}
