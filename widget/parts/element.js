import { composer } from "./composer.js";
import { button, h, icon } from "./dom.js";
import { composing, keepKeys, keepTab } from "./keys.js";
import { printSheet } from "./print.js";
import { stringsFor } from "./strings.js";
import { FULL_SCREEN, sheet } from "./style.js";
import { Talk, post, randomId } from "./talk.js";
import { Log, partsOf } from "./view.js";

const SLOW_MS = 8000;
const fullScreen = matchMedia(FULL_SCREEN);

export class IcpChat extends HTMLElement {
  static origin;
  static observedAttributes = ["lang", "server", "title", "open"];

  #ends;

  connectedCallback() {
    this.#ends = new AbortController();
    const { signal } = this.#ends;
    const release = keepKeys(this, (event, inside) => this.#key(event, inside));
    signal.addEventListener("abort", release);
    addEventListener("pagehide", () => this.talk.release(), { signal });
    // It comes back as it was left, and more may have been said since.
    addEventListener("pageshow", (event) => event.persisted && this.#build(), { signal });
    fullScreen.addEventListener("change", () => this.#modal(), { signal });
    this.#build();
  }

  disconnectedCallback() {
    this.#ends.abort();
    this.#hush();
    this.talk.release();
  }

  attributeChangedCallback(name, before, now) {
    if (name === "title") {
      if (now === null) return;
      this.heading = now;
      // It would be a tooltip over everything.
      this.removeAttribute(name);
    }
    if (!this.isConnected || !this.panel) return;
    if (name !== "open") this.#build();
    else if (this.panel.hidden === (now !== null)) this.#show(now !== null);
  }

  open() {
    this.#show(true);
    this.composer.field.focus();
  }

  close() {
    this.#show(false);
    this.launcher.focus();
  }

  /** All anew, from the attributes and what was said. */
  #build() {
    this.#hush();
    this.talk?.release();
    const draft = this.composer?.field.value || "";
    this.s = stringsFor(this.lang || document.documentElement.lang);
    this.server = this.getAttribute("server") || IcpChat.origin;
    this.talk = new Talk(this.server);
    this.log = new Log(this.s, {
      say: (message, shown) => this.#say(message, shown),
      again: () => this.#again(),
      vote: (entry, helped) => this.#vote(entry, helped),
      print: (custom, s) => printSheet(this, custom, s),
    });
    const root = this.shadowRoot || this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    this.launcher = button("launcher", () => this.open(), icon("chat"));
    root.replaceChildren(h("div.root", { dir: "ltr", lang: this.s.lang }, this.#panel(), this.launcher));
    this.composer.fill(draft);
    this.sending = true;
    const { talk } = this;
    const begin = () => talk === this.talk && this.#begin();
    if (talk.copied) talk.settle().then(begin);
    else begin();
  }

  #begin() {
    const { talk, log } = this;
    this.sending = false;
    if (talk.entries[0]) talk.entries.forEach((each) => log.append(each));
    else log.welcome();
    this.#show(talk.open ?? this.hasAttribute("open"));
    if (talk.pending) this.#send();
  }

  /** Waits for no answer any more; the message stays pending. */
  #hush() {
    this.stop?.abort();
    this.stop = null;
  }

  /** Sends a message, shown as `shown`, unless one is on its way; tells whether it did. */
  #say(message, shown = message) {
    if (this.sending || !message) return false;
    const { talk, log } = this;
    if (talk.pending) {
      talk.entries.at(-1).unanswered = true;
      log.unanswered();
    }
    talk.pending = { message, id: randomId() };
    log.append(talk.add({ who: "user", text: shown }));
    this.#refocus();
    this.#send();
    return true;
  }

  /** Sends again what got no answer; by its id it is answered only once. */
  #again() {
    if (this.sending) return;
    this.talk.pending ||= this.talk.last && { message: this.talk.last, id: randomId() };
    if (this.talk.pending) this.#send();
    this.#refocus();
  }

