/* The list under the search: places that fit what is being written. Without it Enter searches as ever. */

const WAIT = 150; // milliseconds without a key before the server is asked
const FEWEST = 2; // letters

for (const form of document.querySelectorAll("[data-suggest]")) {
  start(form, form.querySelector("input"));
}

function start(form, input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  form.append(list, said);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    input.setAttribute(name, value);
  }
  const state = { form, input, list, said, timer: 0, asked: null };
  input.addEventListener("input", () => later(state));
  input.addEventListener("keydown", (event) => keys(event, state));
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close(state));
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays
}

function later(state) {
  clearTimeout(state.timer);
  state.asked?.abort();
  if (state.input.value.trim().length < FEWEST) {
    close(state);
    return;
  }
  state.timer = setTimeout(() => ask(state).catch(() => close(state)), WAIT);
}

async function ask(state) {
  state.asked = new AbortController();
  const query = new URLSearchParams({ q: state.input.value.trim() });
  const answer = await fetch(`${state.form.dataset.suggest}?${query}`, {
    credentials: "same-origin",
    signal: state.asked.signal,
  });
  if (answer.ok) show(state, (await answer.json()).results);
  else close(state);
}

function show(state, found) {
  const { form, input, list, said } = state;
  list.replaceChildren(...found.map((place, at) => row(place, `${list.id}-${at}`)));
  list.hidden = !found.length || document.activeElement !== input;
  input.setAttribute("aria-expanded", String(!list.hidden));
  input.removeAttribute("aria-activedescendant");
  said.textContent = found.length ? `${form.dataset.many}: ${found.length}` : form.dataset.none;
}

function row(place, id) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const link = document.createElement("a");
  link.href = place.url;
  link.tabIndex = -1;
  const title = document.createElement("b");
  title.textContent = place.title;
  const where = document.createElement("span");
  where.textContent = place.place;
  link.append(title, where);
  item.append(link);
  return item;
}

function keys(event, state) {
  const { input, list } = state;
  if (list.hidden) return;
  const rows = [...list.children];
  const at = rows.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") {
    event.preventDefault(); // the words stay, only the list goes
    close(state);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(input, rows, at < 0 && step < 0 ? rows.length - 1 : at + step);
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    rows[at].querySelector("a").click();
  }
}

function choose(input, rows, at) {
  rows.forEach((each, place) => each.setAttribute("aria-selected", String(place === at)));
  const chosen = rows[at]; // beyond either end: back in the words
  if (chosen) {
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

function close({ input, list, said }) {
  list.hidden = true;
  said.textContent = "";
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
