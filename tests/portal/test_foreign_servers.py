"""Servers that DATABASE_URL and REDIS_URL name: asked over real sockets, refused in one sentence."""

import contextlib
import socket
import struct
import threading

import pytest

from tests.portal.surroundings import free_port


@pytest.fixture
def refused(checkout):
    """Return what `up` says about the servers that are named."""
    checkout.borrow_packages()

    def up(**named):
        done = checkout.portal("up", "--port", free_port(), **named)
        assert done.returncode == 1
        assert done.stdout == ""
        assert not list(checkout.var.glob("postgres-*"))
        assert done.stderr.startswith("portal: ")
        assert done.stderr.count("\n") == 1
        return done.stderr.removeprefix("portal: ").strip()

    return up


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("postgres://portal@127.0.0.1:{port}/portal", id="nobody listens"),
        pytest.param("postgres://portal@/portal?host=/nowhere", id="no socket"),
        pytest.param("no address at all", id="no address"),
    ],
)
def test_a_database_that_does_not_answer_is_refused(refused, address):
    told = refused(DATABASE_URL=address.format(port=free_port()))

    assert told.startswith("DATABASE_URL names a database that does not answer: ")


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("redis://127.0.0.1:{port}/0", id="nobody listens"),
        pytest.param("unix:///nowhere/valkey.sock", id="no socket"),
        pytest.param("http://127.0.0.1/", id="no address"),
    ],
)
def test_a_queue_that_does_not_answer_is_refused(refused, address):
    told = refused(REDIS_URL=address.format(port=free_port()))

    assert told.startswith("REDIS_URL names a queue that does not answer: ")


def test_a_too_old_database_is_refused(refused):
    with server(an_old_postgresql) as port:
        told = refused(DATABASE_URL=f"postgres://portal@127.0.0.1:{port}/portal?sslmode=disable")

    assert told == "DATABASE_URL names PostgreSQL 13, but 15 or newer is needed."


def test_a_too_old_queue_is_refused(refused):
    with server(an_old_redis) as port:
        told = refused(REDIS_URL=f"redis://127.0.0.1:{port}/0")

    assert told == "REDIS_URL names a queue of version 2.8.24, but 6.2 or newer is needed."


def test_a_server_that_speaks_something_else_is_refused(refused):
    with server(a_web_server) as port:
        told = refused(REDIS_URL=f"redis://127.0.0.1:{port}/0")

    assert told.startswith("REDIS_URL names a queue that does not answer: ")


@contextlib.contextmanager
def server(answer):
    """Listen on a port of this machine and let `answer` speak with whoever comes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening, answer), daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def serve(listening, answer):
    with contextlib.suppress(OSError):
        while True:
            line, _ = listening.accept()
            with line, contextlib.suppress(OSError):
                answer(line)


def an_old_postgresql(line):
    """Speak the start of the frontend/backend protocol as version 13 does."""
    line.recv(1024)
    told = {"server_version": "13.22", "client_encoding": "UTF8", "DateStyle": "ISO, DMY"}
    line.sendall(message(b"R", struct.pack("!i", 0)))
    for name, value in told.items():
        line.sendall(message(b"S", f"{name}\0{value}\0".encode()))
    line.sendall(message(b"Z", b"I"))
    line.recv(1024)


def message(kind, content):
    return kind + struct.pack("!i", len(content) + 4) + content


def an_old_redis(line):
    told = b"redis_version:2.8.24\r\n"
    while asked := line.recv(1024):
        for command in asked.split(b"*")[1:]:
            known = b"$4\r\nINFO" in command
            line.sendall(
                b"$%d\r\n%s\r\n" % (len(told), told) if known else b"-ERR unknown command\r\n"
            )


def a_web_server(line):
    line.recv(1024)
    line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
