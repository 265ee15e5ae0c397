/**
 * Hooks of the demo's CRM in JavaScript (docs/guides/private-code.md). savePreLogCRM and createSMSNote are not exported:
 * the Info JSON and the triggers go on doing those.
 */

/** It rings: what is returned can be read as `data` by everything that comes later. */
export async function getDataIframe({ call, integrator }) {
  const contact = await find(integrator.name, call.phone);
  return { contact, greeting: greet(contact, new Date(call.startedAt)) };
}

/** It is over. `crmLogId` is the entry that the start of the call made; a call that nobody answered has none. */
export async function saveLogCRM({ call, data, integrator }) {
  const about = data.contact ? `with ${data.contact.name}` : 'with somebody unknown';
  const body = { ...call, note: [call.note, `${about}, ${minutes(call.talkSeconds)}`].filter(Boolean).join(' · ') };
  const { response } = await callbox.execute(integrator.name, call.crmLogId ? 'updateCall' : 'createCall', body);
  return response.body;
}

async function find(template, phone) {
  try {
    return (await callbox.execute(template, 'searchContact', { phone })).response.body;
  } catch (error) {
    // The CRM says so that it knows nobody of this number.
    if (error.response?.status === 404) return null;
    throw error;
  }
}

function greet(contact, at) {
  const hour = at.getHours();
  const time = hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening';
  return contact ? `${time}, ${contact.name.split(' ')[0]}!` : `${time}! May I ask your name?`;
}

const minutes = (seconds = 0) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`;
