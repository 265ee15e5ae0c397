// Shows /api/openapi.json and tries its operations out. Text is set as text everywhere, never as HTML.

const METHODS = ["get", "post", "put", "patch", "delete"];
const byId = (id) => document.getElementById(id);

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** The schema that a reference names; combined schemas are laid over each other. */
function resolve(api, schema) {
  if (schema?.$ref) return resolve(api, schema.$ref.slice(2).split("/").reduce((node, part) => node[part], api));
  if (!schema?.allOf) return schema ?? {};
  const parts = schema.allOf.map((part) => resolve(api, part));
  return { ...Object.assign({}, ...parts), properties: Object.assign({}, ...parts.map((part) => part.properties)) };
}

/** A document that fits a schema, for people to read and to begin with. */
function example(api, given, depth = 0) {
  const schema = resolve(api, given);
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const choice = (schema.oneOf ?? schema.anyOf)?.find((one) => one.type !== "null");
  if (choice) return example(api, choice, depth);
  const type = [schema.type].flat().find((one) => one !== "null");
  if (schema.properties || type === "object") {
    if (depth > 4) return {};
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, member]) => [name, example(api, member, depth + 1)]));
  }
  if (type === "array") return depth > 4 ? [] : [example(api, schema.items, depth + 1)];
  return { string: schema.format ? `<${schema.format}>` : "", integer: 0, number: 0, boolean: false }[type] ?? null;
}

const pretty = (value) => JSON.stringify(value, null, 2);
const jsonSchema = (body) => Object.entries(body?.content ?? {}).find(([type]) => type.includes("json"))?.[1].schema;

function parameterRows(parameters) {
  const rows = parameters.map((parameter) =>
    element("tr", {},
      element("td", {}, element("code", { textContent: parameter.name })),
      element("td", { textContent: parameter.required ? `${parameter.in}, required` : parameter.in }),
      element("td", { textContent: parameter.description ?? "" })));
  return rows.length ? element("table", {}, element("tbody", {}, ...rows)) : null;
}

function answers(api, operation) {
  return Object.entries(operation.responses).map(([status, answer]) => {
    const schema = jsonSchema(answer);
    const shown = schema && status !== "default" ? element("pre", { textContent: pretty(example(api, schema)) }) : null;
    return element("div", {}, element("p", {}, element("code", { textContent: status }), ` ${answer.description ?? ""}`), shown);
  });
}

function address(path, parameters, values) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values.get(`path:${name}`) ?? ""));
  const query = new URLSearchParams();
  for (const { name, in: place } of parameters) {
    const value = values.get(`${place}:${name}`);
    if (place === "query" && value) query.set(name, value);
  }
  return query.size ? `${filled}?${query}` : filled;
}

async function send(method, path, parameters, form, output) {
  const values = new FormData(form);
  const headers = new Headers();
  const key = byId("key").value.trim();
  if (key) headers.set("authorization", `Bearer ${key}`);
  for (const { name, in: place } of parameters) {
    if (place === "header" && values.get(`header:${name}`)) headers.set(name, values.get(`header:${name}`));
  }
  const body = values.get("body") || undefined;
  if (body) headers.set("content-type", "application/json");
  output.textContent = "…";
  try {
    const answer = await fetch(address(path, parameters, values), { method: method.toUpperCase(), headers, body });
    const text = await answer.text();
    const json = answer.headers.get("content-type")?.includes("json") && text;
    output.className = answer.ok ? "" : "failed";
    output.textContent = `${answer.status} ${answer.statusText}\n\n${json ? pretty(JSON.parse(text)) : text}`;
  } catch (error) {
    output.className = "failed";
    output.textContent = String(error);
  }
}

function trial(api, method, path, operation, parameters) {
  const output = element("pre", { ariaLive: "polite" });
  const form = element("form", { autocomplete: "off" });
  for (const { name, in: place, required } of parameters) {
    form.append(element("label", {}, `${name} (${place})`, element("input", { name: `${place}:${name}`, required: required && place === "path" })));
  }
  const schema = jsonSchema(operation.requestBody);
  if (schema) {
    form.append(element("label", {}, "Body", element("textarea", { name: "body", spellcheck: false, value: pretty(example(api, schema)) })));
  }
  form.append(element("button", { textContent: "Send" }), output);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(method, path, parameters, form, output);
  });
  return form;
}

function shown(api, method, path, operation) {
  const parameters = operation.parameters ?? [];
  const title = element("summary", {},
    element("b", { textContent: method.toUpperCase() }), element("code", { textContent: path }), " ",
    element("span", { textContent: operation.summary ?? "" }));
  const entry = element("details", {}, title);
  // Filled when it is opened: a hundred forms at once would make the page slow.
  entry.addEventListener("toggle", () => {
    const body = element("div", {});
    if (operation.description) body.append(element("p", { textContent: operation.description }));
    body.append(...[parameterRows(parameters)].filter(Boolean), element("h3", { textContent: "Answers" }), ...answers(api, operation));
    body.append(element("h3", { textContent: "Try it" }), trial(api, method, path, operation, parameters));
    entry.append(body);
  }, { once: true });
  entry.dataset.words = `${method} ${path} ${operation.summary ?? ""}`.toLowerCase();
  return entry;
}

function show(api) {
  byId("description").textContent = api.info.description;
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((one) => item[one])) {
      const tag = item[method].tags?.[0] ?? "Other";
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(shown(api, method, path, item[method]));
    }
  }
  for (const [tag, entries] of [...groups].sort()) {
    byId("operations").append(element("section", {}, element("h2", { textContent: tag }), ...entries));
  }
}

byId("find").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const entry of document.querySelectorAll("details")) entry.hidden = !entry.dataset.words.includes(wanted);
  for (const group of document.querySelectorAll("section")) group.hidden = !group.querySelector("details:not([hidden])");
});

try {
  const answer = await fetch("/api/openapi.json");
  show(await answer.json());
} catch (error) {
  byId("description").textContent = `The document can't be read: ${error}`;
}
