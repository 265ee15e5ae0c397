/** The types of /webchat.js and `<patchbay-chat>`. */

/** What the server tells of the chat. */
export interface Entry {
  /** Its place in the chat, from 1. */
  number: number;
  /** RFC 3339. */
  createdOn: string;
  kind: 'message' | 'typingStarted' | 'typingStopped' | 'agentAssigned' | 'queueEntered' | 'ended';
  direction?: 'ClientOriginated' | 'ClientTerminated';
  /** Our own id of a message that we sent. */
  clientId?: string;
  /** As TwoWay writes it. */
  content?: { $type: string; [member: string]: unknown };
  agentName?: string;
  position?: number;
}

/** A message on its way. */
export interface Unsent {
  /** Ours: sent again it is the same message. */
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  text: string;
  /** In memory only: a page that is loaded anew has lost it. */
  file?: File;
  /** `unsent` is tried again by itself, `refused` only when the visitor says so. */
  state: 'sending' | 'sent' | 'unsent' | 'refused';
  /** What the server said against it. */
  why?: string;
}
