const days = (n) => (n === 1 ? "1 day" : `${n} days`);

/** Every word that the widget says itself. One more entry is one more language; what it lacks is said in English. */
const LANGUAGES = {
  en: {
    locale: "en-GB",
    title: "ICP assistant",
    subtitle: "Website certification in China",
    launch: "Ask about ICP certification",
    launchNew: "Ask about ICP certification: new answer",
    close: "Close",
    startOver: "Start over",
    log: "Conversation",
    you: "You said:",
    bot: "Assistant said:",
    field: "Your message",
    hint: "Ask, or describe your site",
    send: "Send",
    note: "Automated answers with their sources. No legal advice.",
    greeting: "Which ICP certificate does your website need?",
    more: "Tell me where it is hosted and what it does: you get the certificates, the reasons and the dates.",
    starts: ["Which ICP certificate does my website need?", "What is an ICP Filing?", "How long does it take?", "When is my PSB filing due?"],
    typing: "The assistant is writing",
    slow: "This takes longer than usual. I am still waiting for the answer.",
    again: "Try again",
    failed: "The assistant cannot be reached at the moment. Your message is kept here.",
    tooSlow: "No answer came within 30 seconds. Your message is kept here.",
    tooMany: (n) => `Too many messages at once. You can try again in ${n === 1 ? "1 second" : `${n} seconds`}.`,
    refused: "The assistant could not take this message.",
    unanswered: "Not answered",
    pickDate: "Or pick the day",
    useDate: "Use this date",
    helpful: "Did this help?",
    yes: "Yes, this helped",
    no: "No, this did not help",
    thanks: "Thank you.",
    failedVote: "That could not be told. Did this help?",
    source: "Source: ",
    states: { held: "Held", applied: "Applied for", to_get: "To get", not_needed: "Not needed", open: "Still open" },
    changed: "What changed: ",
    have: "I have it",
    decision: "Decision",
    whatIf: "What if",
    understood: "Understood: ",
    why: "Why",
    remarks: "Good to know",
    timeline: "Timeline",
    today: "Today",
    days,
    provisional: "provisional",
    provisionalNote: "Provisional: the working-day calendar on the way is not among my data yet.",
    left: (n) => (n ? `${days(n)} left` : "today"),
    overdue: (n) => `${days(n)} overdue`,
    ago: (n) => `${days(n)} ago`,
    calendar: "Add to calendar",
    copy: "Copy summary",
    copied: "Copied",
    notCopied: "Could not be copied",
  },
};

/** The words in the language of a BCP 47 tag such as "zh-CN", or in the nearest that there is. */
export function stringsFor(tag) {
  const name = [tag, tag.split("-")[0]].find((each) => LANGUAGES[each.toLowerCase()]) || "en";
  return { ...LANGUAGES.en, ...LANGUAGES[name.toLowerCase()], lang: name };
}

/** An ISO day as people read it; anything else as it came. */
export function dayText(iso, s) {
  const day = new Date(`${iso}T00:00Z`);
  return isNaN(day) ? String(iso) : day.toLocaleDateString(s.locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}
