import { blocks, button, h, icon, link } from "./dom.js";
import { dayText } from "./strings.js";

const daysBetween = (from, to) => (new Date(to) - new Date(from)) / 864e5;

export function calendarButton(name, content, s) {
  const href = `data:text/calendar,${encodeURIComponent(content)}`;
  return button("act", () => h("a", { href, download: name }).click(), s.calendar);
}

export function copyButton(text, s) {
  const label = h("span", { "aria-live": "polite" }, s.copy);
  const say = (words) => (label.textContent = words);
  const copy = async () => say(await navigator.clipboard.writeText(text).then(() => s.copied, () => s.notCopied));
  return button("act", copy, label);
}

const SIGNS = { held: "✓", not_needed: "–" };

function certificate({ name, state, when, have }, number, s, say) {
  const mark = have && say && h("div.live", button("reply", () => say(have.payload, have.title), s.have));
  if (mark) mark.firstChild.ariaLabel = have.title;
  return h(
    `li.${state}`,
    h("span.dot", { "aria-hidden": true }, SIGNS[state] || number || "?"),
    h("div", h("p.name", name), when && h("p.sub", when), mark),
    h("span.tag", s[state]),
  );
}

/** A row for each day from today on, with the days between. */
function timeline(plan, today, title, s) {
  if (!plan.length) return null;
  const days = [...new Set([today, ...plan.map((step) => step.date)])].sort();
  const rows = days.map((day, index) => {
    const steps = plan.filter((step) => step.date === day);
    const gap = index + 1 < days.length && daysBetween(day, days[index + 1]);
    return h(
      `li${day === today ? ".today" : ""}${steps.some((step) => step.step === "launch") ? ".launch" : ""}`,
      h(
        "p.sub",
        h("time", { datetime: day }, day === today && s.today + s.comma, dayText(day, s)),
        steps.some((step) => step.provisional) && h("span.tag", s.provisional),
      ),
      ...steps.map((step) => h("p.name", step.name)),
      gap && h("p.gap", s.days(gap)),
    );
  });
  const note = plan.some((step) => step.provisional) && h("p.source", s.provisionalNote);
  return h("div.timeline", h("p.label", s.timeline), title && h("p.sub", title), h("ol", ...rows), note);
}

function unfolding(title, entries, s) {
  if (!entries.length) return null;
  const items = entries.map(({ text, source: { title, url, publisher, date } }) => {
    const where = [publisher, date && dayText(date, s)].filter(Boolean).map((each) => s.comma + each);
    return h("li", text, h("p.source", s.source, link(url, title), ...where));
  });
  return h("details", h("summary", icon("next"), `${title} (${entries.length})`), h("ul", ...items));
}

function acts(custom, text, s, print) {
  const dates = custom.plan.map((step) => `- ${dayText(step.date, s)}: ${step.name}${step.provisional ? ` (${s.provisional})` : ""}`);
  // A plan's text has its dates.
  const summary = custom.type === "plan" || !dates.length ? text : [text, s.timeline, ...dates].join("\n");
  const calendar = custom.calendar && calendarButton("icp-dates.ics", custom.calendar, s);
  const sheet = print && button("act", () => print(custom, s), s.print);
  return h("div.acts", calendar, copyButton(summary, s), sheet);
}

/** A determination as a card. What is pressed goes to `act`: say(message, shown) that a certificate is held, print(custom, s). */
export function determinationCard(custom, text, s, act) {
  const warnings = custom.breaches.map((each) => each.text);
  const place = ({ certificate }) => custom.required.indexOf(certificate) + 1;
  const ordered = [...custom.certificates].sort((a, b) => (place(a) || 9) - (place(b) || 9));
  return h(
    `section.card${custom.hypothetical ? ".if" : ""}`,
    { "aria-label": s.decision },
    custom.hypothetical && h("span.tag", s.whatIf),
    custom.changed?.text && h("p.changed", s.changed, custom.changed.text),
    h("p.title", custom.title),
    h("ol.certificates", ...ordered.map((each) => certificate(each, place(each), s, !custom.hypothetical && act.say))),
    ...warnings.map((each) => h("p.breach", each)),
    custom.understood && h("p.sub", s.understood, custom.understood),
    ...blocks([...custom.standing.filter((each) => !warnings.includes(each)), ...custom.branches]),
    timeline(custom.plan, custom.today, custom.plan_title.replace(/[:：]$/, ""), s),
    unfolding(s.why, custom.reasons, s),
    unfolding(s.remarks, custom.remarks, s),
    custom.documents && unfolding(custom.documents.title, custom.documents.entries, s),
    acts(custom, text, s, act.print),
    h("p.source", custom.source_line),
  );
}

export function planCard(custom, text, s) {
  return h(
    "section.card",
    { "aria-label": s.timeline },
    h("p.title", custom.title),
    timeline(custom.plan, custom.today, "", s),
    ...blocks(custom.notes),
    acts(custom, text, s),
    h("p.source", custom.source_line),
  );
}

export function deadlineChip({ certificate, name, date, provisional, days_left: left }, s) {
  const binding = certificate === "psb_filing";
  const words = left < 0 ? (binding ? s.overdue : s.ago)(-left) : s.left(left);
  const urgency = binding && left < 8 ? (left < 0 ? ".late" : ".soon") : "";
  const day = h("p.name", h("time", { datetime: date }, dayText(date, s)));
  return h(`div.chip${urgency}`, h("div", h("p.sub", name, provisional && ` (${s.provisional})`), day), h("span.tag", words));
}
