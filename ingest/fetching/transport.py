"""HTTP over connections to exactly the address that was looked up and found to be allowed."""

from __future__ import annotations

import ssl

import httpx

from ingest.fetching.addresses import Resolver, resolve

AGENT = "asisten-spbe"


class Pinned(httpx.BaseTransport):
    """Resolves a host once and connects to that very address, so that a second look-up cannot lead elsewhere; the
    certificate must be that of the host's name. No proxy of the environment is asked. Connections are not kept: one
    made for one name must not serve another at the same address."""

    def __init__(self, resolver: Resolver = resolve, verify: ssl.SSLContext | bool = True) -> None:
        limits = httpx.Limits(max_keepalive_connections=0)
        self._inner = httpx.HTTPTransport(verify=verify, trust_env=False, limits=limits)
        self._resolver = resolver

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.raw_host.decode("ascii")
        try:
            places = self._resolver(host)
        except OSError as error:
            raise httpx.ConnectError(str(error), request=request) from error
        failure: httpx.TransportError = httpx.ConnectError("no address", request=request)
        for address, port in places:
            try:
                return self._inner.handle_request(_to(request, address, port, host))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure

    def close(self) -> None:
        self._inner.close()


def client(
    connect_seconds: float, read_seconds: float, resolver: Resolver = resolve, verify: ssl.SSLContext | bool = True
) -> httpx.Client:
    """A client over ``Pinned`` that follows no redirect by itself."""
    return httpx.Client(
        transport=Pinned(resolver, verify),
        timeout=httpx.Timeout(read_seconds, connect=connect_seconds),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": AGENT, "Accept": "application/pdf", "Accept-Encoding": "identity"},
    )


def _to(request: httpx.Request, address: str, port: int, host: str) -> httpx.Request:
    # The Host header is of the request already; sni_hostname is also the name the certificate is checked against.
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address, port=port),
        headers=request.headers,
        extensions=dict(request.extensions) | {"sni_hostname": host},
    )
