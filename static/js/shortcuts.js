/* Shortcuts of every page: "/" puts the cursor into the search; in the opened menu, Escape closes it. */

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && location.hash === "#menu") {
    location.hash = "#main";
    return;
  }
  const search = document.getElementById("q");
  if (event.key === "/" && search && !typing(event.target)) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});
