/** The words of the web chat, in the languages of the portal. */

const ENGLISH = {
  chat: 'Chat', open: 'Open the chat', close: 'Close the chat', fresh: '{count} new', log: 'Messages', write: 'Your message', send: 'Send', attach: 'Send a file',
  sending: 'Sending…', sent: 'Sent', unsent: 'Not sent yet', refused: 'Not sent: {why}', retry: 'Retry', you: 'You', they: 'Answer',
  offline: 'No connection. Your messages are kept and sent when it is back.', typing: 'Somebody is typing…', earlier: 'Earlier messages',
  agent: '{name} has joined', person: 'A person has joined', queue: 'You are waiting for a person', place: 'You are number {position} in the queue', ended: 'The chat has ended. Write to begin again.',
  hello: 'Write to us: the answer appears here.', large: 'This file is over 10 MB.', sticker: 'Sticker', location: 'Location',
};

const TEXTS = {
  en: ENGLISH,
  id: {
    chat: 'Obrolan', open: 'Buka obrolan', close: 'Tutup obrolan', fresh: '{count} baru', log: 'Pesan', write: 'Pesan Anda', send: 'Kirim', attach: 'Kirim berkas',
    sending: 'Mengirim…', sent: 'Terkirim', unsent: 'Belum terkirim', refused: 'Tidak terkirim: {why}', retry: 'Coba lagi', you: 'Anda', they: 'Jawaban',
    offline: 'Tidak ada koneksi. Pesan Anda disimpan dan dikirim saat koneksi kembali.', typing: 'Sedang mengetik…', earlier: 'Pesan sebelumnya',
    agent: '{name} bergabung', person: 'Petugas bergabung', queue: 'Anda menunggu petugas', place: 'Anda nomor {position} dalam antrean', ended: 'Obrolan berakhir. Tulis pesan untuk memulai lagi.',
    hello: 'Tulis kepada kami: jawabannya muncul di sini.', large: 'Berkas ini lebih dari 10 MB.', sticker: 'Stiker', location: 'Lokasi',
  },
  vi: {
    chat: 'Trò chuyện', open: 'Mở trò chuyện', close: 'Đóng trò chuyện', fresh: '{count} tin mới', log: 'Tin nhắn', write: 'Tin nhắn của bạn', send: 'Gửi', attach: 'Gửi tệp',
    sending: 'Đang gửi…', sent: 'Đã gửi', unsent: 'Chưa gửi được', refused: 'Không gửi được: {why}', retry: 'Thử lại', you: 'Bạn', they: 'Trả lời',
    offline: 'Mất kết nối. Tin nhắn được giữ lại và gửi khi có kết nối.', typing: 'Đang soạn tin…', earlier: 'Tin nhắn trước',
    agent: '{name} đã tham gia', person: 'Nhân viên đã tham gia', queue: 'Bạn đang chờ nhân viên', place: 'Bạn là số {position} trong hàng chờ', ended: 'Cuộc trò chuyện đã kết thúc. Viết tin để bắt đầu lại.',
    hello: 'Hãy viết cho chúng tôi: câu trả lời hiện ở đây.', large: 'Tệp này lớn hơn 10 MB.', sticker: 'Nhãn dán', location: 'Vị trí',
  },
};

/** @param {string | null | undefined} language */
export function textsFor(language) {
  const texts = TEXTS[(language ?? '').slice(0, 2).toLowerCase()] ?? ENGLISH;
  return (name, values = {}) => texts[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? '');
}
