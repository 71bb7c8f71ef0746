"""Refuses what DATABASE_URL or REDIS_URL name when it does not answer or is too old; run in the environment."""

import os
import re
import sys

import psycopg
import redis

OLDEST_DATABASE, OLDEST_QUEUE = 15, (6, 2)


def main() -> None:
    """Ask the servers that are named; the first fault is one sentence and exit code 1."""
    named = sys.argv[1:]
    if "DATABASE_URL" in named:
        refuse_a_database(os.environ["DATABASE_URL"])
    if "REDIS_URL" in named:
        refuse_a_queue(os.environ["REDIS_URL"])


def refuse_a_database(address: str) -> None:
    """End with a sentence unless a new enough PostgreSQL answers."""
    try:
        with psycopg.connect(
            re.sub(r"^\w+://", "postgresql://", address), connect_timeout=10
        ) as line:
            version = line.info.server_version // 10000
    except (psycopg.Error, ValueError) as error:
        sys.exit(f"DATABASE_URL names a database that does not answer: {first_line(error)}")
    if version < OLDEST_DATABASE:
        sys.exit(
            f"DATABASE_URL names PostgreSQL {version}, but {OLDEST_DATABASE} or newer is needed."
        )


def refuse_a_queue(address: str) -> None:
    """End with a sentence unless a new enough Valkey or Redis answers."""
    patience = {"socket_timeout": 10, "socket_connect_timeout": 10}  # seconds
    try:
        with redis.from_url(address, protocol=2, **patience) as line:  # 3 is unknown to the old
            told = str(line.info("server")["redis_version"])
    except (redis.RedisError, OSError, ValueError, KeyError) as error:
        sys.exit(f"REDIS_URL names a queue that does not answer: {first_line(error)}")
    if tuple(int(part) for part in re.findall(r"\d+", told)[:2]) < OLDEST_QUEUE:
        oldest = ".".join(map(str, OLDEST_QUEUE))
        sys.exit(f"REDIS_URL names a queue of version {told}, but {oldest} or newer is needed.")


def first_line(error: Exception) -> str:
    """Return what an error says first."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


if __name__ == "__main__":
    main()