  /** Resolves to whether it could be told that an answer helped or not. */
  async #vote(entry, helped) {
    entry.helped = helped;
    this.#refocus();
    const { talk } = this;
    const { messages, trouble } = await this.#post(helped ? "/helped" : "/not_helped", randomId());
    if (trouble) delete entry.helped;
    else if (messages.some((each) => each.buttons)) this.#receive(messages);
    talk.save();
    return !trouble;
  }

  #startOver() {
    this.#hush();
    this.sending = false;
    this.talk.forget();
    this.talk.save();
    this.log.welcome();
    this.composer.fill("");
    this.composer.field.focus();
  }

  #post(message, id, stop) {
    const { s, server, talk } = this;
    return post(server, { sender: talk.sender, message, message_id: id, metadata: { language: s.lang } }, stop);
  }

  async #send() {
    const { talk, log, s } = this;
    const { message, id } = talk.pending;
    const stop = (this.stop = new AbortController());
    this.sending = true;
    log.typing();
    const slow = setTimeout(() => log.typing(s.slow), SLOW_MS);
    const answer = await this.#post(message, id, stop);
    clearTimeout(slow);
    // meanwhile hushed
    if (stop !== this.stop) return;
    this.sending = false;
    if (answer.trouble) return log.trouble(answer);
    Object.assign(talk, { last: message, pending: null });
    this.#receive(answer.messages);
  }

  #receive(messages) {
    this.log.append(this.talk.add({ who: "bot", messages }));
    if (this.panel.hidden) this.#announce(true);
    const detail = { parts: structuredClone(partsOf(messages)), language: this.s.lang };
    this.dispatchEvent(new CustomEvent("icp-chat:answer", { bubbles: true, composed: true, detail }));
  }

  #show(open) {
    this.panel.hidden = !open;
    this.launcher.ariaExpanded = String(open);
    this.toggleAttribute("open", open);
    this.#modal();
    this.talk.open = open;
    this.talk.save();
    this.#announce(false);
    if (open) this.log.shown();
  }

  /** Tells at the launcher whether there is a new answer. */
  #announce(news) {
    this.launcher.ariaLabel = news ? this.s.launchNew : this.s.launch;
    this.launcher.classList.toggle("new", news);
  }

  #modal() {
    this.panel.ariaModal = String(fullScreen.matches);
  }

  #key(event, inside) {
    if (this.panel.hidden || composing(event)) return;
    const { key, shiftKey } = event;
    const focused = this.shadowRoot.activeElement;
    if (key === "Tab" && fullScreen.matches) keepTab(event, inside, focused, this.first, this.composer.last);
    if (!inside) return;
    if (key === "Escape") this.close();
    if (key !== "Enter" || shiftKey || !focused?.matches("input, textarea")) return;
    // The button beside it; a form would be mute in a sandboxed frame.
    event.preventDefault();
    focused.nextSibling.click();
  }

  /** What was pressed may be gone: on to the field, or to the log where a keyboard would cover it. */
  #refocus() {
    (matchMedia("(pointer: coarse)").matches ? this.log.element : this.composer.field).focus();
  }

  #panel() {
    const { s, log } = this;
    const title = this.heading || s.title;
    const tool = (label, onclick, name) => h("button.tool", { title: label, "aria-label": label, onclick }, icon(name));
    this.first = tool(s.startOver, () => this.#startOver(), "over");
    const close = tool(s.close, () => this.close(), "close");
    const head = h("div.head", h("div", h("p.title", { dir: "auto" }, title), h("p.sub", s.subtitle)), this.first, close);
    this.composer = composer(s, (message) => this.#say(message));
    this.panel = h("div.panel", { role: "dialog", "aria-label": title, hidden: true });
    this.panel.append(head, log.element, log.below, this.composer.element, h("p.note", s.note));
    return this.panel;
  }
}
