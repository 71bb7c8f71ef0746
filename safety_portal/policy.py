"""The written policy of rights (`policy.yaml`), read and checked: the oracle of the tests.

The portal itself decides by grants and `visible_to`; nothing here opens anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps

FILE = Path(__file__).with_name("policy.yaml")
RELATIONS = ("inside", "other_service", "outside", "ended", "future", "closed")
EVERYBODY, SIGNED_IN, SUPERUSERS = "everybody", "signed in", "superusers"
PEOPLE = (EVERYBODY, SIGNED_IN, SUPERUSERS)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
HOLDINGS = ("territory", "service", "own")
GROUPS = ("pages", "api", "machinery")  # of routes
PART_OF = "part of "
PLACES_OF_MODELS = ("reference", SUPERUSERS)

PARTS = {"relations", "resources", "roles", "exceptions", *GROUPS, "admin", "models"}
OF_RESOURCE = {
    *("is", "model", "of", "held_by", "actions", "fields", "set_by_the_portal"),
    *("protected", "hidden"),
}
OF_ROUTE = {"address", "scope", "writes", "shows", *METHODS}
OF_EXCEPTION = {"routes", "shows", "to", "why"}


class PolicyWrong(Exception):
    """The policy contradicts itself; the message names the line to mend."""


@dataclass(frozen=True)
class Resource:
    """Something rights are about; `protected` maps a field to the action that shows it.

    The action of another resource is written with its name behind it.
    """

    name: str
    held_by: str
    actions: tuple[str, ...]
    model: str = ""
    of: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    set_by_the_portal: tuple[str, ...] = ()
    protected: Mapping[str, str] = field(default_factory=dict)

    def permission(self, action: str) -> str:
        """Return Django's name of an action, as app.codename."""
        app, _, model = self.model.lower().partition(".")
        return f"{app}.{action}_{model}"


@dataclass(frozen=True)
class Access:
    """Who may use a route with a method: people by a word, or an action on a resource."""

    people: str = ""
    action: str = ""
    resource: str = ""

    def __str__(self) -> str:
        return self.people or f"{self.action} {self.resource}"


@dataclass(frozen=True)
class Route:
    """One address: who may use which method, and what must be found there."""

    name: str
    group: str
    address: str
    methods: Mapping[str, Access]
    scope: str = ""
    writes: str = ""
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """The whole text, with every name in it known."""

    resources: Mapping[str, Resource]
    roles: Mapping[str, Mapping[str, tuple[str, ...]]]
    routes: Mapping[str, Route]
    exceptions: Mapping[str, tuple[str, ...]]  # name -> routes
    models: Mapping[str, str]

    def may(self, role: str, action: str, resource: str) -> bool:
        """Say whether a role allows an action where its grant reaches."""
        wanted = self.resources[resource].of or (resource,)
        return any(action in self.roles[role].get(each, ()) for each in wanted)

    def permissions(self, role: str) -> set[str]:
        """Return what a role allows as Django's permissions."""
        return {
            self.resources[resource].permission(action)
            for resource, actions in self.roles[role].items()
            for action in actions
        }

    def roles_that(self, action: str, resource: str) -> list[str]:
        return [role for role in self.roles if self.may(role, action, resource)]


@cache
def policy() -> Policy:
    """Return the policy of this portal."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Policy:
    """Read a policy; PolicyWrong where it names what it does not explain."""
    said = yaml.load(text, Loader=_Strict)  # noqa: S506 - a safe loader, stricter still
    _known("the policy", said, PARTS, whole=True)
    _known("relations", said["relations"], set(RELATIONS), whole=True)
    resources = {name: _resource(name, each) for name, each in said["resources"].items()}
    for each in resources.values():
        _known(f"resource {each.name}: of", each.of, set(resources))
        shows = {
            act.partition(" ")[0] for act in each.protected.values()
        }  # some of another resource
        acts = {act for other in resources.values() for act in other.actions}
        _known(f"resource {each.name}: protected", shows, acts)
    roles = {name: _role(name, each, resources) for name, each in said["roles"].items()}
    routes = {each.name: each for each in _routes(said, resources)}
    for name, exception in said["exceptions"].items():
        _known(f"exception {name}", exception, OF_EXCEPTION)
        _known(f"exception {name}: routes", exception["routes"], set(routes))
    _check_models(said["models"], resources)
    exceptions = {name: tuple(each["routes"]) for name, each in said["exceptions"].items()}
    return Policy(resources, roles, routes, exceptions, said["models"])


class _Strict(yaml.SafeLoader):
    """A safe loader that refuses a key standing twice: the second would win silently."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _value in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise PolicyWrong(f"Written twice: {', '.join(twice)}, line {node.start_mark.line}.")
        return super().construct_mapping(node, deep=deep)


def _known(where: str, names: Any, known: set[str], *, whole: bool = False) -> None:
    """Refuse names nobody explains and, of a `whole`, names that are missing."""
    strange = sorted(set(names) - known)
    if strange:
        raise PolicyWrong(f"{where}: unknown {', '.join(strange)}; known: {sorted(known)}")
    missing = sorted(known - set(names)) if whole else []
    if missing:
        raise PolicyWrong(f"{where}: missing {', '.join(missing)}")


def _resource(name: str, said: dict[str, Any]) -> Resource:
    _known(f"resource {name}", said, OF_RESOURCE)
    _known(f"resource {name}: held_by", [said["held_by"]], set(HOLDINGS))
    if said.get("model"):
        _model(f"resource {name}", said["model"])
    return Resource(
        name=name,
        held_by=said["held_by"],
        actions=tuple(said["actions"]),
        model=said.get("model", ""),
        of=tuple(said.get("of", ())),
        fields=tuple(said.get("fields", ())),
        set_by_the_portal=tuple(said.get("set_by_the_portal", ())),
        protected=said.get("protected", {}),
    )


def _model(where: str, label: str) -> None:
    try:
        apps.get_model(label)
    except LookupError as error:
        raise PolicyWrong(f"{where}: there is no model {label}") from error


def _role(
    name: str, said: dict[str, list[str]], resources: Mapping[str, Resource]
) -> dict[str, tuple[str, ...]]:
    _known(f"role {name}", said, set(resources))
    for resource, actions in said.items():
        _known(f"role {name}: {resource}", actions, set(resources[resource].actions))
    return {resource: tuple(actions) for resource, actions in said.items()}


def _routes(said: dict[str, Any], resources: Mapping[str, Resource]) -> Iterator[Route]:
    for group in GROUPS:
        for name, line in said[group].items():
            _known(f"route {name}", line, OF_ROUTE)
            _known(f"route {name}: shows", line.get("shows", ()), set(resources))
            methods = {
                method: _access(f"route {name}, {method}", line[method], resources)
                for method in METHODS
                if method in line
            }
            more = {key: line.get(key, "") for key in ("scope", "writes")}
            shows = tuple(line.get("shows", ()))
            yield Route(name, group, line["address"], methods, **more, shows=shows)


def _access(where: str, text: str, resources: Mapping[str, Resource]) -> Access:
    if text in PEOPLE:
        return Access(people=text)
    action, _, resource = text.partition(" ")
    _known(where, [resource], set(resources))
    _known(where, [action], set(resources[resource].actions))
    return Access(action=action, resource=resource)


def _check_models(said: dict[str, str], resources: Mapping[str, Resource]) -> None:
    for label, place in said.items():
        _model("models", label)
        _known(f"model {label}", [place.removeprefix(PART_OF)], {*resources, *PLACES_OF_MODELS})
