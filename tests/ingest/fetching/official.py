"""An official site on loopback: HTTPS with a certificate authority of its own, one behaviour a path."""

from __future__ import annotations

import datetime
import ssl
import threading
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOSTS = ("jdih.contoh.go.id", "berkas.contoh.go.id")
OTHER = "lain.contoh.org"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 800 + b"\n%%EOF\n"


@dataclass
class Reply:
    """What a path answers. ``cut``: bytes of the body after which the connection is closed; ``ranges``: whether parts
    are given; ``if_range``: whether If-Range is heeded; ``length``: whether it is told; ``stalls``: not ended."""

    body: bytes = PDF
    status: int = 200
    kind: str = "application/pdf"
    tag: str = '"satu"'
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    ranges: bool = True
    if_range: bool = True
    length: bool = True
    stalls: bool = False


@cache
def authority() -> Authority:
    return Authority()


class Authority:
    """Makes certificates."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA uji")])
        constraints = x509.BasicConstraints(ca=True, path_length=0)
        made = _certificate(name, name, self._key).add_extension(constraints, critical=True)
        self._certificate = made.sign(self._key, hashes.SHA256())

    def trusted(self) -> ssl.SSLContext:
        """What a client trusts."""
        return ssl.create_default_context(cadata=self.pem())

    def pem(self) -> str:
        """Its own certificate."""
        return self._certificate.public_bytes(serialization.Encoding.PEM).decode()

    def server(self, names: tuple[str, ...], folder: Path) -> ssl.SSLContext:
        """The context of a server with these names."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        made = _certificate(subject, self._certificate.subject, key).add_extension(alternatives, critical=False)
        path = folder / f"{names[0]}.pem"
        path.write_bytes(
            made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def _certificate(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
    )


class Site:
    """The site; ``replies`` by path, each a list of which the last is repeated. ``asked`` has what was asked for."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.stopped = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def resolve(self, host: str) -> list[tuple[str, int]]:
        """Every host is here."""
        return [("127.0.0.1", self._server.server_address[1])]

    def ranges(self) -> list[str]:
        """The Range header of each request, "" where there was none."""
        return [headers.get("Range", "") for _, _, headers in self.asked]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.headers["Host"], self.path, dict(self.headers)))
                replies = site.replies.get(self.path, [Reply(status=404)])
                _answer(self, replies.pop(0) if len(replies) > 1 else replies[0], site.stopped)
                self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away, or refuses the certificate, is part of the tests."""


def _answer(handler: BaseHTTPRequestHandler, reply: Reply, stopped: threading.Event) -> None:
    start, status = 0, reply.status
    asked = handler.headers.get("Range", "")
    same = not reply.if_range or handler.headers.get("If-Range") == reply.tag
    if asked and reply.ranges and same and status == 200:
        start, status = int(asked.removeprefix("bytes=").removesuffix("-")), 206
    handler.send_response(status)
    handler.send_header("Content-Type", reply.kind)
    handler.send_header("Connection", "close")
    if reply.tag:
        handler.send_header("ETag", reply.tag)
    if status == 206:
        handler.send_header("Content-Range", f"bytes {start}-{len(reply.body) - 1}/{len(reply.body)}")
    if reply.length:
        handler.send_header("Content-Length", str(len(reply.body) - start))
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(reply.body[start : reply.cut])
    handler.wfile.flush()
    if reply.stalls:
        stopped.wait()
