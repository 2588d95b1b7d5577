"""Plain texts that are no messages: button labels, the command list, example questions."""

MORE = "Selengkapnya"
SEE_PAGE = "📄 Lihat halaman"
SPBE_INDICATORS = "Lihat 47 indikator SPBE (lama)"
PEMDI_INDICATORS = "Lihat 20 indikator Pemdi 2026"
BACK = "« Kembali ke daftar aspek"

COMMANDS = (
    ("start", "Perkenalan dan contoh pertanyaan"),
    ("bantuan", "Cara bertanya"),
    ("indikator", "Penjelasan indikator, mis. /indikator 14"),
    ("jadwal", "Jadwal evaluasi Pemdi 2026"),
    ("istilah", "Arti istilah, mis. /istilah walidata"),
)

EXAMPLES = (
    "Level 3 indikator 14 butuh bukti apa saja?",
    "Bobot aspek kepuasan pengguna di IPD 2026",
    "Kapan interviu evaluasi Pemdi 2026?",
    "Apa itu SPBE?",
)

TERMS = ("walidata", "arsitektur SPBE", "SPLP", "predikat")

MEDIA = {
    "photo": "foto",
    "voice": "pesan suara",
    "audio": "audio",
    "video": "video",
    "video_note": "pesan video",
    "sticker": "stiker",
    "document": "berkas",
    "animation": "GIF",
    "location": "lokasi",
    "venue": "lokasi",
    "contact": "kontak",
    "poll": "jajak pendapat",
    "dice": "dadu",
}
"""Kinds of message the bot cannot read, by the Bot API's field name."""
