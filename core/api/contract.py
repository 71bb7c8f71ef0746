"""What two versions of the OpenAPI document break for those who build on the older one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Shape = dict[str, Any]


def breaking(old: Shape, new: Shape) -> list[str]:
    """Return, in words, what a client of the old document can no longer rely on.

    Breaking are: a path, method, answer of success or media type that is gone; a parameter or a
    field of a request that is gone (it would be refused as unknown), newly required, of another
    type or held to narrower limits, or one of its choices gone; a field of an answer that is
    gone, no longer always there, or of another type; a scope asked for besides.
    Not breaking are additions: paths, optional parameters and fields, choices, refusals.
    """
    return sorted(set(_Comparison(old, new).paths()))


class _Comparison:
    def __init__(self, old: Shape, new: Shape) -> None:
        self.old, self.new = old, new
        self.compared: set[tuple[str, str, bool]] = set()

    def paths(self) -> Iterator[str]:
        for path, methods in self.old["paths"].items():
            for method, operation in methods.items():
                place = f"{method.upper()} {path}"
                other = self.new["paths"].get(path, {}).get(method)
                if other is None:
                    yield f"{place}: is gone"
                else:
                    yield from self._operation(place, operation, other)

    def _operation(self, place: str, old: Shape, new: Shape) -> Iterator[str]:
        yield from self._parameters(place, old, new)
        yield from self._bodies(f"{place} body", old.get("requestBody"), new.get("requestBody"))
        for status, answer in old["responses"].items():
            if status < "300":
                found = new["responses"].get(status)
                if found is None:
                    yield f"{place} {status}: is gone"
                else:
                    yield from self._contents(f"{place} {status}", answer, found, sent=False)
        if added := _scopes(new) - _scopes(old):
            yield f"{place}: asks for {', '.join(sorted(added))}"

    def _parameters(self, place: str, old: Shape, new: Shape) -> Iterator[str]:
        before, after = _by_name(old), _by_name(new)
        for name, parameter in before.items():
            if name not in after:
                yield f"{place} {name}: is gone"
            else:
                yield from _newly_required(f"{place} {name}", parameter, after[name])
                shapes = (parameter["schema"], after[name]["schema"])
                yield from self._shape(f"{place} {name}", *shapes, sent=True)
        for name in after.keys() - before.keys():
            yield from _newly_required(f"{place} {name}", {}, after[name])

    def _bodies(self, place: str, old: Shape | None, new: Shape | None) -> Iterator[str]:
        yield from _newly_required(place, old or {}, new or {})
        if old:
            yield from self._contents(place, old, new or {}, sent=True)

    def _contents(self, place: str, old: Shape, new: Shape, *, sent: bool) -> Iterator[str]:
        for kind, content in old.get("content", {}).items():
            found = new.get("content", {}).get(kind)
            if found is None:
                yield f"{place} {kind}: is gone"
            else:
                yield from self._shape(place, content["schema"], found["schema"], sent=sent)

    def _shape(self, place: str, old: Shape, new: Shape, *, sent: bool) -> Iterator[str]:
        names = (old.get("$ref", ""), new.get("$ref", ""), sent)
        if names[0] and names in self.compared:
            return
        self.compared.add(names)
        old, new = _resolved(self.old, old), _resolved(self.new, new)
        yield from _types(place, old, new, sent=sent)
        if sent:
            yield from _limits(place, old, new)
        if "items" in old and "items" in new:
            yield from self._shape(f"{place}[]", old["items"], new["items"], sent=sent)
        yield from self._fields(place, old, new, sent=sent)

    def _fields(self, place: str, old: Shape, new: Shape, *, sent: bool) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name, field in before.items():
            if name in after:
                yield from self._shape(f"{place}.{name}", field, after[name], sent=sent)
            else:
                yield f"{place}.{name}: is gone"
        must, must_now = set(old.get("required", ())), set(new.get("required", ()))
        for name in must_now - must if sent else (must - must_now) & after.keys():
            yield f"{place}.{name}: is {'now required' if sent else 'no longer always there'}"


def _types(place: str, old: Shape, new: Shape, *, sent: bool) -> Iterator[str]:
    before, after = _kinds(old), _kinds(new)
    lost = before - after if sent else after - before
    if before and after and lost:
        yield f"{place}: was {_words(before)}, is {_words(after)}"
    if old.get("format") != new.get("format"):
        yield f"{place}: had the format {old.get('format')}, has {new.get('format')}"
    if sent and "enum" in new:
        gone = [str(each) for each in old.get("enum", ["anything"]) if each not in new["enum"]]
        if gone:
            yield f"{place}: no longer takes {', '.join(gone)}"


def _limits(place: str, old: Shape, new: Shape) -> Iterator[str]:
    for name, sign in (("maximum", 1), ("maxLength", 1), ("minimum", -1), ("minLength", -1)):
        if name in new and (name not in old or sign * new[name] < sign * old[name]):
            yield f"{place}: {name} was {old.get(name, 'none')}, is {new[name]}"


def _newly_required(place: str, old: Shape, new: Shape) -> Iterator[str]:
    if new.get("required") and not old.get("required"):
        yield f"{place}: is now required"


def _by_name(operation: Shape) -> dict[str, Shape]:
    found = operation.get("parameters", [])
    return {f"{each['in']} {each['name']}": each for each in found}


def _scopes(operation: Shape) -> set[str]:
    ways = operation.get("security", [])
    return {scope for way in ways for scopes in way.values() for scope in scopes}


def _kinds(shape: Shape) -> set[str]:
    kind = shape.get("type", [])
    return {kind} if isinstance(kind, str) else set(kind)


def _words(kinds: set[str]) -> str:
    return " or ".join(sorted(kinds))


def _resolved(document: Shape, shape: Shape) -> Shape:
    """Follow a reference, also one that stands alone in allOf beside a description."""
    parts = shape.get("allOf", [])
    if "$ref" in shape:
        parts = [document["components"]["schemas"][shape["$ref"].rpartition("/")[2]]]
    found: Shape = {name: value for name, value in shape.items() if name not in {"$ref", "allOf"}}
    for each in parts:
        found = _resolved(document, each) | found
    return found
