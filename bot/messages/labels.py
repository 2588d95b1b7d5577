"""Plain texts that are no messages: button labels, the command list, example questions."""

MORE = "Selengkapnya"
SEE_PAGE = "📄 Lihat halaman"
SPBE_INDICATORS = "Lihat 47 indikator SPBE (lama)"
PEMDI_INDICATORS = "Lihat 20 indikator Pemdi 2026"
BACK = "« Kembali ke daftar aspek"

CONFIRM = "Benar, olah"
STOP = "Batalkan"
PUBLISH = "Terbitkan"
FORCE = "Tetap terbitkan"
CLOSE = "Tutup"
STEP_BACK = "« Kembali"
NOTHING = "Tidak ada"
OTHER_KIND = "Tulis jenis lain"
REMOVE = "Cabut: {}"
REMOVE_SURELY = "Ya, cabut"
OPEN = "Buka: {}"
DELETE_DOCUMENT, DELETE_ONE, DELETE_THIS, KEEP = "Hapus dokumen", "Hapus: {}", "Ya, hapus dokumen ini", "Tidak jadi"
SWITCH_TO = "Ya, pakai generasi {}"
NEWER, OLDER = "« Lebih baru", "Lebih lama »"
EARLIER, LATER = "« Sebelumnya", "Berikutnya »"

PARTS = {
    "kind": ("Jenis", "jenis dokumen", "PermenPANRB"),
    "number": ("Nomor", "nomor", "8"),
    "year": ("Tahun", "tahun", "2026"),
    "title": ("Judul", "judul", "Evaluasi Kinerja Pemerintah Digital"),
    "status": ("Status", "status", "berlaku"),
    "revokes": ("Mencabut", "peraturan yang dicabut", "PermenPANRB 59/2020"),
}
"""By part of a document's identity: its button, what it is called in a sentence, and an example."""

UP, DOWN, ASK_ADMIN = "👍", "👎", "Tanya admin"
REASONS = {
    "wrong": "Salah",
    "incomplete": "Tidak lengkap",
    "source": "Sumbernya keliru",
    "unclear": "Sulit dipahami",
}
"""By reason why an answer is wanting: its button, and what an admin reads."""
WHY = {"abstained": "tidak terjawab", "down": "jawabannya dinilai kurang", "asked": "penanya meminta admin"}
"""By reason why a question stands in the queue: what an admin reads."""
THANKS, NOT_YOURS, GONE = "Terima kasih.", "Ini untuk penanya yang menekan 👎.", "Jawaban itu sudah tidak tersimpan."
ANSWER, CLOSE_UNANSWERED, CLOSE_SURELY = "Jawab", "Tutup tanpa jawaban", "Ya, tutup"
SEND, CHANGE, ADMIN_DECISION = "Kirim", "Ubah", "Keputusan admin"
TO_FAQ, WORD_QUESTION, SEND_AGAIN = "Terbitkan sebagai FAQ", "Ubah pertanyaan", "Kirim ulang ke yang tidak pasti"
EXTEND, DELETE, DELETE_SURELY, TRY_AGAIN = "Perpanjang", "Hapus", "Ya, hapus", "Coba lagi"
REVIEW, TO_QUEUE, BEFORE, AFTER = "FAQ yang perlu ditinjau ({})", "« Antrean", "◀", "▶"
HELD = "FAQ yang tertahan ({})"

FAULT = "Terjadi gangguan pada server ({}). Silakan coba lagi; bila berulang, hubungi pengelola server."
KEEPS_FAILING = "Pengolahannya berulang kali menghentikan layanan."
MOVED = (
    "Sementara itu generasi lain sudah berlaku. Tombol itu sudah lewat, dan tidak ada yang berubah. "
    "Kirim /kembalikan lagi untuk melihat keadaan sekarang."
)
NO_LONGER_KEPT = (
    "Generasi itu sudah dibersihkan dari server, dan tidak ada yang berubah. "
    "Kirim /kembalikan lagi untuk melihat generasi mana yang masih ada."
)

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
