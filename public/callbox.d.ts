/** The types of /callbox.js, /callbox-embed.js and `<patchbay-callbox>`. */

/** Who took part. */
export interface Agent {
  id?: string;
  name?: string;
  email?: string;
}

/** A call. What is left out is filled in: times with now, the status and the durations with what follows from them. */
export interface Call {
  /** The telephone system's id. A call is logged once under it. */
  id: string;
  direction?: 'inbound' | 'outbound';
  /** The customer's number, E.164. */
  phone?: string;
  did?: string;
  extension?: string;
  agent?: Agent;
  /** RFC 3339. */
  startedAt?: string;
  connectedAt?: string;
  endedAt?: string;
  status?: 'ringing' | 'answered' | 'missed' | 'busy' | 'rejected' | 'failed';
  durationSeconds?: number;
  talkSeconds?: number;
  recordingUrl?: string;
  note?: string;
  tags?: string[];
  conversationId?: string;
  /** What the CRM called the entry that the pre-log made. */
  crmLogId?: string | number;
}

export interface Sms {
  /** The platform's id. An SMS has one note under it. */
  id: string;
  to: string;
  from: string;
  text: string;
  sentAt?: string;
  agent?: Agent;
}

/** The hooks, and what each of them runs. */
export type Hook =
  | 'getDataIframe'
  | 'savePreLogCRM'
  | 'saveLogCRM'
  | 'createSMSNote'
  | 'smsReceived'
  | 'handleCreateTicket'
  | 'handleCreateContact';

export type Status = 'running' | 'succeeded' | 'failed' | 'queued' | 'skipped';

/** What became of one endpoint at a hook. */
export interface OutcomeItem {
  template: string;
  endpoint: string;
  /** Where its answer was stored: `data.<objectName>`. */
  objectName: string | null;
  status: Status;
  /** Why it failed, waits or was skipped. */
  detail: string | null;
  executionId: string | null;
  /** https link to what was created, when the answer had one. */
  link: string | null;
}

/** What became of a hook in one integration. `queued`: it is kept and sent again. */
export interface Outcome {
  id: string;
  hook: Hook;
  /** The template's name. */
  integration: string;
  /** The template's label. */
  label: string;
  /** The id of the call, of the SMS, or of the form that was submitted. */
  subject: string;
  status: Status;
  items: readonly OutcomeItem[];
  at: string;
}

/** One item of a `…Function` list. */
export interface HookFunction {
  objectName?: string | null;
  templateName?: string | null;
  endpointName: string;
  params?: Record<string, unknown>;
  when?: string | null;
}

export interface TooltipRule {
  path: string;
  element: string;
}

export interface UserInfoRule extends TooltipRule {
  field: string;
}

/** Info JSON, /schemas/info.json. */
export interface InfoDocument {
  renderTooltip?: TooltipRule[];
  listOptions?: { name: string; label: string; default?: boolean }[];
  userInfo?: UserInfoRule[];
  dataFunction?: HookFunction[];
  preLogFunction?: HookFunction[];
  logFunction?: HookFunction[];
  smsFunction?: HookFunction[];
  ticketFunction?: HookFunction[];
  contactFunction?: HookFunction[];
}

/** Iframe JSON, /schemas/iframe.json. */
export interface IframeDocument {
  title: string;
  sections?: {
    kind: 'fields' | 'list' | 'links';
    label?: string;
    source?: string | null;
    items?: { label: string; value?: string; href?: string | null }[];
    when?: string | null;
  }[];
  forms?: {
    kind: 'createTicket' | 'createContact';
    label: string;
    endpointName: string;
    fields?: {
      name: string;
      label: string;
      input: 'text' | 'textarea' | 'select' | 'checkbox';
      required?: boolean;
      options?: string[];
      default?: string;
    }[];
  }[];
}

