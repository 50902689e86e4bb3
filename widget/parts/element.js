import { button, h, icon } from "./dom.js";
import { stringsFor } from "./strings.js";
import { sheet } from "./style.js";
import { Talk, post, randomId } from "./talk.js";
import { Log } from "./view.js";

const SLOW_MS = 8000;
const LONGEST_MESSAGE = 1000;

class IcpChat extends HTMLElement {
  static origin;

  connectedCallback() {
    if (this.shadowRoot) return;
    this.s = stringsFor(this.getAttribute("language") || document.documentElement.lang || "en");
    this.server = this.getAttribute("server") || IcpChat.origin;
    this.talk = new Talk(this.server);
    this.log = new Log(this.s, {
      say: (message, shown) => this.say(message, shown),
      again: () => this.again(),
      vote: (entry, helped) => this.vote(entry, helped),
    });
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    this.shadowRoot.append(this.#panel(), this.#launcher());
    if (this.talk.entries.length) this.talk.entries.forEach((each) => this.log.append(each));
    else this.log.welcome();
    if (this.talk.open ?? this.hasAttribute("open")) this.open(false);
    if (this.talk.pending) this.#send();
  }

  open(focus = true) {
    this.#show(true);
    this.launcher.ariaLabel = this.s.launch;
    this.launcher.classList.remove("new");
    if (focus) this.field.focus();
  }

  close() {
    this.#show(false);
    this.launcher.focus();
  }

  /** Sends a message, which is shown as `shown`; while one is on its way, nothing. */
  say(message, shown = message) {
    if (this.sending || !message.trim()) return;
    if (this.talk.pending) this.#giveUpPending();
    this.talk.pending = { message, id: randomId() };
    this.log.append(this.talk.add({ who: "user", text: shown }));
    this.#refocus();
    this.#send();
  }

  /** Sends the message once more that got no answer; the server answers what comes twice only once. */
  again() {
    if (this.sending) return;
    this.talk.pending ||= this.talk.last && { message: this.talk.last, id: randomId() };
    if (this.talk.pending) this.#send();
    this.#refocus();
  }

  /** Tells whether an answer helped; resolves to whether that could be told. */
  async vote(entry, helped) {
    entry.helped = helped;
    this.#refocus();
    const { talk, log, server } = this;
    const { messages, trouble } = await post(server, { sender: talk.sender, message: helped ? "/helped" : "/not_helped", message_id: randomId() });
    if (trouble) delete entry.helped;
    else if (messages.some((each) => each.buttons)) log.append(talk.add({ who: "bot", messages }));
    talk.save();
    return !trouble;
  }

  /** Forgets the conversation here, and is another sender from now on. */
  startOver() {
    this.stop?.abort();
    this.sending = false;
    this.talk.forget();
    this.talk.save();
    this.log.welcome();
    this.field.value = "";
    this.field.focus();
  }

  async #send() {
    const { talk, log, s } = this;
    const { sender, pending } = talk;
    this.sending = true;
    this.stop = new AbortController();
    log.typing(true);
    const slow = setTimeout(() => log.typing(true, s.slow), SLOW_MS);
    const answer = await post(this.server, { sender, message: pending.message, message_id: pending.id }, this.stop);
    clearTimeout(slow);
    if (sender !== talk.sender) return;
    this.sending = false;
    log.typing(false);
    if (answer.trouble) return log.trouble(answer);
    Object.assign(talk, { last: pending.message, pending: null });
    log.append(talk.add({ who: "bot", messages: answer.messages }));
    if (!this.panel.hidden) return;
    this.launcher.ariaLabel = s.launchNew;
    this.launcher.classList.add("new");
  }

  #giveUpPending() {
    this.talk.entries[this.talk.entries.length - 1].unanswered = true;
    this.log.unanswered();
  }

  #show(open) {
    this.panel.hidden = !open;
    this.launcher.ariaExpanded = String(open);
    this.classList.toggle("open", open);
    this.talk.open = open;
    this.talk.save();
  }

  /** What was pressed may be gone or disabled: the focus goes on to the field, or to the log where a keyboard would cover it. */
  #refocus() {
    (matchMedia("(pointer: coarse)").matches ? this.log.element : this.field).focus();
  }

  #launcher() {
    const toggle = () => (this.panel.hidden ? this.open() : this.close());
    this.launcher = button("launcher", toggle, icon("chat"));
    this.launcher.ariaLabel = this.s.launch;
    this.launcher.ariaExpanded = "false";
    return this.launcher;
  }

  #panel() {
    const { s } = this;
    const title = this.getAttribute("title") || s.title;
    const named = (label, act, name) => {
      const made = button("tool", act, icon(name));
      made.ariaLabel = made.title = label;
      return made;
    };
    const tools = [named(s.startOver, () => this.startOver(), "over"), named(s.close, () => this.close(), "close")];
    const head = h("div.head", {}, h("div", {}, h("p.title", {}, title), h("p.sub", {}, s.subtitle)), ...tools);
    const onkeydown = (event) => event.key === "Escape" && this.close();
    this.panel = h("div.panel", { role: "dialog", "aria-label": title, lang: s.lang, hidden: true, onkeydown });
    this.panel.append(head, this.log.element, this.#composer(), h("p.note", {}, s.note));
    // As the host's attribute it would show as a tooltip over everything.
    this.removeAttribute("title");
    return this.panel;
  }

  #composer() {
    const { s } = this;
    this.field = h("textarea", { rows: 1, maxlength: LONGEST_MESSAGE, "aria-label": s.field, placeholder: s.hint, enterkeyhint: "send" });
    const submit = (event) => {
      event.preventDefault();
      const message = this.field.value.trim();
      if (!message || this.sending) return;
      this.field.value = "";
      this.say(message);
    };
    // Enter that ends the choice of a Chinese character sends nothing.
    this.field.addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing && submit(event));
    const send = h("button.send", { type: "submit" }, icon("send"));
    send.ariaLabel = s.send;
    return h("form", { onsubmit: submit }, this.field, send);
  }
}

/** Puts the element on the page, unless it is there; the assistant answers at `origin` where the element names no server. */
export function start(origin) {
  if (customElements.get("icp-chat")) return;
  IcpChat.origin = origin;
  customElements.define("icp-chat", IcpChat);
  if (!document.querySelector("icp-chat")) document.body.append(document.createElement("icp-chat"));
}
