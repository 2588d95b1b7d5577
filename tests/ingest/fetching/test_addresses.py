"""Which addresses are asked, and that no name leads into a private network."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fetching.addresses import allowed, resolve
from ingest.fetching.transport import client
from knowledge.errors import FetchError

HOSTS = frozenset({"peraturan.go.id", "jdih.contoh.go.id"})


@pytest.mark.parametrize("address", ["https://peraturan.go.id/a.pdf", "https://JDIH.contoh.go.id:443/b?c=d#e"])
def test_an_address_of_the_list(address: str) -> None:
    assert allowed(address, HOSTS).host in HOSTS


@pytest.mark.parametrize(
    "address",
    [
        "http://peraturan.go.id/a.pdf",
        "ftp://peraturan.go.id/a.pdf",
        "peraturan.go.id/a.pdf",
        "https://peraturan.go.id.evil.example/a.pdf",
        "https://evilperaturan.go.id/a.pdf",
        "https://sub.peraturan.go.id/a.pdf",
        "https://evil.example/peraturan.go.id",
        "https://peraturan.go.id@evil.example/",
        "https://evil.example\\@peraturan.go.id/",
        "https://orang:sandi@peraturan.go.id/",
        "https://peraturan.go.id:22/",
        "https://peraturan.go.id./",
        "https://peratur\u0430n.go.id/",
        "https://2130706433/",
        "https://[::1]/",
        "https:///a.pdf",
        "https://",
        "",
        "\x00",
    ],
)
def test_an_address_of_none(address: str) -> None:
    with pytest.raises(FetchError):
        allowed(address, HOSTS)


@given(st.text(max_size=80))
def test_whatever_is_said_to_be_an_address(text: str) -> None:
    for address in (text, f"https://{text}", f"https://peraturan.go.id{text}"):
        try:
            url = allowed(address, HOSTS)
        except FetchError:
            continue
        assert (url.scheme, url.host in HOSTS, url.port in (None, 443), url.userinfo) == ("https", True, True, b"")


def leading_to(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)
def test_a_name_that_leads_into_a_private_network(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    for found in ([address], ["8.8.8.8", address]):
        leading_to(monkeypatch, *found)
        with pytest.raises(FetchError, match="jaringan dalam"):
            resolve("peraturan.go.id")


def test_a_name_in_the_open_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    leading_to(monkeypatch, "8.8.8.8", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808")
    assert resolve("x") == (("8.8.8.8", 443), ("2606:4700::1111", 443), ("64:ff9b::808:808", 443))


def test_a_client_as_it_is_made_refuses_such_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    leading_to(monkeypatch, "127.0.0.1")
    with client(1, 1) as made, pytest.raises(FetchError, match="jaringan dalam"):
        made.get("https://peraturan.go.id/a.pdf")
