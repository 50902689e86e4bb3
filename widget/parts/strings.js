const many = (n, unit) => `${n} ${unit}${n === 1 ? "" : "s"}`;

/** Every word that the widget says itself, in English and Simplified Chinese. */
const WORDS = {
  lang: ["en", "zh"],
  locale: ["en-GB", "zh-CN"],
  comma: [", ", "，"],
  title: ["ICP assistant", "ICP 助手"],
  subtitle: ["Website certification in China", "中国大陆网站备案与许可"],
  launch: ["Ask about ICP certification", "咨询 ICP 备案与许可"],
  launchNew: ["Ask about ICP certification: new answer", "咨询 ICP 备案与许可：有新回答"],
  close: ["Close", "关闭"],
  startOver: ["Start over", "重新开始"],
  log: ["Conversation", "对话"],
  you: ["You said:", "你说："],
  bot: ["Assistant said:", "助手说："],
  field: ["Your message", "输入消息"],
  hint: ["Ask, or describe your site", "提问，或描述网站"],
  room: [(n) => `${many(n, "character")} left`, (n) => `还可输入 ${n} 个字符`],
  tooLong: [(n) => `${many(n, "character")} too long. Nothing was cut.`, (n) => `超出 ${n} 个字符，内容未被截断。`],
  send: ["Send", "发送"],
  note: ["Automated answers with their sources. No legal advice.", "自动回答，附来源；不构成法律意见。"],
  greeting: ["Which ICP certificate does your website need?", "我的网站需要哪种 ICP 证件？"],
  more: ["Tell me where it is hosted and what it does.", "请告诉我网站托管在哪里、做什么。"],
  starts: [
    ["Which ICP certificate does my website need?", "What is an ICP Filing?", "How long does it take?", "When is my PSB filing due?"],
    ["我的网站需要哪种 ICP 证件？", "什么是 ICP 备案？", "需要多长时间？", "我的公安备案什么时候到期？"],
  ],
  typing: ["The assistant is writing …", "助手正在输入 …"],
  slow: ["This takes longer than usual.", "这次比平时慢。"],
  below: ["New answer below", "下方有新回答"],
  otherTab: ["The above was said in another tab. A new conversation begins here.", "以上内容来自另一个标签页，从这里开始新的对话。"],
  again: ["Try again", "重试"],
  failed: ["The assistant cannot be reached at the moment. Your message is kept here.", "暂时无法连接助手。消息保留在这里。"],
  tooSlow: ["No answer came within 30 seconds. Your message is kept here.", "30 秒内没有收到回答。消息保留在这里。"],
  tooMany: [(n) => `Too many messages at once. You can try again in ${many(n, "second")}.`, (n) => `消息过于频繁，请在 ${n} 秒后重试。`],
  refused: ["The assistant could not take this message.", "助手无法接收这条消息。"],
  unanswered: ["Not answered", "未回答"],
  pickDate: ["Or pick the day", "或选择日期"],
  useDate: ["Use this date", "使用此日期"],
  helpful: ["Did this help?", "这有帮助吗？"],
  yes: ["Yes, this helped", "有帮助"],
  no: ["No, this did not help", "没有帮助"],
  thanks: ["Thank you.", "谢谢。"],
  failedVote: ["That could not be told. Did this help?", "反馈未能送达。这有帮助吗？"],
  source: ["Source: ", "来源："],
  held: ["Held", "已取得"],
  applied: ["Applied for", "申请中"],
  to_get: ["To get", "待办理"],
  not_needed: ["Not needed", "不需要"],
  open: ["Still open", "待确定"],
  changed: ["What changed: ", "变化："],
  have: ["I have it", "我已取得"],
  decision: ["Decision", "结论"],
  whatIf: ["What if", "假设"],
  understood: ["Understood: ", "已了解："],
  why: ["Why", "理由"],
  remarks: ["Good to know", "值得注意"],
  timeline: ["Timeline", "时间表"],
  today: ["Today", "今天"],
  days: [(n) => many(n, "day"), (n) => `${n} 天`],
  provisional: ["provisional", "暂定"],
  provisionalNote: ["Provisional: the working days of that year are not announced yet.", "暂定：当年的工作日安排尚未公布。"],
  left: [(n) => (n ? `${many(n, "day")} left` : "today"), (n) => (n ? `还剩 ${n} 天` : "今天到期")],
  overdue: [(n) => `${many(n, "day")} overdue`, (n) => `已逾期 ${n} 天`],
  ago: [(n) => `${many(n, "day")} ago`, (n) => `${n} 天前`],
  calendar: ["Add to calendar", "加入日历"],
  copy: ["Copy summary", "复制摘要"],
  copied: ["Copied", "已复制"],
  notCopied: ["Could not be copied", "无法复制"],
  print: ["Print", "打印"],
};

const [en, zh] = [0, 1].map((column) => Object.fromEntries(Object.entries(WORDS).map(([name, each]) => [name, each[column]])));

/** The words for a BCP 47 tag such as "zh-CN". */
export const stringsFor = (tag, otherwise = en) => ({ en, zh })[tag?.slice(0, 2).toLowerCase()] || otherwise;

export function dayText(iso, s) {
  const day = new Date(`${iso}T00:00Z`);
  return isNaN(day) ? String(iso) : day.toLocaleDateString(s.locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}