/** An integration of the call center, as listCustomIntegration tells it. */
export interface Integration {
  template: string;
  label: string;
  type: 'crm' | 'sms';
  integrator: { id: string; name?: string; host: string; description?: string };
  info: InfoDocument | null;
  iframe: IframeDocument | null;
  endpoints: { name: string; label: string; type: string; triggers: string[] }[];
  /** The private code of the template: the text of its modules. */
  code: { version: number; function: string | null; showInfo: string | null } | null;
}

/** What became of one module of a template's private code. */
export interface CodeState {
  readonly integration: string;
  readonly module: 'function' | 'showInfo';
  readonly status: 'loaded' | 'failed';
  /** The hooks that it runs. */
  readonly hooks: readonly Hook[];
  /** Why it failed. */
  readonly detail: string | null;
}

/** What the execute API answers. */
export interface Executed {
  executionId: string;
  status: string;
  response: { status: number; headers: Record<string, string>; body: unknown };
  durationMs: number;
}

/** What placeholders see. */
export interface Values {
  call?: Call;
  sms?: Sms;
  form?: Record<string, unknown>;
  data: Record<string, unknown>;
  option: Record<string, boolean>;
  user: Record<string, string>;
  integrator: { name: string; host: string; description: string };
}

export interface CallboxOptions {
  /** Where Patchbay is: `https://patchbay.example.com`. */
  baseUrl: string;
  callCenterId: string;
  /** A callbox token, or what fetches one: asked once at first, and once more when the server refuses the last one. */
  token: string | (() => string | Promise<string>);
}

export interface CallboxEventMap {
  /** The integrations are known, or others than before. */
  load: CustomEvent<{ integrations: readonly Integration[] }>;
  /** They could not be fetched. */
  problem: CustomEvent<{ code: string; message: string }>;
  /** The call that is shown changed. */
  call: CustomEvent<{ call: Call }>;
  /** A hook began, went on or ended. */
  hook: CustomEvent<Outcome>;
  /** An answer was stored in `data` of an integration. */
  data: CustomEvent<{ integration: string; data: Record<string, unknown> }>;
  option: CustomEvent<{ integration: string; name: string; value: boolean }>;
  user: CustomEvent<{ field: string; value: string }>;
  /** The server came into reach. */
  online: CustomEvent<Record<string, never>>;
  /** The server got out of reach. */
  offline: CustomEvent<Record<string, never>>;
  /** How many logs wait to be sent, and whether they survive a reload. */
  queue: CustomEvent<{ waiting: number; persistent: boolean }>;
  /** Private code of a template was loaded, or could not be, or was ended: the declarative hooks do its work then. */
  code: CustomEvent<CodeState>;
  /** The page that embeds the callbox wants a number called. */
  dial: CustomEvent<{ phone: string }>;
}

/** Which integration and endpoint a form belongs to; without it every integration that knows such forms is told. */
export interface FormTarget {
  template?: string;
  endpoint?: string;
}

export class Callbox extends EventTarget {
  constructor(options: CallboxOptions);

  /** Empty before `load()`. */
  readonly integrations: readonly Integration[];
  readonly loaded: boolean;
  /** Why `load()` failed last. */
  readonly problem: CallboxError | null;
  /** The call that is shown: the one that began last, until the next one begins. */
  readonly call: Call | null;
  /** The latest outcomes, oldest first. */
  readonly outcomes: readonly Outcome[];
  readonly online: boolean;
  readonly queue: { waiting: number; persistent: boolean };
  readonly user: Record<string, string>;

  options(template: string): Record<string, boolean>;
  data(template: string): Record<string, unknown>;
  values(template: string): Values;

