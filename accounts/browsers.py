"""What a request tells of the browser it came from, in a few words that nobody is known by."""

import ipaddress

from django.http import HttpRequest

BROWSERS = (  # the first word found names it: the later ones pretend to be all the others
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_of(request: HttpRequest) -> str:
    """Name browser and system, as in "Firefox, Windows"; empty where neither is known."""
    told = request.headers.get("User-Agent", "")
    return ", ".join(filter(None, (_first(BROWSERS, told), _first(SYSTEMS, told))))


def network_of(address: str | None) -> str:
    """Return the neighbourhood of an address: what changes within it is the same place."""
    if not address:
        return ""
    length = 24 if ipaddress.ip_address(address).version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False))


def _first(known: tuple[tuple[str, str], ...], told: str) -> str:
    return next((name for sign, name in known if sign in told), "")
