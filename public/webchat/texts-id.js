/** The words of the web chat in Indonesian. */
export const TEXTS = {
  chat: 'Obrolan', open: 'Buka obrolan', close: 'Tutup obrolan', fresh: '{count} baru', log: 'Pesan', write: 'Pesan Anda', send: 'Kirim', attach: 'Kirim berkas',
  sending: 'Mengirim…', sent: 'Terkirim', unsent: 'Belum terkirim', refused: 'Tidak terkirim: {why}', retry: 'Coba lagi', end: 'Akhiri obrolan', you: 'Anda', they: 'Jawaban',
  offline: 'Tidak ada koneksi. Pesan Anda disimpan dan dikirim saat koneksi kembali.', typing: 'Sedang mengetik…', earlier: 'Pesan sebelumnya',
  agent: '{name} bergabung', person: 'Petugas bergabung', queue: 'Anda menunggu petugas', place: 'Anda nomor {position} dalam antrean', ended: 'Obrolan berakhir. Tulis pesan untuk memulai lagi.',
  hello: 'Tulis kepada kami: jawabannya muncul di sini.', large: 'Berkas ini lebih dari 10 MB.', sticker: 'Stiker', location: 'Lokasi',
};
