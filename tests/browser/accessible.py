"""What axe finds on a page; each look that text may have is asked for its contrast once."""

from axe_playwright_python.base import AXE_SCRIPT

from tests.full import FULL

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # of what passes nobody asks, and to tell of it takes long
    "preload": {"assets": ["media"]},  # style sheets are read anew for experimental rules alone
}
# Contrast takes two thirds of the time of axe, and comes out alike for whatever looks alike.
MARK_NEW_LOOKS = """seen => {
    const behind = new Map([[null, ""]]);
    const backdrop = node => {
        if (!behind.has(node)) {
            const { backgroundColor, backgroundImage, opacity } = getComputedStyle(node);
            const own = `${backgroundColor} ${backgroundImage} ${opacity}`;
            const nothing = own === "rgba(0, 0, 0, 0) none 1";
            behind.set(node, (nothing ? "" : own) + backdrop(node.parentElement));
        }
        return behind.get(node);
    };
    const look = node => {
        const { color, fontSize, fontWeight } = getComputedStyle(node);
        const off = node.matches(":disabled, [aria-disabled=true]") || node.control?.disabled;
        const kind = [node.localName, node.getAttribute("class"), Boolean(off)];
        return [...kind, color, fontSize, fontWeight, backdrop(node)].join();
    };
    const known = new Set(seen), found = [];
    for (const node of document.body.querySelectorAll("*")) {
        const speaks = [...node.childNodes].some(each => each.nodeType === 3 && each.data.trim());
        if (!(speaks || node.matches("input, select, textarea")) || !node.checkVisibility()) continue;
        const its = look(node);
        if (known.has(its)) continue;
        known.add(its);
        found.push(its);
        node.dataset.look = "";
    }
    return found;
}"""
VIOLATIONS = """([rules, colours]) => {
    axe.configure({rules: [{id: "color-contrast", selector: colours}]});
    return axe.run(document, rules).then(found => found.violations);
}"""


def prepare(page):
    """Let axe be there on every page that is opened."""
    page.add_init_script(AXE_SCRIPT)


def violations(page, seen):
    """Return what axe finds wrong with a page, by rule; note down the looks that were met first.

    With `--full` the contrast of all text is asked for.
    """
    seen.update(page.evaluate(MARK_NEW_LOOKS, sorted(seen)))
    colours = "*" if FULL else "[data-look]"
    return page.evaluate(VIOLATIONS, [RULES, colours])
