"""Names of feast days and how each is found in a year; plain facts for rules/when/holidays.py."""

# Month and day.
FIXED = {
    "christmas eve": (12, 24), "christmas": (12, 25), "boxing day": (12, 26), "new year": (1, 1), "new year eve": (12, 31),
    "valentines day": (2, 14), "halloween": (10, 31), "independence day": (7, 4), "veterans day": (11, 11), "labour day": (5, 1),
    "st patricks day": (3, 17), "april fools day": (4, 1), "juneteenth": (6, 19), "groundhog day": (2, 2), "earth day": (4, 22),
    "flag day": (6, 14), "may day": (5, 1), "womens day": (3, 8), "mens day": (11, 19), "cinco de mayo": (5, 5), "ides of march": (3, 15), "day of the dead": (11, 2), "pi day": (3, 14),
    "guy fawkes night": (11, 5), "remembrance day": (11, 11), "canada day": (7, 1), "australia day": (1, 26), "anzac day": (4, 25),
    "waitangi day": (2, 6), "bastille day": (7, 14), "st georges day": (4, 23), "st andrews day": (11, 30), "burns night": (1, 25),
    "epiphany": (1, 6), "all saints day": (11, 1), "all souls day": (11, 2), "assumption day": (8, 15), "tax day": (4, 15),
    "patriot day": (9, 11), "kwanzaa": (12, 26), "bosss day": (10, 16), "siblings day": (4, 10), "lincolns birthday": (2, 12), "cesar chavez day": (3, 31),
    "pearl harbor day": (12, 7), "d day": (6, 6), "kings day": (4, 27), "world vegan day": (11, 1), "orthodox christmas": (1, 7), "st nicholas day": (12, 6),
    "st lucys day": (12, 13), "walpurgis night": (4, 30), "german unity day": (10, 3), "republic day": (1, 26), "gandhi jayanti": (10, 2),
    "world environment day": (6, 5), "world health day": (4, 7), "human rights day": (12, 10), "world aids day": (12, 1), "emancipation day": (4, 16),
    "constitution day": (9, 17), "inauguration day": (1, 20), "star wars day": (5, 4), "festivus": (12, 23), "hogmanay": (12, 31), "st davids day": (3, 1), "candlemas": (2, 2),
    "annunciation": (3, 25), "immaculate conception": (12, 8), "white day": (3, 14), "loyalty day": (5, 1), "ochi day": (10, 28), "singles day": (11, 11), "chinese national day": (10, 1),
    "元旦": (1, 1), "情人节": (2, 14), "白色情人节": (3, 14), "妇女节": (3, 8), "植树节": (3, 12), "愚人节": (4, 1), "地球日": (4, 22),
    "劳动节": (5, 1), "青年节": (5, 4), "儿童节": (6, 1), "618": (6, 18), "建党节": (7, 1), "建军节": (8, 1), "教师节": (9, 10),
    "国庆": (10, 1), "万圣节": (10, 31), "双十一": (11, 11), "双十二": (12, 12), "平安夜": (12, 24), "圣诞": (12, 25), "跨年": (12, 31),
    "五一": (5, 1), "六一": (6, 1), "十一": (10, 1), "八一": (8, 1), "七一": (7, 1), "五四": (5, 4), "三八": (3, 8),
}  # fmt: skip
# Month, weekday (Monday 0), which one (-1 the last), days after it.
FLOATING = {
    "thanksgiving": (11, 3, 4, 0), "black friday": (11, 3, 4, 1), "small business saturday": (11, 3, 4, 2),
    "cyber monday": (11, 3, 4, 4), "giving tuesday": (11, 3, 4, 5), "labor day": (9, 0, 1, 0), "memorial day": (5, 0, -1, 0),
    "mothers day": (5, 6, 2, 0), "fathers day": (6, 6, 3, 0), "mlk day": (1, 0, 3, 0), "presidents day": (2, 0, 3, 0),
    "columbus day": (10, 0, 2, 0), "patriots day": (4, 0, 3, 0), "election day": (11, 0, 1, 1), "victoria day": (5, 4, 3, 3),
    "arbor day": (4, 4, -1, 0), "armed forces day": (5, 5, 3, 0), "grandparents day": (9, 0, 1, 6), "administrative professionals day": (4, 5, -1, -3),
    "take your child to work day": (4, 3, 4, 0), "pulaski day": (3, 0, 1, 0), "family day": (2, 0, 3, 0), "civic holiday": (8, 0, 1, 0),
    "canadian thanksgiving": (10, 0, 2, 0), "melbourne cup day": (11, 1, 1, 0), "earth hour": (3, 5, -1, 0), "military spouse day": (5, 6, 2, -2),
    "national day of prayer": (5, 3, 1, 0), "thanksgiving eve": (11, 3, 4, -1), "early may bank holiday": (5, 0, 1, 0), "spring bank holiday": (5, 0, -1, 0), "summer bank holiday": (8, 0, -1, 0),
    "感恩节": (11, 3, 4, 0), "黑五": (11, 3, 4, 1), "网络星期一": (11, 3, 4, 4), "母亲节": (5, 6, 2, 0), "父亲节": (6, 6, 3, 0),
}  # fmt: skip
# Days after Easter Sunday.
EASTER = {
    "easter": 0, "easter monday": 1, "good friday": -2, "maundy thursday": -3, "palm sunday": -7, "ash wednesday": -46,
    "shrove tuesday": -47, "ascension day": 39, "pentecost": 49, "whit monday": 50, "corpus christi": 60, "rose monday": -48, "holy saturday": -1, "trinity sunday": 56, "whit saturday": 48, "whitsun": 49, "easter eve": -1,
    "复活节": 0, "耶稣受难日": -2,
}  # fmt: skip
# Days after the Easter of the eastern churches.
ORTHODOX = {
    "orthodox easter": 0, "orthodox easter monday": 1, "orthodox good friday": -2, "orthodox holy saturday": -1, "orthodox palm sunday": -7,
    "clean monday": -48, "lazarus saturday": -8, "orthodox ascension": 39, "orthodox pentecost": 49, "orthodox whit monday": 50,
}  # fmt: skip
# Month and day of the Chinese calendar; (12, 30) is the last day of its year.
LUNAR = {
    "春节": (1, 1), "过年": (1, 1), "元宵节": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中元节": (7, 15), "中秋": (8, 15), "重阳": (9, 9),
    "腊八节": (12, 8), "小年": (12, 23), "除夕": (12, 30),
}  # fmt: skip
# Other spellings, without apostrophes and hyphens.
SPELLED = {
    "xmas eve": "christmas eve", "xmas": "christmas", "x mas": "christmas", "xmas day": "christmas", "christmas day": "christmas",
    "new years": "new year", "new year day": "new year", "new years day": "new year", "new years eve": "new year eve",
    "nye": "new year eve", "valentines": "valentines day", "valentine day": "valentines day", "april fools": "april fools day",
    "all fools day": "april fools day", "halloween night": "halloween", "all hallows eve": "halloween", "st pattys day": "st patricks day",
    "international womens day": "womens day", "womans day": "womens day", "international workers day": "labour day",
    "guy fawkes": "guy fawkes night", "guy fawkes day": "guy fawkes night", "bonfire night": "guy fawkes night",
    "armistice day": "remembrance day", "three kings day": "epiphany", "all saints": "all saints day", "st stephens day": "boxing day",
    "double eleven": "singles day", "double 11": "singles day", "china national day": "chinese national day",
    "thanksgiving day": "thanksgiving", "turkey day": "thanksgiving", "martin luther king day": "mlk day",
    "martin luther king jr day": "mlk day", "martin luther kings day": "mlk day", "washingtons birthday": "presidents day",
    "indigenous peoples day": "columbus day", "mothering day": "mothers day", "easter sunday": "easter", "easter day": "easter",
    "holy thursday": "maundy thursday", "mardi gras": "shrove tuesday", "fat tuesday": "shrove tuesday", "pancake day": "shrove tuesday",
    "ascension": "ascension day", "ascension thursday": "ascension day", "whit sunday": "pentecost", "pentecost sunday": "pentecost",
    "pentecost monday": "whit monday", "chinese new year": "春节", "lunar new year": "春节", "cny": "春节", "spring festival": "春节",
    "chinese new year eve": "除夕", "chinese new years eve": "除夕", "lunar new year eve": "除夕", "lantern festival": "元宵节",
    "dragon boat festival": "端午", "mid autumn festival": "中秋", "mid autumn day": "中秋", "moon festival": "中秋",
    "mooncake festival": "中秋", "double ninth": "重阳", "double ninth festival": "重阳", "qingming": "清明", "qingming festival": "清明",
    "tomb sweeping day": "清明", "winter solstice": "冬至",
    "boss day": "bosss day", "sibling day": "siblings day", "lincoln day": "lincolns birthday", "koningsdag": "kings day", "kings day netherlands": "kings day",
    "india republic day": "republic day", "indian republic day": "republic day", "secretaries day": "administrative professionals day",
    "administrative professional day": "administrative professionals day", "take our daughters and sons to work day": "take your child to work day",
    "national grandparents day": "grandparents day", "military spouse appreciation day": "military spouse day", "all souls": "all souls day",
    "saint nicholas day": "st nicholas day", "holy thursday orthodox": "orthodox good friday", "orthodox great friday": "orthodox good friday",
    "pascha": "orthodox easter", "great friday": "orthodox good friday", "easter saturday": "holy saturday", "shrove monday": "rose monday",
    "deepavali": "diwali", "divali": "diwali", "festival of lights": "diwali", "lakshmi puja": "diwali", "festival of colors": "holi", "festival of colours": "holi",
    "dussehra festival": "dussehra", "dasara": "dussehra", "dussera": "dussehra", "vijayadashami": "dussehra", "vijaya dashami": "dussehra", "navratri": "navaratri",
    "sharad navratri": "navaratri", "krishna janmashtami": "janmashtami", "gokulashtami": "janmashtami", "vinayaka chaturthi": "ganesh chaturthi",
    "ganesha chaturthi": "ganesh chaturthi", "rakhi": "raksha bandhan", "rakshabandhan": "raksha bandhan", "ram navami": "rama navami",
    "mahashivratri": "maha shivaratri", "maha shivratri": "maha shivaratri", "mahashivaratri": "maha shivaratri", "shivaratri": "maha shivaratri",
    "shivratri": "maha shivaratri", "mahaveer jayanti": "mahavir jayanti", "gurpurab": "guru nanak jayanti", "guru nanaks birthday": "guru nanak jayanti",
    "guru nanak gurpurab": "guru nanak jayanti", "makara sankranti": "makar sankranti", "sankranti": "makar sankranti", "thai pongal": "pongal",
    "baisakhi": "vaisakhi", "vasakhi": "vaisakhi", "gudi padwa": "ugadi", "yugadi": "ugadi", "vasant panchami": "basant panchami",
    "chhath puja": "chhath", "karwa chauth": "karva chauth", "durga ashtami": "maha ashtami", "mahanavami": "maha navami", "vesakha": "vesak", "vesak day": "vesak",
    "buddha day": "vesak", "buddha purnima": "vesak", "buddhas birthday": "vesak", "wesak": "vesak",
    "start of ramadan": "ramadan", "beginning of ramadan": "ramadan", "first day of ramadan": "ramadan", "ramadan start": "ramadan", "ramzan": "ramadan",
    "ramadhan": "ramadan", "eid": "eid al fitr", "eid ul fitr": "eid al fitr", "eid el fitr": "eid al fitr", "id al fitr": "eid al fitr", "end of ramadan": "eid al fitr",
    "hari raya": "eid al fitr", "eid ul adha": "eid al adha", "eid el adha": "eid al adha", "id al adha": "eid al adha", "bakrid": "eid al adha",
    "bakra eid": "eid al adha", "feast of the sacrifice": "eid al adha", "sacrifice feast": "eid al adha", "hari raya haji": "eid al adha",
    "hijri new year": "islamic new year", "arabic new year": "islamic new year", "muharram": "islamic new year", "day of ashura": "ashura", "milad un nabi": "mawlid",
    "mawlid al nabi": "mawlid", "eid milad un nabi": "mawlid", "prophets birthday": "mawlid", "laylat al miraj": "isra and miraj", "night journey": "isra and miraj",
    "rosh hashana": "rosh hashanah", "rosh ha shanah": "rosh hashanah", "jewish new year": "rosh hashanah", "yom kippour": "yom kippur", "day of atonement": "yom kippur",
    "succot": "sukkot", "sukkoth": "sukkot", "feast of tabernacles": "sukkot", "feast of booths": "sukkot", "chanukah": "hanukkah", "chanukkah": "hanukkah",
    "hanukah": "hanukkah", "hannukah": "hanukkah", "pesach": "passover", "pesah": "passover", "feast of weeks": "shavuot", "shavuoth": "shavuot",
    "lag b'omer": "lag baomer", "lag bomer": "lag baomer", "tisha b'av": "tisha bav", "ninth of av": "tisha bav", "yom ha'atzmaut": "yom haatzmaut",
    "israel independence day": "yom haatzmaut", "israeli independence day": "yom haatzmaut", "norooz": "nowruz", "navroz": "nowruz", "nawroz": "nowruz",
    "persian new year": "nowruz", "iranian new year": "nowruz", "排灯节": "diwali", "开斋节": "eid al fitr", "古尔邦节": "eid al adha", "宰牲节": "eid al adha",
    "斋月": "ramadan", "光明节": "hanukkah", "逾越节": "passover", "元旦节": "元旦", "三八节": "妇女节", "三八妇女节": "妇女节", "女神节": "妇女节", "五一节": "劳动节", "五一劳动节": "劳动节",
    "国际劳动节": "劳动节", "五四青年节": "青年节", "六一儿童节": "儿童节", "六一节": "儿童节", "六一八": "618", "八一建军节": "建军节",
    "国庆节": "国庆", "十一国庆": "国庆", "十一国庆节": "国庆", "万圣夜": "万圣节", "光棍节": "双十一", "双11": "双十一", "双12": "双十二",
    "圣诞节": "圣诞", "圣诞前夜": "平安夜", "圣诞夜": "平安夜", "圣诞前夕": "平安夜", "跨年夜": "跨年", "元旦前夜": "跨年", "新年前夜": "跨年",
    "黑色星期五": "黑五", "网一": "网络星期一", "农历新年": "春节", "大年初一": "春节", "大年三十": "除夕", "年三十": "除夕", "除夕夜": "除夕",
    "元宵": "元宵节", "正月十五": "元宵节", "端午节": "端午", "七夕节": "七夕", "中秋节": "中秋", "中秋夜": "中秋", "重阳节": "重阳", "腊八": "腊八节",
    "清明节": "清明",
}  # fmt: skip
# What is also another word, or only a number: it needs company inside a sentence.
SHY = {
    "十一", "六一", "八一", "七一", "五四", "三八", "618", "过年", "跨年", "小年", "new year", "new years", "cny", "nye", "epiphany", "小雪", "大雪", "小满",
    "雨水", "may day", "pi day", "flag day", "eid", "d day", "family day", "republic day", "annunciation", "white day", "pascha",
}  # fmt: skip
