/** Whether a text is a JavaScript module, in the words of the browser itself, which alone knows all of the language. */

const STOP = 'checked, and not to be run';

/**
 * The module is parsed by a script element, because an `import()` tells no line. It is given one import more at its end,
 * whose module throws: what is imported runs first, so the code itself never does.
 *
 * @returns {Promise<{message: string, line: number, column: number} | null>}
 */
export async function check(code) {
  const made = [];
  const url = (text) => made[made.push(URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))) - 1];
  const script = document.createElement('script');
  script.type = 'module';
  script.src = url(`${code}\n;import ${JSON.stringify(url(`throw new Error(${JSON.stringify(STOP)})`))};`);
  const stop = new AbortController();
  const found = await new Promise((resolve) => {
    addEventListener('error', (event) => {
      event.preventDefault();
      const { message, lineno: line, colno: column } = event;
      resolve(message.includes(STOP) ? null : { message: message.replace(/^Uncaught /, ''), line, column });
    }, { signal: stop.signal });
    // Something that it imports can't be had: there is no network here.
    script.addEventListener('error', () => resolve({ message: 'an import can\'t be loaded: a module stands alone', line: 1, column: 1 }));
    script.addEventListener('load', () => resolve(null));
    document.head.append(script);
  });
  stop.abort();
  script.remove();
  made.forEach((one) => URL.revokeObjectURL(one));
  return found;
}
