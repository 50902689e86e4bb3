import { calendarButton, copyButton, deadlineChip, determinationCard, planCard } from "./card.js";
import { blocks, button, h, icon } from "./dom.js";
import { stringsFor } from "./strings.js";

/** The messages of a turn by text, each with its buttons and machine-readable parts. */
export function partsOf(messages) {
  const parts = [];
  for (const { text, buttons = [], custom } of messages) {
    if (text || !parts[0]) parts.push({ text: text || "", buttons: [], customs: [] });
    const part = parts.at(-1);
    part.buttons.push(...buttons);
    if (custom) part.customs.push(custom);
  }
  return parts;
}

const CARDS = { determination: determinationCard, plan: planCard };
// A card offers these itself.
const DRAWN_BY_CARDS = ["/ask_plan", "/ask_reminder", "/ask_summary"];
const VOTED_ON = ["answer", "determination", "deadline", "plan"];
const READS_BACK_PX = 24;

/** The conversation as it is seen. What is pressed goes to `act`: say(message, shown), again(), vote(entry, helped), print(custom, s). */
export class Log {
  #put = 0;
  #missed = true;

  constructor(s, act) {
    this.s = s;
    this.act = act;
    this.element = h("div.log", { role: "log", "aria-label": s.log, tabindex: 0, onscroll: () => this.#seen() });
    this.waiting = h("div.msg.bot.wait", h("p"));
    const goDown = () => {
      this.#reveal();
      this.element.focus();
    };
    this.below = h("div.below", { hidden: true }, button("act", goDown, s.below, icon("next")));
  }

  welcome() {
    const { s, act } = this;
    const starts = s.starts.map((each) => button("start", () => act.say(each), h("span", each), icon("next")));
    this.element.replaceChildren(h("div.welcome", h("p.hello", s.greeting), h("p", s.more), ...starts));
    this.#reveal();
  }

  /** Adds an entry, and closes what only the newest turn may ask. */
  append(entry) {
    const { s, element } = this;
    const back = entry.who === "bot" && this.#readsBack();
    this.waiting.remove();
    for (const each of element.querySelectorAll(".live > *")) each.disabled = true;
    for (const each of element.querySelectorAll(".welcome, .trouble, .votes:not(.done)")) each.remove();
    const { who, text } = entry;
    if (who === "user") element.append(h("div.turn.asks", h("span.hidden", s.you), h("div.msg.me", { dir: "auto" }, text)));
    else element.append(h("div.turn", ...(who === "bot" ? this.#answer(entry) : [h("p.tab", s.otherTab)])));
    if (entry.unanswered) this.unanswered();
    this.#reveal(back);
  }

  unanswered() {
    this.#newest().append(h("p.sub", this.s.unanswered));
  }

  /** Shows that an answer is on its way, with words once it takes long. */
  typing(words = this.s.typing) {
    const back = this.#readsBack();
    this.waiting.remove();
    this.element.querySelector(".trouble")?.remove();
    this.waiting.lastChild.textContent = words;
    this.element.append(this.waiting);
    this.#reveal(back, true);
  }

  /** Says what went wrong; to try again is offered where and when it can help. */
  trouble({ trouble, wait, text }) {
    const { s, act, element } = this;
    const back = this.#readsBack();
    this.waiting.remove();
    const again = button("act", act.again, icon("over"), s.again);
    if (wait) {
      again.disabled = true;
      setTimeout(() => (again.disabled = false), wait * 1000);
    }
    const words = trouble === "tooMany" ? s.tooMany(wait) : s[trouble];
    const parts = [h("p", words), text && h("p", { dir: "auto" }, text), trouble !== "refused" && again];
    element.append(h("div.trouble", ...parts));
    this.#reveal(back);
    if (!back) this.#put = element.scrollTop = element.scrollHeight;
  }

  /** The panel was opened. */
  shown() {
    if (this.#missed) this.#reveal();
  }

  #answer(entry) {
    const votes = entry.messages.some(({ custom }) => VOTED_ON.includes(custom?.type)) && this.#votes(entry);
    return [h("span.hidden", this.s.bot), ...partsOf(entry.messages).flatMap((part) => this.#part(part)), votes];
  }

  #part({ text, buttons, customs }) {
    const { act } = this;
    const s = stringsFor(customs.find((each) => each.language)?.language, this.s);
    const result = customs.find((each) => CARDS[each.type]);
    const gists = customs.find((each) => each.gists)?.gists;
    const lines = text.split("\n");
    const source = customs.some((each) => each.sources?.[0] || each.type === "deadline") && lines[1] && lines.at(-1);
    // The readings of an ask-back stand on their buttons.
    const words = gists ? lines.slice(0, 1) : lines;
    const shown = result ? CARDS[result.type](result, text, s, act) : text && h("div.msg.bot", ...blocks(words, source));
    const drawn = result ? [...(result.calendar ? DRAWN_BY_CARDS : []), ...(result.certificates || []).map((each) => each.have?.payload)] : [];
    const offered = buttons.filter(({ payload }) => !drawn.includes(payload));
    const replies = offered.map(({ title, payload }) => {
      const gist = gists?.[payload] && h("span.sub", { dir: "auto" }, gists[payload]);
      return button(gist ? "reply.choice" : "reply", () => act.say(payload, title), title, gist);
    });
    const made = [shown, ...customs.map((each) => this.#custom(each, text, s)), replies[0] && h("div.acts.live", ...replies)].filter(Boolean);
    for (const each of made) each.lang = s.lang;
    return made;
  }

  #custom(custom, text, s) {
    const { act } = this;
    if (custom.type === "deadline") return deadlineChip(custom, s);
    if (custom.type === "question" && custom.fact.endsWith("_on")) return this.#datePicker(s);
    if (custom.type === "calendar") return h("div.acts", calendarButton(custom.filename, custom.content, s));
    if (custom.type === "summary") return h("div.acts", copyButton(text, s));
    return custom.type === "unavailable" && h("div.acts.live", button("act", act.again, icon("over"), s.again));
  }

  #datePicker(s) {
    const field = h("input", { type: "date", "aria-label": s.pickDate });
    const use = button("reply", () => field.value && this.act.say(field.value), s.useDate);
    return h("div.acts.live", h("span.sub", { "aria-hidden": true }, s.pickDate), field, use);
  }

  /** Asks whether the answer helped, or thanks. */
  #votes(entry, words = this.s.helpful) {
    const { s, act } = this;
    const voted = typeof entry.helped === "boolean";
    const row = h(`div.votes${voted ? ".done" : ""}`, { role: "group", "aria-label": s.helpful }, h("span", voted ? s.thanks : words));
    const vote = async (helped) => {
      const told = act.vote(entry, helped);
      const thanks = this.#votes(entry);
      row.replaceWith(thanks);
      if (!(await told)) thanks.replaceWith(this.#votes(entry, s.failedVote));
    };
    for (const helped of [true, false]) {
      const thumb = button(helped ? "up" : "down", () => vote(helped), icon("thumb"), h("span.hidden", helped ? s.yes : s.no));
      thumb.ariaPressed = String(entry.helped === helped);
      thumb.disabled = voted;
      row.append(thumb);
    }
    return row;
  }

  #newest() {
    return [...this.element.querySelectorAll(".turn")].at(-1);
  }

  /** Whether somebody has gone up from where they were put; to be asked before the log changes. */
  #readsBack() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    return scrollTop < Math.min(this.#put, scrollHeight - clientHeight) - READS_BACK_PX;
  }

  /** Shows the newest turn and its question; who reads `back` stays, and is told, unless `quietly`. */
  #reveal(back, quietly) {
    const { element, below } = this;
    if (back) {
      below.hidden &&= quietly;
      return;
    }
    this.#missed = !element.clientHeight;
    const last = this.#newest();
    const asks = last?.previousElementSibling;
    element.scrollTop = (asks?.matches(".asks") ? asks : last)?.offsetTop - 14 || 0;
    this.#put = element.scrollTop;
    below.hidden = true;
  }

  #seen() {
    const { scrollTop, clientHeight, lastElementChild: last } = this.element;
    if (scrollTop + clientHeight > last.offsetTop + READS_BACK_PX) this.below.hidden = true;
  }
}
