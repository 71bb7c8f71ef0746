/* A search over a long list of choices: it only hides, nothing chosen is lost; without it the list is whole. */

const plain = (text) => text.toLocaleLowerCase().replace(/['’ʼ`´‘]/g, "");

for (const list of document.querySelectorAll("[data-choice-list]")) {
  const input = list.querySelector("[data-choice-filter]");
  const field = input.closest(".field");
  const none = field.querySelector("[role=status]");
  field.hidden = false;
  input.addEventListener("input", () => {
    const words = plain(input.value.trim());
    let shown = 0;
    for (const choice of list.querySelectorAll(".check")) {
      const fits = plain(choice.textContent).includes(words) || choice.querySelector("input").checked;
      choice.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const group of list.querySelectorAll("[data-choice-group]")) {
      group.hidden = !group.querySelector(".check:not([hidden])");
    }
    none.textContent = shown ? "" : none.dataset.none;
  });
  // Enter in the search must not send the form before it is filled in
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
