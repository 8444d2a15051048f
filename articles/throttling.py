"""How often one reader may ask. Counted in the cache that all processes share."""

from __future__ import annotations

import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest

SECONDS = {"s": 1, "m": 60, "h": 3600}
NETWORK = 64
"""Bits of an IPv6 address that one household or server has to itself."""


class TooMany(Exception):
    """Too many requests (429); ``wait``: seconds until the next one is taken."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__()


def count(kind: str, who: str) -> None:
    """Count one request in the present window. Raises ``TooMany`` when its share is used up.

    ``kind`` names the rate in ``API_RATES``. Requests of one instant are counted one after the
    other, so that many connections get no more than one.
    """
    most, seconds = rate(settings.API_RATES[kind])
    window, into = divmod(time.time(), seconds)
    key = f"api:{kind}:{seconds}:{int(window)}:{who}"
    if cache.get(key, 0) < most:  # whoever has had enough takes no lock
        with transaction.atomic():
            _alone(key)
            counted = cache.get(key, 0)
            if counted < most:
                cache.set(key, counted + 1, seconds)
                return
    raise TooMany(max(1, round(seconds - into)))


def _alone(key: str) -> None:
    """Wait for others that count the same, to the end of the transaction.

    The cache in the database adds nothing in one step. On SQLite the transaction is alone already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def rate(text: str) -> tuple[int, int]:
    """``600/m`` as a number of requests and a number of seconds."""
    number, _slash, unit = text.partition("/")
    if not number.isdecimal() or int(number) < 1 or unit not in SECONDS:
        raise ImproperlyConfigured(f"{text!r} is no rate; write one such as 600/m, 20/s or 5000/h.")
    return int(number), SECONDS[unit]


def by_address(request: HttpRequest, kind: str = "address") -> None:
    """Count somebody who showed no token. The address is what our own proxies say it is."""
    count(kind, _network(request))


def _network(request: HttpRequest) -> str:
    """Whoever has no address that can be told (a socket in the file system) shares one share."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/{NETWORK}", strict=False).network_address)
    return str(address)
