"""An amending act in the manner of the real ones, its words our own: every formula, quoted articles and lists."""

from __future__ import annotations

ACT = """\
UNDANG-UNDANG REPUBLIK INDONESIA
NOMOR 9 TAHUN 2033
TENTANG
PERUBAHAN KEDUA ATAS UNDANG-UNDANG NOMOR 4 TAHUN 2028
TENTANG UJI BERSAMA
DENGAN RAHMAT TUHAN YANG MAHA ESA
PRESIDEN REPUBLIK INDONESIA,
Menimbang : a. bahwa uji bersama perlu disempurnakan;
b. bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a, perlu membentuk Undang-Undang;
Mengingat : 1. Pasal 20 Undang-Undang Dasar Negara Republik Indonesia Tahun 1945;
2. Undang-Undang Nomor 4 Tahun 2028 tentang Uji Bersama;
MEMUTUSKAN:
Menetapkan : UNDANG-UNDANG TENTANG PERUBAHAN KEDUA ATAS UNDANG-UNDANG NOMOR 4 TAHUN 2028.
Pasal I
Beberapa ketentuan dalam Undang-Undang Nomor 4 Tahun 2028 tentang Uji
Bersama diubah sebagai berikut:
1. Di antara angka 2 dan angka 3 Pasal 1 disisipkan 1 (satu) angka,
yakni angka 2a, dan ketentuan angka 4 diubah, sehingga Pasal 1
berbunyi sebagai berikut:
Pasal 1
Dalam Undang-Undang ini yang dimaksud dengan:
1. Uji adalah pemeriksaan mutu.
2. Penguji adalah orang yang melakukan Uji.
2a. Lembaga Uji adalah badan yang mengatur Uji.
3. Mutu adalah keadaan baik.
4. Menteri adalah menteri yang mengurus Uji.
2. Ketentuan Pasal 5 tetap dengan perubahan penjelasan ayat (1) dan
ayat (2), sehingga penjelasan Pasal 5 menjadi sebagaimana tercantum
dalam penjelasan pasal demi pasal Undang-Undang ini.
3. Ketentuan Pasal 6 diubah sehingga berbunyi sebagai berikut:
Pasal 6
(1) Penguji menyusun rencana sebagaimana dimaksud dalam
Pasal 5
yang memuat:
a. jadwal; dan
b. lokasi.
(2) Ketentuan mengenai rencana yang diubah diatur dengan
Peraturan Menteri.
4. Di antara Pasal 6 dan Pasal 7 disisipkan 2 (dua) pasal, yakni
Pasal 6A dan Pasal 6B yang berbunyi sebagai berikut:
Pasal 6A
(1) Rencana diumumkan.
(2) Pengumuman dilakukan secara elektronik.
Pasal 6B
Rencana disimpan selama 5 (lima) tahun.
5. Ketentuan ayat (2) Pasal 8 diubah, di antara ayat (2) dan ayat (3)
disisipkan 1 (satu) ayat, yakni ayat (2a), serta ayat (4) dihapus,
sehingga Pasal 8 berbunyi sebagai berikut:
Pasal 8
(1) Hasil dicatat.
(2) Hasil dilaporkan.
(2a) Laporan memuat temuan.
(3) Temuan diperbaiki.
(4) Dihapus.
6. Judul BAB II diubah sehingga berbunyi sebagai berikut:
BAB II
ASAS, TUJUAN, DAN LINGKUP
7. Di antara BAB IX dan BAB X disisipkan 1 (satu) bab, yakni BAB IXA yang
berbunyi sebagai berikut:
BAB IXA
PENGAWASAN
Pasal 44A
Pengawasan dilakukan oleh Menteri.
8. Pasal 16 dihapus.
9. Penjelasan Pasal 18 diubah sebagaimana tercantum dalam penjelasan.
10. Ketentuan Pasal 20 ayat (2) huruf a dan huruf c diubah, sehingga
Pasal 20 berbunyi sebagai berikut:
Pasal 20
Menteri menetapkan tarif.
Pasal II
Undang-Undang ini mulai berlaku pada tanggal diundangkan.
Agar setiap orang mengetahuinya, memerintahkan pengundangan Undang-Undang ini.
Disahkan di Jakarta
PENJELASAN
ATAS
UNDANG-UNDANG REPUBLIK INDONESIA
I. UMUM
Uji bersama disempurnakan.
II. PASAL DEMI PASAL
Pasal I
Angka 1
Pasal 1
Cukup jelas.
Angka 2
Pasal 5
Ayat (1)
Yang dimaksud dengan "rencana" adalah susunan kegiatan.
Ayat (2)
Cukup jelas.
Angka 3
Pasal 6
Cukup jelas.
Angka 4
Pasal 6A
Cukup jelas.
Pasal 6B
Yang dimaksud dengan "disimpan" adalah dijaga.
Pasal II
Cukup jelas.
TAMBAHAN LEMBARAN NEGARA REPUBLIK INDONESIA NOMOR 1"""

# Item → what it changes.
CHANGES = {
    1: [("disisipkan", "Pasal 1 angka 2a"), ("diubah", "Pasal 1 angka 4")],
    2: [("diubah", "Penjelasan Pasal 5 ayat (1)"), ("diubah", "Penjelasan Pasal 5 ayat (2)")],
    3: [("diubah", "Pasal 6")],
    4: [("disisipkan", "Pasal 6A"), ("disisipkan", "Pasal 6B")],
    5: [("diubah", "Pasal 8 ayat (2)"), ("disisipkan", "Pasal 8 ayat (2a)"), ("dihapus", "Pasal 8 ayat (4)")],
    6: [("diubah", "Judul BAB II")],
    7: [("disisipkan", "BAB IXA")],
    8: [("dihapus", "Pasal 16")],
    9: [("diubah", "Penjelasan Pasal 18")],
    10: [("diubah", "Pasal 20 ayat (2) huruf a"), ("diubah", "Pasal 20 ayat (2) huruf c")],
}