  /** Fetches the integrations, and sends what was left over from before. Rejects with a CallboxError. */
  load(): Promise<readonly Integration[]>;
  /** getDataIframe, once for a call. */
  callStarted(call: Call): Promise<Outcome[]>;
  /** getDataIframe again, for the call that is shown. */
  refresh(): Promise<Outcome[]>;
  /** savePreLogCRM, once for a call, in whatever window. */
  callConnected(call: Call): Promise<Outcome[]>;
  /** saveLogCRM, once for a call, in whatever window. */
  callEnded(call: Call): Promise<Outcome[]>;
  /** createSMSNote, once for an SMS. */
  smsSent(sms: Sms): Promise<Outcome[]>;
  /** The endpoints with the trigger sms_received. */
  smsReceived(sms: Sms): Promise<Outcome[]>;
  /** handleCreateTicket. Submitted again unchanged after a failure, nothing is created twice. */
  createTicket(form: Record<string, unknown>, call?: Call | null, target?: FormTarget): Promise<Outcome[]>;
  /** handleCreateContact. */
  createContact(form: Record<string, unknown>, call?: Call | null, target?: FormTarget): Promise<Outcome[]>;
  /** Runs one endpoint. Rejects with a CallboxError. */
  execute(template: string, endpoint: string, body?: object, options?: { idempotencyKey?: string; signal?: AbortSignal }): Promise<Executed>;
  /** Kept in this browser. */
  setOption(template: string, name: string, value: boolean): void;
  setUser(field: string, value: string): void;
  /** Sends the event `dial`. */
  dial(phone: string): void;
  /** Runs `run` in the place of what the Info JSON says; null gives the hook back. */
  replaceHook(template: string, hook: Hook, run: ((values: Values, key: string | null) => unknown) | null): void;
  /** Sends now what waits to be sent. */
  retry(): Promise<void>;
  /** Lets pages of these origins that hold the callbox in an iframe tell it what happens. */
  embed(options: { allowedOrigins: string[] }): Promise<() => void>;
  /** Lets go of the page. What waits is sent by the next callbox. */
  close(): void;

  addEventListener<K extends keyof CallboxEventMap>(type: K, listener: (event: CallboxEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof CallboxEventMap>(type: K, listener: (event: CallboxEventMap[K]) => void, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}

/** Why a request came to nothing. */
export class CallboxError extends Error {
  /** The server's error code, or `network`, `no_answer`, `token`, `aborted`. */
  readonly code: string;
  /** The HTTP status, 0 without an answer. */
  readonly status: number;
  /** Sending it again is of no use. */
  readonly lasting: boolean;
  readonly executionId: string | null;
  readonly retryAfterMs: number | null;
  /** What came back from the third-party system, when something did. */
  readonly response?: { status: number; headers: Record<string, string>; body: unknown } | null;
}

export const HOOKS: Readonly<Record<Hook, { list?: string; trigger: string; kept?: boolean; form?: string }>>;

/** `<patchbay-callbox>`. Its attribute `theme` is "light", "dark" or absent. */
export class CallboxElement extends HTMLElement {
  callbox: Callbox | null;
  /** Texts in another language; those that are left out stay English. */
  set texts(texts: Record<string, string>);
  get texts(): Record<string, string>;
}

/** Messages of the embedding page to the callbox. */
export type EmbedRequest = { patchbay: 1 } & (
  | { type: 'hello' }
  | { type: 'callStarted' | 'callConnected' | 'callEnded'; call: Call }
  | { type: 'smsSent' | 'smsReceived'; sms: Sms }
  | { type: 'createTicket' | 'createContact'; form: Record<string, unknown>; call?: Call }
  | { type: 'setUser'; field: string; value: string }
  | { type: 'setOption'; template: string; name: string; value: boolean }
  | { type: 'dial'; phone: string }
  | { type: 'token'; id: string; token: string }
  | { type: 'token'; id: string; detail: string }
);

/** Messages of the callbox to the embedding page. */
export type EmbedAnswer = { patchbay: 1 } & (
  | { type: 'awake' | 'online' | 'offline' }
  | { type: 'ready'; pages: { template: string; renderTooltip: TooltipRule[]; userInfo: UserInfoRule[] }[] }
  | { type: 'hook'; outcome: Outcome }
  | { type: 'queue'; queue: { waiting: number; persistent: boolean } }
  | { type: 'refused'; of: string; detail: string }
  /** Of the page /callbox/embed, again and again until `token` with this id comes. */
  | { type: 'needToken'; id: string }
);

declare global {
  interface HTMLElementTagNameMap {
    'patchbay-callbox': CallboxElement;
  }
}
