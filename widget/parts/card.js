import { blocks, button, h, icon, link } from "./dom.js";
import { dayText } from "./strings.js";

const DAY_MS = 864e5;
const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** A button that saves a text as a calendar file. */
export function calendarButton(name, content, s) {
  const save = () => {
    const href = URL.createObjectURL(new Blob([content], { type: "text/calendar" }));
    h("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
  };
  return button("act", save, icon("calendar"), s.calendar);
}

/** A button that copies a text, and says whether it could. */
export function copyButton(text, s) {
  const label = h("span", { "aria-live": "polite" }, s.copy);
  const say = (words) => (label.textContent = words);
  const copy = async () => say(await navigator.clipboard.writeText(text).then(() => s.copied, () => s.notCopied));
  return button("act", copy, icon("copy"), label);
}

const SIGNS = { held: "check", not_needed: "minus" };

function certificate({ name, state, when, have }, number, s, say) {
  const mark = have && say && h("div.live", {}, button("reply", () => say(have.payload, have.title), s.have));
  if (mark) mark.firstChild.ariaLabel = have.title;
  const sign = SIGNS[state] ? icon(SIGNS[state]) : number ? String(number) : "?";
  return h(
    `li.${state}`,
    {},
    h("span.dot", { "aria-hidden": "true" }, sign),
    h("div", {}, h("p.name", {}, name), when && h("p.sub", {}, when), mark),
    h("span.tag", {}, s.states[state]),
  );
}

/** Steps from today on: a row for each day, with the days between them, and a bar with the share of each stretch. */
function timeline(plan, today, title, s) {
  if (!plan.length) return null;
  const days = [...new Set([today, ...plan.map((step) => step.date)])].sort();
  const bar = h("div.bar", { "aria-hidden": "true" });
  const rows = days.map((day, index) => {
    const steps = plan.filter((step) => step.date === day);
    const gap = index + 1 < days.length && daysBetween(day, days[index + 1]);
    if (gap) {
      const stretch = h(day < today ? "i.past" : "i");
      stretch.style.flexGrow = gap;
      bar.append(stretch);
    }
    return h(
      `li${day === today ? ".today" : ""}${steps.some((step) => step.step === "launch") ? ".launch" : ""}`,
      {},
      h(
        "p.sub",
        {},
        h("time", { datetime: day }, day === today && `${s.today}, `, dayText(day, s)),
        steps.some((step) => step.provisional) && h("span.tag", {}, s.provisional),
      ),
      ...steps.map((step) => h("p.name", {}, step.name)),
      gap && h("p.gap", {}, s.days(gap)),
    );
  });
  const note = plan.some((step) => step.provisional) && h("p.source", {}, s.provisionalNote);
  return h("div.timeline", {}, h("p.label", {}, s.timeline), title && h("p.sub", {}, title), bar, h("ol", {}, ...rows), note);
}

function unfolding(title, entries, s) {
  if (!entries.length) return null;
  const items = entries.map(({ text, source }) => {
    const date = source.date && dayText(source.date, s);
    const where = [source.publisher, date].filter(Boolean).map((each) => `, ${each}`);
    return h("li", {}, text, h("p.source", {}, s.source, link(source.url, source.title), ...where));
  });
  return h("details", {}, h("summary", {}, icon("next"), `${title} (${entries.length})`), h("ul", {}, ...items));
}

function acts(custom, text, s) {
  const dates = custom.plan.map((step) => `- ${dayText(step.date, s)}: ${step.name}${step.provisional ? ` (${s.provisional})` : ""}`);
  // A plan's text tells its dates itself.
  const summary = custom.type === "plan" || !dates.length ? text : [text, `${s.timeline}:`, ...dates].join("\n");
  const calendar = custom.calendar && calendarButton("icp-dates.ics", custom.calendar, s);
  return h("div.acts", {}, calendar, copyButton(summary, s));
}

/** A determination as a card: the certificates in order, each with a button that says it is held (`say` sends its message), what holds now, the timeline, and the reasons to unfold. */
export function determinationCard(custom, text, s, say) {
  const { certificates, required, breaches } = custom;
  const rank = ({ certificate }) => required.indexOf(certificate) + 1;
  const ordered = [...certificates].sort((a, b) => (rank(a) || 9) - (rank(b) || 9));
  const warnings = breaches.map((each) => each.text);
  return h(
    `section.card${custom.hypothetical ? ".if" : ""}`,
    { "aria-label": s.decision },
    custom.hypothetical && h("span.tag", {}, s.whatIf),
    custom.changed?.text && h("p.changed", {}, s.changed, custom.changed.text),
    h("p.title", {}, custom.title),
    h("ol.certificates", {}, ...ordered.map((each) => certificate(each, rank(each), s, !custom.hypothetical && say))),
    ...warnings.map((each) => h("p.breach", {}, icon("alert"), h("span", {}, each))),
    custom.understood && h("p.sub", {}, s.understood, custom.understood),
    ...blocks([...custom.standing.filter((each) => !warnings.includes(each)), ...custom.branches], s),
    timeline(custom.plan, custom.today, custom.plan_title.replace(/[:：]$/, "."), s),
    unfolding(s.why, custom.reasons, s),
    unfolding(s.remarks, custom.remarks, s),
    acts(custom, text, s),
    h("p.source", {}, custom.source_line),
  );
}

/** A plan as a card. */
export function planCard(custom, text, s) {
  return h(
    "section.card",
    { "aria-label": s.timeline },
    h("p.title", {}, custom.title),
    timeline(custom.plan, custom.today, "", s),
    ...blocks(custom.notes, s),
    acts(custom, text, s),
    h("p.source", {}, custom.source_line),
  );
}

/** One date, with the days left or gone by. */
export function deadlineChip({ certificate, name, date, provisional, days_left: left }, s) {
  const binding = certificate === "psb_filing";
  const words = left < 0 ? (binding ? s.overdue : s.ago)(-left) : s.left(left);
  const urgency = binding && left < 8 ? (left < 0 ? ".late" : ".soon") : "";
  const day = h("p.name", {}, h("time", { datetime: date }, dayText(date, s)));
  return h(`div.chip${urgency}`, {}, h("div", {}, h("p.sub", {}, name, provisional && ` (${s.provisional})`), day), h("span.tag", {}, words));
}
