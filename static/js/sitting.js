/* Who is there, kept on the device as it is said and sent in that order as soon as the network is there. What somebody else wrote
   down meanwhile is shown beside the own word, and the secretary chooses. Without this script the form is sent as a whole. */

import { Kept } from "./kept.js";

const LONGEST = 60_000; // milliseconds between two tries
const PATIENCE = 30_000; // for one answer
const SOON = 1500; // what takes no longer is not worth a word
const form = document.querySelector("[data-kept-by]");

const start = async () => {
  const { keptBy, keptKey } = form.dataset;
  const store = await Kept.open(keptBy, form.getAttribute("action"), keptKey);
  const page = { store, tries: 0, timer: 0, refused: new Map(), known: new Map(), state: "" };
  for (const change of await store.all()) show(change);
  form.addEventListener("change", (event) => keep(page, event.target));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(page);
  });
  addEventListener("online", () => send(page));
  await send(page);
};

const seenOf = (name) => form.elements[name.replace("person-", "seen-")];

const show = ({ field, value }) => {
  if (field !== "guest") form.elements[field].value = value;
};

// A word said twice before it was sent is one change, made against what the page showed at first.
const keep = async (page, input) => {
  const { name: field, value } = input;
  if (!value) return;
  if (field === "guest") {
    await page.store.put(`guest-${Date.now()}`, { field, value });
    input.value = "";
  } else {
    const before = (await page.store.all()).find((each) => each.name === field);
    await page.store.put(field, { field, value, seen: before ? before.seen : seenOf(field).value });
    page.refused.delete(field);
  }
  await send(page);
};

// One at a time over all tabs; a change that is refused does not hold up those after it.
const send = async (page) => {
  clearTimeout(page.timer);
  await navigator.locks.request("kept", async () => {
    const slow = setTimeout(() => tell(page, "slow"), SOON);
    for (const change of await page.store.all()) {
      if (page.refused.has(change.name)) continue;
      page.state = await sent(page, change);
      if (page.state) break;
    }
    clearTimeout(slow);
  });
  await tell(page);
  if (page.state === "away") {
    page.tries += 1;
    page.timer = setTimeout(() => send(page), Math.random() * Math.min(1000 * 2 ** page.tries, LONGEST));
  } else {
    page.tries = 0;
  }
};

// Returns why no other change need be tried now: away, out (of the session), or nothing.
const sent = async (page, change) => {
  const body = new URLSearchParams({ [change.field]: change.value });
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  if (change.seen !== undefined) body.set(seenOf(change.field).name, page.known.get(change.field) ?? change.seen);
  try {
    const answer = await fetch(form.action, {
      method: "POST", body, redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return "out";
    if (![200, 400, 409].includes(answer.status)) return "away";
    const told = await answer.json();
    if (answer.ok) await accept(page, change, told);
    else page.refused.set(change.name, { change, ...told });
    return "";
  } catch {
    return "away";
  }
};

// A word that took its place on the way was said of the one the server has now.
const accept = async (page, change, { words }) => {
  await page.store.drop(change);
  if (change.seen !== undefined) {
    seenOf(change.field).value = change.value;
    page.known.set(change.field, change.value);
  }
  document.querySelector("#came p").textContent = words;
};

const tell = async (page, state = page.state) => {
  const waiting = (await page.store.all()).length;
  const place = form.querySelector("[data-kept]");
  place.hidden = !waiting || !(state || page.refused.size);
  const { keptWords, keptAway, keptOut } = form.dataset;
  const why = page.state === "out" ? keptOut : page.state === "away" ? keptAway : "";
  const words = [keptWords.replace("{n}", waiting), why].filter(Boolean).join(" ");
  const said = place.querySelector("[data-kept-said]");
  if (said.textContent !== words) said.textContent = words; // said aloud once
  place.querySelector("ul").replaceChildren(...[...page.refused.values()].map((each) => line(page, each)));
};

// Both words, and what may become of them.
const line = (page, { change, detail, now }) => {
  const item = document.createElement("li");
  const { keptMine, keptOver, keptGo } = form.dataset;
  const radio = [...form.elements].find((each) => each.name === change.field && each.value === change.value);
  const own = change.field === "guest" ? change.value : radio.parentElement.textContent.trim();
  item.append(paragraph(detail), paragraph(keptMine.replace("{word}", own)));
  const choices = document.createElement("p");
  choices.className = "actions";
  if (now) choices.append(button(keptOver, () => again(page, change, now)));
  choices.append(button(keptGo, () => leave(page, change, now)));
  item.append(choices);
  return item;
};

const again = async (page, change, now) => {
  page.refused.delete(change.name);
  page.known.delete(change.field);
  await page.store.put(change.name, { field: change.field, value: change.value, seen: now });
  await send(page);
};

const leave = async (page, change, now) => {
  page.refused.delete(change.name);
  page.known.delete(change.field);
  await page.store.drop(change);
  if (change.field === "guest") {
    form.elements.guest.value = change.value; // to be written otherwise
    form.elements.guest.focus();
  } else if (now) {
    seenOf(change.field).value = now;
    form.elements[change.field].value = now;
  }
  await tell(page);
};

const paragraph = (text) => {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
};

const button = (words, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
};

if (form && crypto.subtle && navigator.locks) await start();
