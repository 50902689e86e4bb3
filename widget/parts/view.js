import { calendarButton, copyButton, deadlineChip, determinationCard, planCard } from "./card.js";
import { blocks, button, h, icon } from "./dom.js";

/** The messages of a turn by text: each with the buttons and the machine-readable parts that belong to it. */
function partsOf(messages) {
  const parts = [];
  for (const { text, buttons = [], custom } of messages) {
    if (text || !parts[0]) parts.push({ text: text || "", buttons: [], customs: [] });
    const part = parts[parts.length - 1];
    part.buttons.push(...buttons);
    if (custom) part.customs.push(custom);
  }
  return parts;
}

const CARDS = { determination: determinationCard, plan: planCard };
// What a card offers itself needs no button below it.
const DRAWN_BY_CARDS = ["/ask_plan", "/ask_reminder", "/ask_summary"];
// The kinds of turns on which a person can say whether they helped.
const VOTED_ON = ["answer", "determination", "deadline", "plan"];

/** The conversation as it is seen. What is done in it goes to `act`: say(message, shown), again(), vote(entry, helped). */
export class Log {
  constructor(s, act) {
    this.s = s;
    this.act = act;
    this.element = h("div.log", { role: "log", "aria-label": s.log, tabindex: 0 });
    this.waiting = h("div.msg.bot.wait", {}, h("span.hidden", {}, s.typing), h("i"), h("i"), h("i"));
  }

  /** Empties the log and shows the greeting. */
  welcome() {
    const { s, act } = this;
    const starts = s.starts.map((each) => button("start", () => act.say(each), h("span", {}, each), icon("next")));
    const mark = h("span.mark", {}, icon("chat"));
    this.element.replaceChildren(h("div.welcome", {}, mark, h("p.hello", {}, s.greeting), h("p", {}, s.more), ...starts));
  }

  /** Adds an entry; what only the newest turn may ask is closed in the older ones. */
  append(entry) {
    const { s, element } = this;
    for (const each of element.querySelectorAll(".live > *")) each.disabled = true;
    for (const each of element.querySelectorAll(".welcome, .trouble, .votes:not(.done)")) each.remove();
    const mine = () => [h("span.hidden", {}, s.you), h("div.msg.me", {}, entry.text)];
    element.append(h(`div.turn${entry.who === "user" ? ".asks" : ""}`, {}, ...(entry.who === "user" ? mine() : this.#answer(entry))));
    if (entry.unanswered) this.unanswered();
    this.#reveal();
  }

  /** Marks the newest turn as one that got no answer. */
  unanswered() {
    const turns = this.element.querySelectorAll(".turn");
    turns[turns.length - 1].append(h("p.sub", {}, this.s.unanswered));
  }

  /** The typing sign: none, or with words once it takes long. */
  typing(on, words = "") {
    this.waiting.remove();
    if (!on) return;
    this.element.querySelector(".trouble")?.remove();
    this.waiting.querySelector("p")?.remove();
    if (words) this.waiting.append(h("p", {}, words));
    this.element.append(this.waiting);
    this.#reveal();
  }

  /** Says what went wrong, and offers to try again where and when that can help. */
  trouble({ trouble, wait, text }) {
    const { s, act } = this;
    const again = button("act", act.again, icon("over"), s.again);
    if (wait) {
      again.disabled = true;
      setTimeout(() => (again.disabled = false), wait * 1000);
    }
    const words = trouble === "tooMany" ? s.tooMany(wait) : s[trouble];
    const parts = [h("p", {}, words), text && h("p", {}, text), trouble !== "refused" && again];
    this.element.append(h("div.trouble", {}, icon("alert"), h("div", {}, ...parts)));
    this.element.scrollTop = this.element.scrollHeight;
  }

  #answer(entry) {
    const parts = partsOf(entry.messages);
    const kinds = parts.flatMap((part) => part.customs.map((each) => each.type));
    const votes = VOTED_ON.some((each) => kinds.includes(each)) && this.#votes(entry);
    return [h("span.hidden", {}, this.s.bot), ...parts.flatMap((part) => this.#part(part)), votes];
  }

  #part({ text, buttons, customs }) {
    const { s, act } = this;
    const result = customs.find((each) => CARDS[each.type]);
    const gists = customs.find((each) => each.gists)?.gists || {};
    // The readings of an ask-back stand on their buttons; the text lists them for those who see no buttons.
    const words = Object.keys(gists)[0] ? text.split("\n", 1) : text.split("\n");
    const shown = result ? CARDS[result.type](result, text, s, act.say) : text && h("div.msg.bot", {}, ...blocks(words, s));
    const drawn = result ? [...(result.calendar ? DRAWN_BY_CARDS : []), ...(result.certificates || []).map((each) => each.have?.payload)] : [];
    const offered = buttons.filter(({ payload }) => !drawn.includes(payload));
    const replies = offered.map(({ title, payload }) => {
      const gist = gists[payload] && h("span.sub", {}, gists[payload]);
      return button(gist ? "reply.choice" : "reply", () => act.say(payload, title), title, gist);
    });
    return [shown, ...customs.map((each) => this.#custom(each, text)), replies[0] && h("div.acts.live", {}, ...replies)];
  }

  #custom(custom, text) {
    const { s, act } = this;
    if (custom.type === "deadline") return deadlineChip(custom, s);
    if (custom.type === "question" && custom.fact.endsWith("_on")) return this.#datePicker();
    if (custom.type === "calendar") return h("div.acts", {}, calendarButton(custom.filename, custom.content, s));
    if (custom.type === "summary") return h("div.acts", {}, copyButton(text, s));
    return custom.type === "unavailable" && h("div.acts.live", {}, button("act", act.again, icon("over"), s.again));
  }

  #datePicker() {
    const { s, act } = this;
    const field = h("input", { type: "date", "aria-label": s.pickDate });
    const use = button("reply", () => field.value && act.say(field.value), s.useDate);
    field.addEventListener("keydown", (event) => event.key === "Enter" && use.click());
    return h("div.acts.live", {}, h("span.sub", { "aria-hidden": "true" }, s.pickDate), field, use);
  }

  /** Asks whether the answer helped, or says that it was told. */
  #votes(entry, words = this.s.helpful) {
    const { s, act } = this;
    const voted = typeof entry.helped === "boolean";
    const row = h(`div.votes${voted ? ".done" : ""}`, { role: "group", "aria-label": s.helpful }, h("span", {}, voted ? s.thanks : words));
    const vote = async (helped) => {
      const told = act.vote(entry, helped);
      const thanks = this.#votes(entry);
      row.replaceWith(thanks);
      if (!(await told)) thanks.replaceWith(this.#votes(entry, s.failedVote));
    };
    for (const helped of [true, false]) {
      const thumb = button(helped ? "up" : "down", () => vote(helped), icon("thumb"), h("span.hidden", {}, helped ? s.yes : s.no));
      thumb.ariaPressed = String(entry.helped === helped);
      thumb.disabled = voted;
      row.append(thumb);
    }
    return row;
  }

  /** Shows the newest turn from its beginning. */
  #reveal() {
    const turns = this.element.querySelectorAll(".asks");
    const last = turns[turns.length - 1] || this.element.lastElementChild;
    this.element.scrollTop = last ? last.offsetTop - 14 : 0;
  }
}
