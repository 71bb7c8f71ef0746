"""The verbs of `./portal`: a short function and a line of help each."""

import argparse
import json
from collections.abc import Callable

from runner import (
    background,
    benchmarks,
    checks,
    contents,
    keeping,
    packages,
    resetting,
    running,
    services,
    testing,
)
from runner.places import ASKED
from runner.preparation import compile_messages
from runner.project import environment, manage, run_by_hand
from runner.terminal import say

Words = list[str]
UNCOUNTED = "1000000000"  # calls of the API a minute: who tries it out calls without end


def up(words: Words) -> int:
    """start the portal: packages, database, queue, first data, web, worker, beat"""
    parser = parser_of(up)
    parser.add_argument("--port", type=int, default=8000, help="on localhost (8000)")
    parser.add_argument("--no-demo", action="store_true", help="first run without the demo data")
    parser.add_argument("--incidents", type=int, default=50_000, help="of the demo data (50000)")
    parser.add_argument("--detach", action="store_true", help="return when it runs")
    asked = parser.parse_args(words)
    if asked.detach:
        return background.up([word for word in words if word != "--detach"])
    keeping.up(port=asked.port, demo=not asked.no_demo, incidents=asked.incidents)
    return 0


def down(words: Words) -> int:
    """stop everything, also what a killed `up` left behind"""
    parser_of(down).parse_args(words)
    background.down()
    return 0


def status(words: Words) -> int:
    """tell what runs and where"""
    parser = parser_of(status)
    parser.add_argument("--json", action="store_true", help="for programs")
    as_json = parser.parse_args(words).json
    found = running.status()
    say(json.dumps(found, indent=2) if as_json else running.told(found))
    return 0


def test(words: Words) -> int:
    """run the tests; takes pytest's arguments, and --full for the long ones"""
    packages.ensure(packages.TO_DEVELOP)
    testing.need_browser()
    full = "1" if "--full" in words else ""
    with testing.alone(), services.in_use(tests=True) as addresses:
        own = {"PORTAL_ENV": "test", "PORTAL_DEMO": "0", "PORTAL_TEST_FULL": full}
        own["LOG_LEVEL"] = ASKED.get("LOG_LEVEL", "WARNING")  # no line for each of 50,000 requests
        env = environment(addresses, API_CALLS=UNCOUNTED, **own)
        compile_messages(env)
        return testing.run([word for word in words if word != "--full"], env)


def check(words: Words) -> int:
    """look at style, types, layers, templates, migrations, words, locks, generated files"""
    parser_of(check).parse_args(words)
    packages.ensure(packages.TO_DEVELOP)
    with services.in_use() as addresses:
        return 0 if checks.check(environment(addresses)) else 1


def fix(words: Words) -> int:
    """format the code and the templates, write the generated files anew"""
    parser_of(fix).parse_args(words)
    packages.ensure(packages.TO_DEVELOP)
    with services.in_use() as addresses:
        return 0 if checks.fix(environment(addresses)) else 1


def messages(words: Words) -> int:
    """collect the texts to translate, compile the translations"""
    parser_of(messages).parse_args(words)
    packages.ensure(packages.TO_DEVELOP)
    env = environment(services.addresses())
    manage(("collect_messages",), env=env)
    compile_messages(env)
    return 0


def manage_py(words: Words) -> int:
    """run a command of Django's manage.py"""
    packages.ensure(packages.TO_RUN)
    with services.in_use() as addresses:
        demo = str(int(contents.is_demo(addresses["DATABASE_URL"])))
        return run_by_hand(words, environment(addresses, PORTAL_DEMO=demo))


def bench(words: Words) -> int:
    """measure the portal against its bars; makes large databases and keeps them"""
    packages.ensure(packages.TO_RUN)
    with services.in_use() as addresses:
        env = environment(addresses)
        compile_messages(env)
        return benchmarks.run(words, env)


def reset(words: Words) -> int:
    """remove the embedded data, after asking"""
    parser = parser_of(reset)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    resetting.reset(certain=parser.parse_args(words).yes)
    return 0


def parser_of(verb: Callable[[Words], int]) -> argparse.ArgumentParser:
    """Return a parser that already knows what the verb is called and does."""
    name = next(name for name, known in VERBS.items() if known is verb)
    return argparse.ArgumentParser(f"./portal {name}", description=verb.__doc__, allow_abbrev=False)


VERBS: dict[str, Callable[[Words], int]] = {
    "up": up,
    "down": down,
    "status": status,
    "test": test,
    "check": check,
    "fix": fix,
    "messages": messages,
    "manage": manage_py,
    "bench": bench,
    "reset": reset,
}
