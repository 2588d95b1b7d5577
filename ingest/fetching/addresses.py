"""Which addresses are asked, and where their hosts really are: only listed hosts, over https, in the open internet."""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from knowledge.errors import FetchError

Resolver = Callable[[str], Sequence[tuple[str, int]]]
"""From the name of a host to the IP addresses and ports to connect to."""

PORT = 443
_MOST = 4  # addresses of one host that are tried
_TRANSLATED = IPv6Network("64:ff9b::/96")  # an IPv4 address in its last 32 bits (RFC 6052)


def allowed(address: str | httpx.URL, hosts: Collection[str]) -> httpx.URL:
    """The address, if it is one of https on one of the hosts, without a user, on the usual port.

    Raises FetchError.
    """
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, TypeError, UnicodeError):
        raise FetchError("Alamat ini tidak dapat dibaca. Salin utuh dari halaman resminya, diawali https://.") from None
    if url.scheme != "https":
        raise FetchError("Hanya alamat https yang diunduh.")
    host = url.raw_host.decode("ascii", "replace").lower()
    if host not in hosts:
        raise FetchError(f"'{_shown(host)}' bukan situs resmi dalam daftar. Yang ada: {', '.join(sorted(hosts))}.")
    if url.userinfo or url.port not in (None, PORT):
        raise FetchError("Alamat dengan nama pengguna atau porta sendiri tidak diunduh.")
    return url


def resolve(host: str) -> tuple[tuple[str, int], ...]:
    """Where a host is in the open internet. A name that leads to this machine or a private network, be it with one of
    its addresses, is refused: it could be used to read what only this machine can reach.

    Raises FetchError for that, OSError when the name is not known.
    """
    found = dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM))
    if not all(_open(ip_address(one.partition("%")[0])) for one in found):
        raise FetchError(f"'{_shown(host)}' mengarah ke jaringan dalam; tidak diunduh.")
    return tuple((one, PORT) for one in found)[:_MOST]


def _open(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _open(inner)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


def _shown(host: str) -> str:
    return "".join(c for c in host if c.isprintable())[:100]
