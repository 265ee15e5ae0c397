/** The words of the web chat in Vietnamese. */
export const TEXTS = {
  chat: 'Trò chuyện', open: 'Mở trò chuyện', close: 'Đóng trò chuyện', fresh: '{count} tin mới', log: 'Tin nhắn', write: 'Tin nhắn của bạn', send: 'Gửi', attach: 'Gửi tệp',
  sending: 'Đang gửi…', sent: 'Đã gửi', unsent: 'Chưa gửi được', refused: 'Không gửi được: {why}', retry: 'Thử lại', end: 'Kết thúc trò chuyện', you: 'Bạn', they: 'Trả lời',
  offline: 'Mất kết nối. Tin nhắn được giữ lại và gửi khi có kết nối.', typing: 'Đang soạn tin…', earlier: 'Tin nhắn trước',
  agent: '{name} đã tham gia', person: 'Nhân viên đã tham gia', queue: 'Bạn đang chờ nhân viên', place: 'Bạn là số {position} trong hàng chờ', ended: 'Cuộc trò chuyện đã kết thúc. Viết tin để bắt đầu lại.',
  hello: 'Hãy viết cho chúng tôi: câu trả lời hiện ở đây.', large: 'Tệp này lớn hơn 10 MB.', sticker: 'Nhãn dán', location: 'Vị trí',
};
