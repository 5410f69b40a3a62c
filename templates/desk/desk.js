// Goes on from the welcome, and shows a page anew when something has changed.
"use strict";
const onward = document.getElementById("onward");
if (onward) {
  location.replace(onward.href);
} else if (window.EventSource) {
  let seen = null;
  const source = new EventSource("/events");
  source.onmessage = async (event) => {
    if (seen === null) { seen = event.data; if (!document.querySelector("h1.looking")) return; }
    if (seen === event.data && !document.querySelector("h1.looking")) return;
    seen = event.data;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement && document.activeElement.getAttribute("href");
    document.querySelector("header").replaceWith(page.querySelector("header"));
    document.getElementById("main").replaceWith(page.getElementById("main"));
    document.title = page.title;
    if (focused) {
      const again = [...document.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused);
      if (again) again.focus({ preventScroll: true });
    }
  };
}
