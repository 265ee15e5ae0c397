/**
 * Server-sent events out of a fetched body: an EventSource sends no `Authorization`, and a token in an address ends up in logs.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {(event: {id: string, event: string, data: string}) => void} tell
 * @param {() => void} alive called for every piece that arrives, comments as well
 */
export async function readEvents(body, tell, alive = () => {}) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    alive();
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = { id: '', event: 'message', data: '' };
      for (const line of block.split(/\r?\n/)) {
        const [, name, text] = /^(id|event|data): ?(.*)$/.exec(line) ?? [];
        if (name === 'data') event.data += (event.data && '\n') + text;
        else if (name) event[name] = text;
      }
      if (event.data) tell(event);
    }
  }
}
