/** The types of /callbox-page.js. */

import type { EmbedAnswer, TooltipRule, UserInfoRule } from './callbox';

export interface CallboxPageOptions {
  /** The iframe with the callbox; it says what the rules are. */
  frame?: HTMLIFrameElement;
  /** Its origin. Nothing else is believed, and nothing is told to anybody else. */
  origin?: string;
  /**
   * Fetches a callbox token, where the iframe is the page /callbox/embed: asked at its start, and whenever the server
   * refuses the last one.
   */
  token?: () => string | Promise<string>;
  /** Rules, for a page without such an iframe. */
  renderTooltip?: TooltipRule[];
  userInfo?: UserInfoRule[];
  /** Without it the iframe is told. */
  onDial?: (phone: string, element: Element) => void;
  onUser?: (field: string, value: string) => void;
  /** What a screen reader says before the number; "Call" when left out. */
  label?: string;
}

export interface CallboxPageEventMap {
  /** What the callbox in the iframe says. */
  message: CustomEvent<EmbedAnswer>;
  /** A rule that can't be followed. */
  problem: CustomEvent<{ element: string; message: string }>;
}

export class CallboxPage extends EventTarget {
  constructor(options?: CallboxPageOptions);
  /** Tells the callbox in the iframe. */
  post(type: string, detail?: object): void;
  /** Takes everything back. */
  stop(): void;
  addEventListener<K extends keyof CallboxPageEventMap>(type: K, listener: (event: CallboxPageEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
}

/** The number that an element shows, or nothing. */
export function numberIn(element: Element): string | null;
