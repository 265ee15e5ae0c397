/**
 * Where private code lives: gives it `callbox.execute`, loads its module and runs its hooks. It stands beside code that
 * nobody trusts, so nothing depends on it: the callbox believes what comes through the port as little as it believes the
 * code itself.
 *
 * To it: `load` {code}, `run` {id, hook, context}, `show` {context}, `answer` {id, value | error}, `ping`.
 * From it: `loaded` {names}, `failed` {detail}, `execute` {id, template, endpoint, body}, `done` {id, value | error},
 * `shown` {error?}, `pong`.
 *
 * Written to stand alone: a worker is started with its text.
 */
export function realm(scope, port) {
  const waiting = new Map();
  let [module, count] = [null, 0];
  const tell = (message) => port.postMessage(message);
  const plain = (value) => (value === undefined ? null : JSON.parse(JSON.stringify(value)));
  const words = (error) => ({ message: String(error?.message ?? error), code: typeof error?.code === 'string' ? error.code : null });

  /** Runs one endpoint of the call center and answers with what it returned. */
  const execute = (template, endpoint, body = {}) => new Promise((resolve, reject) => {
    count += 1;
    waiting.set(count, { resolve, reject });
    tell({ type: 'execute', id: count, template: String(template), endpoint: String(endpoint), body: plain(body) });
  });
  Object.defineProperty(scope, 'callbox', { value: Object.freeze({ execute }) });

  const hear = {
    async load({ code }) {
      const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
      try {
        module = await import(url);
        tell({ type: 'loaded', names: Object.keys(module).filter((name) => typeof module[name] === 'function') });
      } catch (error) {
        tell({ type: 'failed', detail: String(error) });
      } finally {
        URL.revokeObjectURL(url);
      }
    },
    async run({ id, hook, context }) {
      try {
        tell({ type: 'done', id, value: plain(await module[hook](context)) });
      } catch (error) {
        tell({ type: 'done', id, error: words(error) });
      }
    },
    async show({ context }) {
      try {
        await module.showInfo(context, scope.document.querySelector('#root'));
        tell({ type: 'shown' });
      } catch (error) {
        tell({ type: 'shown', error: words(error) });
      }
    },
    answer({ id, value, error }) {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error) asked?.reject(Object.assign(new Error(error.message), { code: error.code, response: error.response }));
      else asked?.resolve(value);
    },
    ping: () => tell({ type: 'pong' }),
  };
  port.onmessage = ({ data }) => hear[data.type]?.(data);
}
