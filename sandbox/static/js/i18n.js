// The page's own words, in the language of the person chosen. {…} is filled in.

import { lang } from "./store.js";

const WORDS = {
  app_badge: ["APP", "应用"],
  today: ["Today", "今天"], yesterday: ["Yesterday", "昨天"], tomorrow: ["Tomorrow", "明天"],
  channels: ["Channels", "频道"], dms: ["Direct messages", "私信"], apps: ["Apps", "应用"],
  jump: ["Jump to…", "跳转…"], menu: ["Open the channel list", "打开频道列表"],
  guest: ["Guest", "访客"], you: ["you", "我"], shared: ["External", "外部共享"],
  acting_as: ["You are", "你现在是"], switch_person: ["Be somebody else", "换个身份"],
  home: ["Home", "首页"], messages: ["Messages", "消息"],
  home_empty: ["Nothing on this page yet", "这里还没有内容"],
  home_empty_more: ["{app} publishes it when it's ready.", "{app} 准备好后会显示在这里。"],
  only_you: ["Only visible to you", "仅你可见"], edited: ["(edited)", "（已编辑）"],
  deleted: ["This message was deleted.", "这条消息已删除。"],
  reply: ["Reply in thread", "在话题中回复"], more: ["More actions", "更多操作"], copy: ["Copy text", "复制文字"],
  edit_own: ["Edit message", "编辑消息"], delete_own: ["Delete message", "删除消息"], save_own: ["Save", "保存"],
  copied: ["Copied", "已复制"], copy_failed: ["The browser did not let me copy", "浏览器不让复制"],
  replies: ["{n} replies", "{n} 条回复"], reply_one: ["1 reply", "1 条回复"], thread: ["Thread", "话题"],
  close: ["Close", "关闭"], back: ["Back", "返回"], cancel: ["Cancel", "取消"], ok: ["OK", "好"], clear: ["Clear", "清空"],
  shortcuts_of: ["{app} shortcuts", "{app} 快捷方式"], shortcuts: ["Shortcuts", "快捷方式"], commands: ["Commands", "命令"],
  new_line: ["New", "新消息"], to_newest: ["Jump to newest", "回到最新"], loading: ["Loading", "加载中"],
  nothing: ["Nothing found", "没有找到"], search: ["Search", "搜索"],
  send: ["Send", "发送"], message_to: ["Message {name}", "发消息到 {name}"], reply_to: ["Reply…", "回复…"],
  sending: ["Sending…", "发送中…"], hint_enter: ["Enter to send, Shift+Enter for a new line", "Enter 发送，Shift+Enter 换行"],
  no_thread_command: ["{command} is not supported in threads. Sorry!", "话题里不能用 {command}"],
  not_sent: ["That wasn't sent. Your text is still here.", "没发出去，你写的还在这儿。"],
  command_help: ["To send it as a message, put a space in front.", "想作为消息发出去，前面加个空格。"],
  not_member: ["You're looking at a channel you aren't in.", "你还不在这个频道里，只能看看。"], join: ["Join channel", "加入频道"],
  archived: ["This channel is archived.", "这个频道已归档。"], read_only: ["Messages can't be sent here.", "这里不能发消息。"],
  offline: ["The sandbox doesn't answer. Reconnecting…", "沙盒没有回应，正在重连…"],
  offline_toast: ["The sandbox doesn't answer. Is it still running?", "沙盒没有回应，它还在运行吗？"],
  failed: ["{app} didn't answer: {error}", "{app} 没有回应：{error}"],
  trouble: ["We had some trouble connecting. Try again?", "连接出了点问题，再试一次？"],
  required: ["Please complete this required field.", "这一项必填。"],
  too_long: ["Keep it to {n} characters or fewer.", "最多 {n} 个字符。"],
  too_short: ["Enter at least {n} characters.", "至少 {n} 个字符。"],
  bad_number: ["Enter a valid number.", "请输入数字。"], bad_whole: ["Enter a whole number.", "请输入整数。"],
  too_small: ["Enter {n} or more.", "不能小于 {n}。"], too_big: ["Enter {n} or less.", "不能大于 {n}。"],
  bad_email: ["Enter a valid email address.", "邮箱格式不对。"], bad_url: ["Enter a valid URL, such as https://example.com.", "链接格式不对，例如 https://example.com。"],
  optional: ["optional", "选填"], submit: ["Submit", "提交"], choose: ["Choose an option", "请选择"], choose_many: ["Choose options", "请选择"],
  choose_person: ["Choose a person", "选一个人"], choose_channel: ["Choose a channel", "选一个频道"],
  pick_date: ["Pick a date", "选择日期"], pick_time: ["Pick a time", "选择时间"], remove: ["Remove {name}", "移除{name}"],
  prev_month: ["Previous month", "上个月"], next_month: ["Next month", "下个月"],
  add_file: ["Add files", "添加文件"], drop_file: ["or drop them here", "或拖到这里"], uploading: ["Uploading…", "上传中…"],
  upload_failed: ["{name} wasn't uploaded: {error}", "{name} 没传上：{error}"],
  unknown_block: ["This page does not know the block “{type}”", "这个页面不认识「{type}」区块"],
  unknown_element: ["This page does not know the element “{type}”", "这个页面不认识「{type}」元素"],
  outside_image: ["Picture from {host}, not loaded here", "来自 {host} 的图片，这里不加载"],
  business_time: ["Business time", "业务时间"], plus_hour: ["+1 h", "+1 小时"], next_morning: ["Next working morning", "下个工作日早上"],
  next_morning_short: ["Next morning", "次日早上"],
  plus_workday: ["+1 working day", "+1 个工作日"], plus_workday_short: ["+1 day", "+1 天"], to_date: ["To a date…", "到某天…"], move_to: ["Move to", "移到"],
  go: ["Go there", "去那时"], moving_to: ["Moving to {when}", "正在移到 {when}"], past: ["That's in the past. Time only moves forward here.", "那已经过去了，这里的时间只往前走。"],
  heard: ["{app} also wrote to others. Be one of them:", "{app} 也给别人发了消息，换成他们看看："],
  time_help: ["Time stands still until you move it.", "时间不会自己走，由你来推。"],
  wire: ["Wire log", "通信记录"], wire_lead: ["Everything between the app and this workspace. Secrets are masked.", "应用和工作区之间的全部往来，密钥已遮盖。"],
  wire_filter: ["Filter by name or content", "按名称或内容筛选"], wire_all: ["All", "全部"], wire_in: ["To the app", "发给应用"],
  wire_out: ["From the app", "来自应用"], wire_bad: ["Errors", "出错"], wire_empty: ["Nothing yet. Send a command and watch.", "还没有记录。发一条命令看看。"],
  request: ["Request", "请求"], answer: ["Answer", "回应"], copy_json: ["Copy JSON", "复制 JSON"],
  keys: ["Keyboard shortcuts", "键盘快捷键"], key_jump: ["Switch channel or person", "切换频道或身份"], key_help: ["Show this list", "显示这个列表"],
  key_channels: ["Previous or next channel", "上一个 / 下一个频道"], key_send: ["Send", "发送"], key_newline: ["New line", "换行"],
  key_submit: ["Submit a dialog", "提交弹窗"], key_close: ["Close what is on top", "关闭最上层"], key_last: ["Last line you sent (in an empty box)", "上一条发过的内容（输入框为空时）"],
  key_messages: ["Walk through the messages", "在消息之间移动"], key_wire: ["Wire log", "通信记录"],
  go_to: ["Go to", "前往"], be: ["Be {name}", "换成 {name}"],
  start_channel: ["This is the start of {name}", "{name} 从这里开始"], start_dm: ["This is your conversation with {name}", "这是你和 {name} 的对话"],
  try_title: ["Three things to try", "三件事试试看"],
  try_command: ["Type a command", "发一条命令"], try_shortcut: ["Use a message", "用一条消息"],
  try_shortcut_how: ["Point at a message, open ⋯ and pick “{name}”.", "把鼠标移到消息上，点 ⋯，选「{name}」。"],
  try_time: ["Let time pass", "让时间走一走"], try_time_how: ["Jump to the next working morning and see who hears from {app}.", "跳到下个工作日早上，看看 {app} 会提醒谁。"],
  try_dm: ["Just talk to it", "直接跟它说"], try_dm_how: ["Write to {app} in your own words.", "用你自己的话给 {app} 发一句。"],
};

export function t(key, values = {}) {
  const text = WORDS[key][lang() === "zh" ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// An example line after a command; the app's own usage hint, unless the reader's language has a better one.
const ZH_LINES = {
  "/lead": "恒达机械 张总 13800138000 想上ERP 预算80万 展会",
  "/followup": "云帆科技 同意出方案；下周三下午两点前发对比",
  "/deal": "云帆科技",
};

export const exampleOf = (command) => (lang() === "zh" && ZH_LINES[command.command]) || command.usage_hint || "";
