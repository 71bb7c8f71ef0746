"""The way out leads to public addresses only, whatever a name, an address or an answer says."""

import socket
import time

import pytest

from integrations import egress
from integrations.egress import Unsent, may_connect, post, target_of
from integrations.models import Trouble
from safety_portal.limits import LIMITS
from tests.integrations.servers import HERE, NAME, Receiver


@pytest.fixture
def receiver(tmp_path, settings):
    found = Receiver(tmp_path)
    settings.EGRESS_STAYS_HERE, settings.EGRESS_AUTHORITY = True, str(found.certificate)
    yield found
    found.close()


@pytest.fixture
def named(monkeypatch):
    """Return a function that says what the resolver answers, one list after the other; it counts."""
    asked, really = [], socket.getaddrinfo

    def answers(*lists):
        def resolve(host, port, *args, **named):
            if host[0].isdigit():
                return really(host, port, *args, **named)  # an address already
            asked.append(host)
            found = lists[min(len(asked), len(lists)) - 1]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        return asked

    return answers


def trouble_of(url):
    with pytest.raises(Unsent) as unsent:
        post(url, b"{}", {})
    return unsent.value.trouble


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "64:ff9b:1::1"),
    ],
)
def test_an_address_that_is_not_public_is_never_connected_to(address):
    assert not may_connect(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111"])
def test_public_addresses_are(address):
    assert may_connect(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org/", "ftp://example.org/", "//example.org/", "example.org", ""),
        *("https:///x", "https://user:word@example.org/", "https://user@example.org/"),
        *("https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1:8443/", "https://[fe80::1]/"),
        *("https://example.org:99999/", "https://example.org/ x", "https://example.org/\n"),
        *("https://example.org/#part", "https://exa mple.org/", "https://[::ffff:10.0.0.1]/"),
    ],
)
def test_addresses_of_another_kind_are_refused(url):
    assert target_of(url) is None


@pytest.mark.parametrize(
    "answers",
    [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:10.0.0.1"], ["169.254.169.254"], []],
)
def test_a_name_with_one_address_that_is_not_public_is_not_asked(named, answers):
    named(answers)

    assert trouble_of("https://hooks.example.com/") == Trouble.ADDRESS


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost", "localhost."])
def test_other_ways_to_write_this_machine_are_seen_through(host):
    assert trouble_of(f"https://{host}/") in {Trouble.ADDRESS, Trouble.UNREACHABLE}


def test_a_name_is_resolved_once_and_its_address_is_the_one_connected_to(receiver, named):
    asked = named([HERE], ["10.0.0.1"])

    assert post(f"https://{NAME}:{receiver.port}/x?y=1", b'{"a": 1}', {"X-A": "b"}) == 200
    [(path, headers, body)] = receiver.received
    assert (path, body, headers["X-A"]) == ("/x?y=1", b'{"a": 1}', "b")
    assert headers["Host"] == f"{NAME}:{receiver.port}"
    assert asked == [NAME]


def test_a_certificate_of_another_name_is_not_trusted(receiver, named):
    named([HERE])

    assert trouble_of(f"https://other.example.com:{receiver.port}/") == Trouble.UNTRUSTED
    assert not receiver.received


def test_a_certificate_of_nobody_is_not_trusted(receiver, settings):
    settings.EGRESS_AUTHORITY = ""

    assert trouble_of(receiver.url) == Trouble.UNTRUSTED


def test_no_redirect_is_followed(receiver):
    receiver.answers, receiver.location = [302], receiver.url

    assert post(receiver.url, b"{}", {}) == 302
    assert len(receiver.received) == 1


def test_where_nobody_listens_nobody_is_reached(receiver):
    receiver.close()

    assert trouble_of(receiver.url) == Trouble.UNREACHABLE


@pytest.mark.limit("webhook_seconds")
@pytest.mark.parametrize("drip", [False, True])
def test_an_answer_that_does_not_end_in_time_is_none(receiver, settings, drip):
    """Not at all, or byte by byte for ever: each byte alone would be in time."""
    settings.LIMITS = LIMITS | {"webhook_seconds": 1}

    def slowly(handler):
        for _ in range(40):
            if drip:
                handler.wfile.write(b"H")
                handler.wfile.flush()
            time.sleep(0.1)

    receiver.answer = slowly
    assert trouble_of(receiver.url) == Trouble.SILENT


@pytest.mark.limit("webhook_answer")
def test_of_an_answer_little_is_read(receiver, monkeypatch):
    most, read = LIMITS["webhook_answer"], []
    plainly = egress.http.client.HTTPResponse.read

    def noted(self, amount=None):
        found = plainly(self, amount)
        read.append(len(found))
        return found

    def at_length(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(most + 1))
        handler.end_headers()
        handler.wfile.write(b"x" * (most + 1))

    monkeypatch.setattr(egress.http.client.HTTPResponse, "read", noted)
    receiver.answer = at_length

    assert post(receiver.url, b"{}", {}) == 200
    assert read == [most]
