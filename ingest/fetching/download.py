"""One PDF from an official site to a file: redirects checked at every hop, cut downloads taken up where they broke off.

A download in progress is ``<name>.part``, with its address, validator and length in ``<name>.part.json``. It is taken
up (RFC 9110, sections 13.1.5 and 14) only when the server vouches with a strong validator that it is the same file;
otherwise it begins again. Nothing but a whole PDF ever gets the name itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import ssl
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import httpx

from ingest.extracting.limits import Limits
from ingest.fetching.addresses import allowed
from knowledge.errors import FetchError

Told = Callable[[int, int | None], None]
"""Told how many bytes are there, and of how many when that is known."""

_HEAD, _TAIL = 1024, 2048  # bytes of a PDF in which "%PDF-" and "%%EOF" stand
_NO_PDF = "Yang ada di alamat itu bukan PDF."
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_TYPES = frozenset({"", "application/pdf", "application/x-pdf", "application/octet-stream", "binary/octet-stream"})
_TYPES |= {"application/download", "application/force-download", "application/x-download"}


@dataclass(frozen=True)
class Patience:
    """Limits of one document: ``file_bytes`` as for reading it, ``wall_seconds`` over all attempts, ``pauses`` in
    seconds before each further attempt, ``redirects`` followed at most."""

    file_bytes: int = Limits().file_bytes
    wall_seconds: float = 900.0
    pauses: tuple[float, ...] = (1.0, 4.0, 10.0)
    redirects: int = 5
    connect_seconds: float = 10.0
    read_seconds: float = 30.0


class _BrokenOffError(Exception):
    """It may work when tried again; the text says what went wrong."""


@dataclass(frozen=True)
class _Known:
    """What a part is the beginning of. ``validator`` is empty when the server gave none that can be relied on."""

    address: str
    validator: str
    length: int | None


class Download:
    """Downloads PDFs to files of one folder with one client."""

    def __init__(
        self,
        client: httpx.Client,
        hosts: Collection[str],
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client, self._hosts, self._patience, self._sleep = client, hosts, patience or Patience(), sleep

    def get(self, address: str, target: Path, told: Told) -> Path:
        """Download to ``<target>.part`` and return that path: a whole PDF, on disk.

        Raises FetchError; what was downloaded before a failure of the network stays for the next time.
        """
        part, until = target.with_name(target.name + ".part"), time.monotonic() + self._patience.wall_seconds
        for pause in (*self._patience.pauses, None):
            try:
                self._attempt(address, part, told, until)
                return part
            except _BrokenOffError as error:
                if pause is None or time.monotonic() + pause >= until:
                    raise FetchError(f"{error} Coba lagi nanti.") from None
                self._sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _attempt(self, address: str, part: Path, told: Told, until: float) -> None:
        begun = _begun(part, address)
        at = part.stat().st_size if begun else 0
        headers = {"Range": f"bytes={at}-", "If-Range": begun.validator} if begun else {}
        with _network(), self._opened(address, headers) as response:
            if response.status_code in _AGAIN:
                raise _BrokenOffError(f"Server sedang bermasalah (kode {response.status_code}).")
            if response.status_code not in (200, 206, 416):
                raise FetchError(_refusal(response.status_code))
            if response.status_code == 200:
                self._check_type(response)
                at, begun = 0, self._start(response, address, part)
            elif begun is None or not _goes_on(response, begun, at):
                _forget(part)
                raise _BrokenOffError("Berkas di server berubah saat diunduh.")
            with part.open("r+b") as file:
                file.seek(at)
                self._receive(response, file, begun, part, told, until)
        _check_pdf(part, whole=begun.length is None)
        _known_path(part).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _opened(self, address: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """The answer at the end of the redirects, each of which must be allowed; its body is not read yet."""
        url = allowed(address, self._hosts)
        for _ in range(self._patience.redirects + 1):
            with self._client.stream("GET", url, headers=headers) as response:
                if response.status_code not in _MOVED:
                    yield response
                    return
                location = response.headers.get("Location", "")
            try:
                url = allowed(url.join(location), self._hosts)
            except FetchError as error:
                raise FetchError(f"Server mengalihkan ke alamat lain. {error}") from None
        raise FetchError("Server terlalu sering mengalihkan.")

    def _start(self, response: httpx.Response, address: str, part: Path) -> _Known:
        known = _Known(address, _validator(response), _length(response))
        if (known.length or 0) > self._patience.file_bytes:
            _forget(part)
            raise FetchError(self._too_big())
        _forget(part)
        part.touch()
        _known_path(part).write_text(json.dumps(asdict(known)), encoding="utf-8")
        return known

    @staticmethod
    def _check_type(response: httpx.Response) -> None:
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        packed = response.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity")
        if kind not in _TYPES or packed:
            raise FetchError(_NO_PDF)

    def _receive(
        self, response: httpx.Response, file: BinaryIO, known: _Known, part: Path, told: Told, until: float
    ) -> None:
        size, checked = file.tell(), file.tell() >= _HEAD
        told(size, known.length)
        for chunk in response.iter_raw():
            size += len(chunk)
            if size > self._patience.file_bytes:
                _forget(part)
                raise FetchError(self._too_big())
            file.write(chunk)
            if not checked and size >= _HEAD:
                file.flush()
                _check_pdf(part)
                checked = True
            told(size, known.length)
            if time.monotonic() > until:
                raise FetchError("Unduhan terlalu lama. Ulangi untuk melanjutkannya.")
        file.flush()
        os.fsync(file.fileno())
        if known.length is not None and size != known.length:
            raise _BrokenOffError("Sambungan terputus.")

    def _too_big(self) -> str:
        return f"Berkas lebih besar dari {self._patience.file_bytes // (1024 * 1024)} MiB; tidak diunduh."


def _goes_on(response: httpx.Response, begun: _Known, at: int) -> bool:
    """Whether a partial answer goes on here and is of the same file: some servers take no heed of If-Range."""
    found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""), re.ASCII)
    if response.status_code != 206 or found is None or int(found[1]) != at:
        return False
    same_length = begun.length is None or found[2] in ("*", str(begun.length))
    return same_length and _validator(response) in ("", begun.validator)


def _begun(part: Path, address: str) -> _Known | None:
    """What a part left behind is the beginning of, when it can be gone on with."""
    try:
        values = json.loads(_known_path(part).read_text(encoding="utf-8"))
        known = _Known(str(values["address"]), str(values["validator"]), values["length"])
        size = part.stat().st_size
    except (OSError, ValueError, KeyError, TypeError):
        return None
    room = known.length is None or (isinstance(known.length, int) and size < known.length)
    return known if known.address == address and known.validator and size and room else None


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _known_path(part).unlink(missing_ok=True)


def _known_path(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _validator(response: httpx.Response) -> str:
    """A strong validator: an entity tag that is not weak. A date alone may stay the same within one second."""
    tag: str = response.headers.get("ETag", "")
    return tag if re.fullmatch(r'"[\x21\x23-\x7e]*"', tag) else ""


def _length(response: httpx.Response) -> int | None:
    text = response.headers.get("Content-Length", "")
    return int(text) if re.fullmatch(r"\d{1,15}", text, re.ASCII) else None


def _check_pdf(part: Path, *, whole: bool = False) -> None:
    """Refuse what is no PDF; where no length told the end (``whole``), one without its end was cut."""
    with part.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(0, part.stat().st_size - _TAIL))
        tail = file.read()
    if b"%PDF-" not in head:
        _forget(part)
        raise FetchError(_NO_PDF)
    if whole and b"%%EOF" not in tail:
        _forget(part)
        raise _BrokenOffError("Sambungan terputus.")


@contextlib.contextmanager
def _network() -> Iterator[None]:
    """What the network makes of the body: worth another attempt, save for a certificate that is not right."""
    try:
        yield
    except httpx.TimeoutException:
        raise _BrokenOffError("Server tidak menjawab dalam batas waktu.") from None
    except httpx.TransportError as error:
        if _is_certificate(error):
            raise FetchError("Sertifikat situs itu tidak dapat dipastikan; tidak diunduh.") from None
        raise _BrokenOffError("Sambungan ke server gagal atau terputus.") from None


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _refusal(status: int) -> str:
    if status in (404, 410):
        return f"Tidak ada lagi di alamat itu (kode {status})."
    return f"Server menolak (kode {status})."
