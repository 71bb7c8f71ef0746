"""No template needs what the Content-Security-Policy forbids, and none breaks a number."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_inline(path):
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


def test_every_icon_is_one_of_the_sheet():
    sheet = (ROOT.parent / "static/img/icons.svg").read_text()
    drawn = set(re.findall(r'<symbol[^>]* id="([\w-]+)"', sheet))
    named = {
        icon
        for path in TEMPLATES
        for icon in re.findall(r'(?:{% icon |icon=)"([\w-]+)"', path.read_text())
    }

    assert drawn
    assert named <= drawn, f"Draw them in static/img/icons.svg: {sorted(named - drawn)}"
