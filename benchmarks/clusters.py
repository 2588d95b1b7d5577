"""The sweeps that chose ``NEAR`` of bot/unanswered/clusters.py and of knowledge/answering/faq.py: from which cosine on
two questions are one.

    python benchmarks/clusters.py DATA     DATA: a data directory whose settings name the embedding model

Groups of questions as people word them, a group a meaning; several groups are of one subject, so that what is near and
yet another question is there too. They are asked in twenty orders. Printed for each cosine: precision and recall over
pairs of questions (gathered in one cluster, of one group), their F0.5 (a wrong pair sends a person an answer to
something they did not ask; a missed one has an admin answer twice), and how many clusters there are on average.

With multilingual-e5-small (20 groups, 60 questions) precision, recall, F0.5 are 0.71, 0.62, 0.69 at 0.91; 0.74, 0.47,
0.67 at 0.92; 0.86, 0.49, 0.75 at 0.93; 0.89, 0.43, 0.73 at 0.94; 0.99, 0.35, 0.72 at 0.95.

Then each question is asked of each other one as if that were an entry of the FAQ: how many get the answer of their own
group, and of another one: 60 of 120 and none at 0.90, 48 and none at 0.93. 0.93 is kept all the same: below it
questions of the evaluation, asked of these, more often find one that is only near.
"""

from __future__ import annotations

import hashlib
import os
import sys
from datetime import UTC, datetime
from itertools import combinations, permutations

from bot.unanswered.clusters import gather
from bot.unanswered.questions import Asked, QuestionState, Why
from knowledge import catalog, vocabulary
from knowledge.answering.faq import alike
from knowledge.keeping.store import Vector
from knowledge.question import Understanding

ORDERS = 20

GROUPS = tuple(
    tuple(line.split(" | "))
    for line in """
siapa yang boleh jadi asesor internal? | asesor internal itu siapa saja ya | yg bisa jd asesor internal siapa
apa tugas asesor internal? | asesor internal kerjanya ngapain | tugas asesor internal apa aja
berapa honor asesor internal? | asesor internal dibayar berapa | honorarium untuk asesor internal berapa?
format surat tugas tim koordinasi ada? | minta contoh surat tugas tim koordinasi spbe | contoh st tim koordinasi
ukuran maksimal file bukti dukung berapa? | maksimal upload bukti berapa mb | batas ukuran berkas bukti dukung
bukti dukung harus format pdf? | boleh unggah bukti dukung dalam bentuk word? | format file bukti dukung apa
lupa password aplikasi evaluasi gimana | cara reset kata sandi akun evaluasi | akun evaluasi tidak bisa login
siapa admin evaluasi di kabupaten kami? | kontak admin evaluasi kabupaten | nomor admin evaluasi daerah siapa
apakah puskesmas ikut dinilai? | puskesmas termasuk yang dievaluasi tidak? | penilaian spbe mencakup puskesmas?
apakah kelurahan ikut dinilai? | kelurahan termasuk yang dievaluasi tidak? | penilaian mencakup kelurahan?
kapan hasil evaluasi diumumkan? | pengumuman hasil evaluasi tanggal berapa | hasilnya keluar kapan ya
bagaimana cara mengajukan keberatan atas nilai? | nilai kami salah, bisa banding? | prosedur sanggah nilai
berapa anggaran minimal untuk SPBE? | anggaran spbe minimal berapa persen apbd | porsi apbd untuk spbe berapa
apakah aplikasi dari pusat wajib dipakai? | wajib pakai aplikasi umum? | boleh tidak memakai aplikasi umum
bagaimana membuat arsitektur SPBE daerah? | langkah menyusun arsitektur spbe | cara bikin arsitektur spbe pemda
peta rencana SPBE berlaku berapa tahun? | masa berlaku peta rencana spbe | peta rencana itu untuk berapa tahun
contoh bukti indikator 14 level 3 | indikator 14 level 3 contohnya apa | bukti utk indikator 14 level 3 kayak apa
contoh bukti indikator 15 level 3 | indikator 15 level 3 contohnya apa | bukti utk indikator 15 level 3 kayak apa
apakah audit TIK wajib tiap tahun? | audit tik setahun sekali? | frekuensi audit tik berapa kali
siapa yang melakukan audit TIK? | auditor tik itu siapa | audit tik dikerjakan oleh siapa
""".strip().splitlines()
)


def main() -> None:
    os.environ["SPBE_DATA_DIR"] = sys.argv[1]
    from bot.cli import wiring

    embedder = wiring.embedder(wiring.settings())
    rows = [(group, text, embedder.query(text)) for group, texts in enumerate(GROUPS) for text in texts]
    sys.stdout.write("cosine  precision  recall  F0.5  clusters\n")
    for near in (0.86, 0.88, 0.89, 0.90, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96):
        runs = [_run(rows, near, order) for order in range(ORDERS)]
        right, gathered, same, clusters = (sum(run[i] for run in runs) for i in range(4))
        precision, recall = right / max(1, gathered), right / same
        f = 1.25 * precision * recall / max(1e-9, 0.25 * precision + recall)
        row = f"{near:.2f}    {precision:.2f}       {recall:.2f}    {f:.2f}  {clusters / ORDERS:.1f}"
        sys.stdout.write(f"{row}\n")
    _entries(rows)


def _entries(rows: list[tuple[int, str, Vector]]) -> None:
    """The sweep of the FAQ: numbers and kinds asked for are compared too."""
    read = Understanding(catalog.load(), vocabulary.load()).read
    asked = [(group, read(text, ()), vector) for group, text, vector in rows]
    pairs = [
        (one[0] == other[0], float(one[2] @ other[2]) if alike(one[1], other[1]) else 0.0)
        for one, other in permutations(asked, 2)
    ]
    sys.stdout.write(f"cosine  right of {sum(same for same, _ in pairs)}  wrong\n")
    for near in (0.90, 0.91, 0.92, 0.93, 0.94, 0.95):
        found = [same for same, score in pairs if score >= near]
        sys.stdout.write(f"{near:.2f}    {sum(found)}  {len(found) - sum(found)}\n")


def _run(rows: list[tuple[int, str, Vector]], near: float, order: int) -> tuple[int, int, int, int]:
    """Pairs that are rightly gathered, gathered, and of one group; and clusters."""
    mixed = sorted(rows, key=lambda row: hashlib.sha256(f"{order} {row[1]}".encode()).digest())
    now = datetime.now(UTC)
    asked = [
        Asked(at, at, at, at, None, text, Why.ASKED, "", "", now, QuestionState.OPEN, None, 0, vector)
        for at, (_, text, vector) in enumerate(mixed)
    ]
    made = gather(asked, near)
    pairs = {pair for c in made for pair in combinations(sorted(m.id for m in c.members), 2)}
    same = {(a, b) for a, b in combinations(range(len(mixed)), 2) if mixed[a][0] == mixed[b][0]}
    return len(pairs & same), len(pairs), len(same), len(made)


if __name__ == "__main__":
    main()
