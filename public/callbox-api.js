/** Speaks to the server: one request, with a token that is fetched again once when it is no longer taken. */

/** Endpoints take at most 60 seconds; after this nobody answers any more. */
const LONGEST_MS = 75_000;
/** The other side has it, or never will take it: sending again would not help, or do it twice. */
const FINAL_CODES = new Set(['response_too_large', 'response_invalid', 'destination_refused']);

/**
 * Why a request came to nothing.
 * `code`: the server's error code, or `network`, `no_answer`, `token`. `lasting`: sending it again is of no use.
 */
export class CallboxError extends Error {
  constructor(detail, facts = {}) {
    super(detail);
    this.name = 'CallboxError';
    this.code = 'network';
    this.status = 0;
    this.lasting = false;
    this.executionId = null;
    this.retryAfterMs = null;
    Object.assign(this, facts);
  }
}

function refusal(response, problem) {
  const code = String(problem?.type ?? '').split(':').pop() || `http_${response.status}`;
  const retryAfterMs = milliseconds(response.headers.get('Retry-After'));
  const detail = problem?.detail || problem?.title || `the server answered ${response.status}`;
  return new CallboxError(detail, {
    code,
    status: response.status,
    executionId: problem?.executionId ?? null,
    response: problem?.response ?? null,
    retryAfterMs,
    lasting: isLasting(response.status, code, problem?.response?.status, retryAfterMs),
  });
}

function isLasting(status, code, upstream, retryAfterMs) {
  const passes = (number) => number === 408 || number === 425 || number === 429 || number >= 500;
  // The same key is on its way already: another window, or an attempt whose answer was lost.
  if (status === 409 && retryAfterMs !== null) return false;
  if (!passes(status) || FINAL_CODES.has(code)) return true;
  return code === 'upstream_status' && upstream !== undefined && !passes(upstream);
}

function milliseconds(header) {
  if (!header) return null;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}

export class Api {
  #base;
  #source;

  #token = null;

  constructor({ baseUrl, callCenterId, token }) {
    this.#base = `${baseUrl.replace(/\/+$/, '')}/api/v1/call-centers/${encodeURIComponent(callCenterId)}`;
    this.#source = token;
  }

  /** What the queue in the browser belongs to. */
  get base() {
    return this.#base;
  }

  /** The integrations of the call center, listCustomIntegration. */
  list(signal) {
    return this.#ask('/callbox', { method: 'GET' }, signal);
  }

  execute(template, endpoint, body, { idempotencyKey, signal } = {}) {
    const path = `/integrations/${encodeURIComponent(template)}/endpoints/${encodeURIComponent(endpoint)}/execute`;
    const headers = { 'Content-Type': 'application/json' };
    if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
    return this.#ask(path, { method: 'POST', headers, body: JSON.stringify(body) }, signal);
  }

  async #ask(path, request, signal) {
    const token = this.#current();
    const response = await this.#send(path, request, await token, signal);
    if (response.status !== 401 || typeof this.#source !== 'function') return read(response);
    // Whoever is refused first has it fetched; the others find the new one here.
    if (this.#token === token) this.#token = null;
    return read(await this.#send(path, request, await this.#current(), signal));
  }

  #current() {
    if (this.#token) return this.#token;
    const fetched = Promise.resolve().then(() => (typeof this.#source === 'function' ? this.#source() : this.#source));
    const token = fetched.catch((error) => {
      this.#token = null;
      throw new CallboxError(`no token: ${error?.message ?? error}`, { code: 'token' });
    });
    this.#token = token;
    return token;
  }

  async #send(path, request, token, signal) {
    const abort = new AbortController();
    const stop = () => abort.abort();
    const timer = setTimeout(stop, LONGEST_MS);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    const headers = { ...request.headers, Accept: 'application/json', Authorization: `Bearer ${token}` };
    try {
      // A session cookie has no business here: the token says who asks.
      const options = { ...request, headers, credentials: 'omit', cache: 'no-store', signal: abort.signal };
      const response = await fetch(this.#base + path, options);
      const text = await response.text();
      return { status: response.status, ok: response.ok, headers: response.headers, text };
    } catch {
      if (signal?.aborted) throw new CallboxError('it was called off', { code: 'aborted', lasting: true });
      if (abort.signal.aborted) throw new CallboxError('no answer in time', { code: 'no_answer' });
      throw new CallboxError('the server is out of reach');
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }
}

function read(response) {
  let body = null;
  try {
    body = JSON.parse(response.text);
  } catch {
    // A proxy's page, or nothing: the status says enough.
  }
  if (!response.ok) throw refusal(response, body);
  return body;
}
