// Counts a vote as it is called, takes letters for choices, keeps empty times at the clock, and says when another window saved.
"use strict";
let saving = false;
const typed = new Set();

for (const form of document.querySelectorAll("form")) {
  form.addEventListener("input", (event) => { if (event.target.type !== "hidden") typed.add(form); });
  form.addEventListener("submit", (event) => {
    // A second press is none.
    if (saving) { event.preventDefault(); return; }
    saving = true;
    typed.delete(form);
  });
}
addEventListener("pageshow", () => { saving = false; });
addEventListener("beforeunload", (event) => { if (typed.size > 0) event.preventDefault(); });

for (const ballot of document.querySelectorAll("[data-ballot]")) {
  const count = () => {
    for (const place of ballot.querySelectorAll("[data-count]")) {
      const chosen = [...ballot.querySelectorAll("[data-keys] input:checked")];
      place.textContent = chosen.filter((one) => one.value === place.dataset.count).length;
    }
  };
  ballot.addEventListener("change", count);
}

for (const choices of document.querySelectorAll("[data-keys]")) {
  choices.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
    const group = event.target.closest("fieldset");
    const choice = group && [...group.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase());
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    choice.dispatchEvent(new Event("input", { bubbles: true }));
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    const next = group.nextElementSibling;
    const to = next ? next.querySelector("input:checked, input") : choice;
    to.focus();
  });
}

const clocks = [...document.querySelectorAll("[data-clock]")].filter((field) => field.value === "");
const untouched = new Set(clocks);
for (const field of clocks) field.addEventListener("input", () => untouched.delete(field));
const tick = () => {
  const now = new Date();
  const time = [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
  for (const field of untouched) if (field !== document.activeElement || field.value === "") field.value = time;
};
tick();
setInterval(tick, 5000);

const elsewhere = document.getElementById("elsewhere");
if (elsewhere && window.EventSource) {
  const source = new EventSource("/events");
  let isFirst = true;
  source.onmessage = async () => {
    if (isFirst) { isFirst = false; return; }
    const answer = await fetch(location.href.split("#")[0]);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = page.getElementById("elsewhere");
    if (there && there.dataset.digest !== elsewhere.dataset.digest) elsewhere.hidden = false;
  };
}
