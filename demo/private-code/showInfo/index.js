/** What the iframe shows of the demo's CRM, drawn by code, and its ticket form. handleCreateContact stays declarative. */

/** Called with what is known, each time that it changes. `root` is an empty element of the sandbox's own document. */
export function showInfo({ call, data, integrator }, root) {
  if (!call) return root.replaceChildren('Nobody is on the line.');
  const card = element('article', {}, element('h3', {}, data.greeting ?? 'Looking it up…'));
  if (data.contact) {
    const { company, email } = data.contact;
    const row = (label, value) => element('p', {}, element('b', {}, `${label} `), value || '–');
    card.append(row('Company', company), row('E-mail', email), callBack(call, integrator));
  }
  root.replaceChildren(card);
}

/** The agent submits the form "New ticket" of the Iframe JSON. */
export async function handleCreateTicket({ form, call, integrator }) {
  const subject = form.priority === 'Urgent' ? `URGENT: ${form.subject}` : form.subject;
  const { response } = await callbox.execute(integrator.name, 'createTicket', { ...form, subject, call });
  return response.body;
}

function callBack(call, integrator) {
  const said = element('span', { role: 'status' });
  const button = element('button', { type: 'button' }, 'Wants a call back');
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await callbox.execute(integrator.name, 'createNote', { to: call.phone, text: 'Wants a call back' });
      said.textContent = ' Noted.';
    } catch (error) {
      button.disabled = false;
      said.textContent = ` Not noted: ${error.message}`;
    }
  });
  return element('p', {}, button, said);
}

/** Texts become text nodes: a customer's name can't become markup. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
