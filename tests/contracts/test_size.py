"""Files stay short enough to be read at once."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST = {".py": 400, ".js": 400, ".html": 120}  # lines
LEFT_OUT = {"var", "tests", "migrations", "node_modules", ".git"}
FILES = [
    path
    for path in sorted(ROOT.rglob("*"))
    if path.suffix in MOST and not LEFT_OUT & set(path.relative_to(ROOT).parts)
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST[path.suffix]
