/**
 * The look. A page sets it by variables on icp-chat: --icp-accent, --icp-on-accent, --icp-surface, --icp-text, --icp-quiet, --icp-line,
 * --icp-bubble, --icp-head, --icp-on-head, --icp-font, --icp-radius, --icp-z.
 */
const CSS = `
:host {
  --a: var(--icp-accent, #0b5cab); --oa: var(--icp-on-accent, #fff); --s: var(--icp-surface, #fff); --t: var(--icp-text, #1b2430);
  --q: var(--icp-quiet, #566273); --l: var(--icp-line, #dce2ea); --b: var(--icp-bubble, #f1f4f8);
  --h: var(--icp-head, var(--a)); --oh: var(--icp-on-head, var(--oa)); --good: #0f6b3c; --warn: #8a4b00; --bad: #a81f1f; --r: var(--icp-radius, 14px);
  color-scheme: light; position: fixed; z-index: var(--icp-z, 2147483000); right: 20px; bottom: 20px; color: var(--t);
  font: 15px/1.45 var(--icp-font, system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", sans-serif);
}
@media (prefers-color-scheme: dark) { :host(:not([theme=light])) {
  --a: var(--icp-accent, #8fc1ff); --oa: var(--icp-on-accent, #08213f); --s: var(--icp-surface, #161c24); --t: var(--icp-text, #e8edf3);
  --q: var(--icp-quiet, #a5b1c0); --l: var(--icp-line, #333e4b); --b: var(--icp-bubble, #212a35);
  --h: var(--icp-head, #202b38); --oh: var(--icp-on-head, #e8edf3); --good: #7ddba6; --warn: #f5c276; --bad: #ffa3a3; color-scheme: dark;
} }
:host([theme=dark]) {
  --a: var(--icp-accent, #8fc1ff); --oa: var(--icp-on-accent, #08213f); --s: var(--icp-surface, #161c24); --t: var(--icp-text, #e8edf3);
  --q: var(--icp-quiet, #a5b1c0); --l: var(--icp-line, #333e4b); --b: var(--icp-bubble, #212a35);
  --h: var(--icp-head, #202b38); --oh: var(--icp-on-head, #e8edf3); --good: #7ddba6; --warn: #f5c276; --bad: #ffa3a3; color-scheme: dark;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
p, ol, ul { margin: 0; padding: 0; }
button, textarea, input { font: inherit; color: inherit; }
button { cursor: pointer; border: 0; background: none; }
button:disabled { cursor: default; opacity: .55; }
:focus-visible { outline: 2px solid var(--a); outline-offset: 2px; }
svg { width: 20px; height: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.launcher { display: grid; place-items: center; width: 58px; height: 58px; margin-left: auto; border-radius: 50%; background: var(--a); color: var(--oa);
  box-shadow: 0 6px 20px #0b1d3355; transition: transform .15s; }
.launcher:hover { transform: translateY(-2px); }
.launcher svg { width: 28px; height: 28px; }
.launcher.new::after { content: ""; position: absolute; top: 2px; right: 2px; width: 14px; height: 14px; border-radius: 50%; background: #d93025; border: 2px solid #fff; }
:host(.open) .launcher { display: none; }
.panel { display: flex; flex-direction: column; width: min(408px, calc(100vw - 40px)); height: min(700px, calc(100dvh - 40px)); overflow: hidden;
  background: var(--s); border: 1px solid var(--l); border-radius: var(--r); box-shadow: 0 16px 48px #0b1d3340; animation: rise .18s ease-out; }
@keyframes rise { from { opacity: 0; transform: translateY(10px); } }
.head { display: flex; align-items: center; gap: 4px; padding: 12px 8px 12px 16px; background: var(--h); color: var(--oh); }
.head div { flex: 1; min-width: 0; }
.head .title { margin: 0; font-size: 16px; }
.head .sub { color: inherit; }
.head :focus-visible { outline-color: currentColor; }
.tool { display: grid; place-items: center; width: 40px; height: 40px; border-radius: 10px; }
.tool:hover { background: #8883; }
.log { position: relative; flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 14px; outline-offset: -3px; }
.turn { display: flex; flex-direction: column; gap: 8px; margin-bottom: 14px; }
.turn > * { max-width: 100%; }
.msg { align-self: flex-start; max-width: 90%; padding: 9px 13px; border-radius: 4px var(--r) var(--r) var(--r); background: var(--b); overflow-wrap: anywhere; }
.msg > * + *, .card > * + * { margin-top: 8px; }
.me { align-self: flex-end; max-width: 85%; border-radius: var(--r) var(--r) 4px var(--r); background: var(--a); color: var(--oa); white-space: pre-wrap; }
.asks > .sub { align-self: flex-end; }
.msg ul, .msg ol, .card ul, .card > ol:not(.certificates) { padding-left: 20px; }
a { color: var(--a); }
.title { font-weight: 650; }
.name { font-weight: 600; }
.sub, .source, .gap, .note { color: var(--q); font-size: 13px; }
.source { font-size: 12px; }
.label { font-size: 12px; font-weight: 650; letter-spacing: .04em; text-transform: uppercase; color: var(--q); }
.tag { padding: 1px 8px; border-radius: 99px; border: 1px solid currentColor; font-size: 12px; white-space: nowrap; color: var(--q); }
.card { padding: 14px; border: 1px solid var(--l); border-radius: var(--r); background: var(--s); box-shadow: 0 1px 4px #0b1d3312; overflow-wrap: anywhere; }
.card.if { border-style: dashed; }
.certificates { list-style: none; }
.certificates li { display: flex; align-items: flex-start; gap: 10px; padding: 8px 0; border-top: 1px solid var(--l); }
.certificates div { flex: 1; min-width: 0; }
.dot { display: grid; place-items: center; width: 24px; height: 24px; flex: none; border-radius: 50%; background: var(--b); font-size: 13px; font-weight: 650; }
.dot svg { width: 15px; height: 15px; stroke-width: 2.6; }
.to_get .dot, .applied .dot { background: var(--a); color: var(--oa); }
.to_get .tag, .applied .tag { color: var(--a); }
.held .dot, .held .tag { color: var(--good); }
.not_needed .name { font-weight: 400; }
.breach, .trouble { display: flex; gap: 9px; padding: 10px 12px; border: 1px solid currentColor; border-radius: 10px; color: var(--bad); }
.trouble { margin-bottom: 14px; }
.trouble p { color: var(--t); }
.trouble .act { margin-top: 8px; }
.bar { display: flex; gap: 3px; height: 8px; margin: 8px 0 12px; }
.bar i { min-width: 8px; border-radius: 99px; background: var(--a); }
.bar i:nth-child(2n) { opacity: .62; }
.bar i.past { background: var(--l); }
.timeline { padding-top: 10px; border-top: 1px solid var(--l); }
.timeline ol { list-style: none; margin-left: 5px; border-left: 2px solid var(--l); }
.timeline li { position: relative; padding: 0 0 12px 16px; }
.timeline li:last-child { padding-bottom: 2px; }
.timeline li::before { content: ""; position: absolute; left: -7px; top: 5px; width: 12px; height: 12px; border-radius: 50%; border: 2px solid var(--a); background: var(--s); }
.timeline .today::before, .timeline .launch::before { background: var(--a); }
.timeline .launch::before { border-radius: 3px; transform: rotate(45deg); }
.timeline .tag { margin-left: 6px; font-size: 11px; }
.timeline .gap { font-size: 12px; }
details { padding: 8px 0 0; border-top: 1px solid var(--l); }
summary { display: flex; align-items: center; gap: 6px; min-height: 28px; font-weight: 600; list-style: none; cursor: pointer; }
summary::-webkit-details-marker { display: none; }
summary svg { width: 16px; height: 16px; transition: transform .15s; }
[open] > summary svg { transform: rotate(90deg); }
details li { margin-top: 6px; }
.acts { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
.act, .reply, .start { min-height: 36px; padding: 6px 13px; border: 1px solid var(--l); border-radius: 99px; background: var(--s); text-align: left; }
.act { display: inline-flex; align-items: center; gap: 7px; font-size: 14px; color: var(--t); }
.act svg { width: 17px; height: 17px; }
.reply { border-color: var(--a); color: var(--a); font-weight: 550; }
.changed { padding-bottom: 8px; color: var(--a); font-weight: 550; }
.choice { width: 100%; border-radius: 14px; } .choice .sub { display: block; font-weight: 400; } .certificates .reply { min-height: 28px; padding: 2px 12px; margin-top: 6px; font-size: 13px; }
.act:hover:enabled, .reply:hover:enabled, .start:hover { background: var(--b); }
.acts input { min-height: 36px; padding: 4px 10px; border: 1px solid var(--q); border-radius: 10px; background: var(--s); }
.chip { display: flex; align-items: center; justify-content: space-between; gap: 10px; padding: 9px 13px; border: 1px solid var(--l); border-left: 4px solid var(--a); border-radius: 10px; }
.chip.soon { border-left-color: var(--warn); } .chip.soon .tag { color: var(--warn); }
.chip.late { border-left-color: var(--bad); } .chip.late .tag { color: var(--bad); }
.votes { display: flex; align-items: center; gap: 4px; color: var(--q); font-size: 13px; }
.votes button { display: grid; place-items: center; width: 32px; height: 32px; border-radius: 8px; }
.votes button:hover:enabled { background: var(--b); }
.votes svg { width: 17px; height: 17px; }
.votes [aria-pressed=true] { color: var(--a); opacity: 1; }
.down svg { transform: rotate(180deg); }
.welcome { display: flex; flex-direction: column; gap: 10px; padding-top: 6px; }
.mark { display: grid; place-items: center; width: 44px; height: 44px; border-radius: 13px; background: var(--b); color: var(--a); }
.mark svg { width: 25px; height: 25px; }
.hello { font-size: 20px; font-weight: 650; line-height: 1.25; }
.start { display: flex; align-items: center; justify-content: space-between; gap: 8px; padding: 10px 14px; border-radius: 12px; }
.start svg { color: var(--a); }
.wait { display: flex; flex-wrap: wrap; align-items: center; gap: 5px; min-height: 40px; margin-bottom: 14px; }
.wait i { width: 7px; height: 7px; border-radius: 50%; background: var(--q); animation: beat 1.2s infinite; }
.wait i:nth-of-type(2) { animation-delay: .15s; } .wait i:nth-of-type(3) { animation-delay: .3s; }
.wait p { flex-basis: 100%; margin: 0; }
@keyframes beat { 0%, 60%, 100% { opacity: .3; } 30% { opacity: 1; } }
form { display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px 4px; border-top: 1px solid var(--l); }
textarea { flex: 1; min-width: 0; min-height: 42px; max-height: 130px; padding: 9px 13px; resize: none; field-sizing: content; border: 1px solid var(--q); border-radius: 21px; background: var(--s); }
textarea:focus-visible { outline-offset: -1px; border-color: transparent; }
textarea::placeholder { color: var(--q); opacity: 1; }
.send { display: grid; place-items: center; width: 42px; height: 42px; flex: none; border-radius: 50%; background: var(--a); color: var(--oa); }
.note { padding: 0 14px 8px; text-align: center; font-size: 12px; }
@media (max-width: 480px), (max-height: 480px) {
  :host(.open) { inset: 0; } .panel { width: 100%; height: 100dvh; border: 0; border-radius: 0; } textarea, .acts input { font-size: 16px; }
}
@media (prefers-reduced-motion: reduce) { *, *::before { animation: none !important; transition: none !important; } }
@media (forced-colors: active) { .bar i, .dot { forced-color-adjust: none; } }
`;

export const sheet = new CSSStyleSheet();
sheet.replaceSync(CSS);
