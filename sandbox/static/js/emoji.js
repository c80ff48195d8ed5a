// A small set of emoji by short name, as apps write them. What is missing stays as typed.

const SETS = `
smile😄 smiley😃 grinning😀 grin😁 joy😂 slightly_smiling_face🙂 wink😉 blush😊 sunglasses😎 thinking_face🤔 neutral_face😐
cry😢 sob😭 sweat_smile😅 heart_eyes😍 tired_face😫 sleeping😴 zzz💤 wave👋 raised_hands🙌 clap👏 pray🙏 muscle💪
ok_hand👌 +1👍 thumbsup👍 -1👎 thumbsdown👎 point_right👉 point_left👈 point_up☝️ point_down👇 eyes👀 handshake🤝
heart❤️ fire🔥 tada🎉 confetti_ball🎊 sparkles✨ star⭐ rocket🚀 trophy🏆 medal🏅 first_place_medal🥇 dart🎯 gift🎁 100💯
white_check_mark✅ heavy_check_mark✔️ ballot_box_with_check☑️ x❌ heavy_plus_sign➕ heavy_minus_sign➖ warning⚠️
rotating_light🚨 no_entry⛔ no_entry_sign🚫 question❓ exclamation❗ bangbang‼️ information_sourceℹ️ bulb💡 bell🔔 no_bell🔕
mega📣 loudspeaker📢 speech_balloon💬 thought_balloon💭 zap⚡ hourglass⌛ hourglass_flowing_sand⏳ alarm_clock⏰ stopwatch⏱️
clock3🕒 watch⌚ calendar📅 date📅 spiral_calendar_pad🗓️ pushpin📌 round_pushpin📍 paperclip📎 link🔗 lock🔒 unlock🔓 key🔑
pencil✏️ pencil2✏️ memo📝 clipboard📋 page_facing_up📄 file_folder📁 open_file_folder📂 books📚 bookmark🔖 label🏷️
email📧 envelope✉️ inbox_tray📥 outbox_tray📤 package📦 phone📞 telephone_receiver📞 iphone📱 computer💻 mag🔍
chart_with_upwards_trend📈 chart_with_downwards_trend📉 bar_chart📊 moneybag💰 money_with_wings💸 dollar💵 yen💴 credit_card💳
receipt🧾 briefcase💼 office🏢 factory🏭 house🏠 truck🚚 airplane✈️ car🚗 hammer_and_wrench🛠️ gear⚙️ wrench🔧 robot_face🤖
red_circle🔴 large_orange_circle🟠 large_yellow_circle🟡 large_green_circle🟢 large_blue_circle🔵 white_circle⚪ black_circle⚫
large_red_square🟥 large_yellow_square🟨 large_green_square🟩 white_large_square⬜ black_large_square⬛ small_orange_diamond🔸
arrow_right➡️ arrow_left⬅️ arrow_up⬆️ arrow_down⬇️ arrow_upper_right↗️ arrows_counterclockwise🔄 repeat🔁
fast_forward⏩ rewind⏪ double_vertical_bar⏸️ arrow_forward▶️ seedling🌱 sunny☀️ partly_sunny⛅ cloud☁️ snowflake❄️
ice_cube🧊 coffee☕ beer🍺 cake🍰 rainbow🌈 turtle🐢 snail🐌 busts_in_silhouette👥 bust_in_silhouette👤 cn🇨🇳 us🇺🇸
runner🏃 construction🚧 traffic_light🚥 vertical_traffic_light🚦 scroll📜 wastebasket🗑️`;

const NAMES = new Map();
for (const word of SETS.trim().split(/\s+/)) {
  const [, name, sign] = /^([a-z0-9_+-]+)(.+)$/u.exec(word);
  NAMES.set(name, sign);
}
for (const [at, name] of ["one", "two", "three", "four", "five"].entries()) NAMES.set(name, `${at + 1}️⃣`);

export const emoji = (name) => NAMES.get(name) || null;

export const withEmoji = (text) =>
  text.replace(/:([a-z0-9_+-]+)(?:::skin-tone-\d)?:/g, (whole, name) => emoji(name) || whole);
