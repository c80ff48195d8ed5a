"""Places: alone they are where a customer sits, never what it is called. Data only."""

from rules.wordlists import phrases, words

HAN_PLACES = frozenset(
    words(
        """中国 全国 国内 国外 海外 美国 英国 德国 法国 日本 韩国 印度 越南 泰国 新加坡 马来西亚 印尼 菲律宾 俄罗斯 加拿大 澳洲 澳大利亚 意大利 西班牙
        荷兰 瑞士 瑞典 巴西 墨西哥 迪拜 欧洲 东南亚 中东 埃及 沙特 土耳其 波兰 智利 阿根廷 哥伦比亚 巴基斯坦 孟加拉 尼日利亚 肯尼亚 南非 乌克兰 哈萨克斯坦 非洲 亚太 北美 南美 香港 澳门 台湾 台北 高雄 新竹 东京 大阪 首尔 纽约 伦敦 巴黎 慕尼黑 硅谷 旧金山 洛杉矶
        华东 华南 华北 华中 西南 西北 东北 长三角 珠三角 江浙沪 大湾区 京津冀
        北京 上海 天津 重庆 广东 江苏 浙江 山东 河南 河北 湖南 湖北 四川 福建 安徽 江西 辽宁 吉林 黑龙江 陕西 山西 广西 云南 贵州 甘肃 海南 宁夏 青海 新疆 西藏 内蒙 内蒙古
        广州 深圳 珠海 佛山 东莞 中山 惠州 江门 汕头 湛江 茂名 肇庆 梅州 汕尾 河源 阳江 清远 潮州 揭阳 云浮 韶关 顺德 南海 番禺 龙岗 宝安 南山
        南京 苏州 无锡 常州 镇江 扬州 泰州 南通 盐城 淮安 宿迁 徐州 连云港 昆山 江阴 常熟 张家港 太仓 宜兴 吴江 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 余姚 慈溪 海宁 桐乡 诸暨 永康 萧山
        济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 洛阳 开封 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店
        石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西
        武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳
        福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 晋江 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
        南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 四平 延边 哈尔滨 齐齐哈尔 大庆 佳木斯 牡丹江
        西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 太原 大同 阳泉 长治 晋城 运城 临汾 吕梁 南宁 柳州 桂林 梧州 北海 玉林 昆明 曲靖 玉溪 大理 丽江 贵阳 遵义 兰州 天水 海口 三亚 银川 西宁 酒泉 嘉峪关 张掖 武威 金昌 平凉 庆阳 定西 陇南 石嘴山 吴忠 固原 中卫 喀什 伊犁 克拉玛依 哈密 阿克苏 库尔勒 昌吉 石河子 赤峰 通辽 呼伦贝尔 乌海 鸡西 双鸭山
        绥化 黑河 鹤岗 伊春 白山 松原 白城 钦州 贵港 百色 贺州 河池 来宾 崇左 防城港 保山 昭通 临沧 楚雄 文山 德宏 六盘水 安顺 毕节 铜仁 儋州 商洛 朔州 晋中 忻州 乌鲁木齐 拉萨 呼和浩特 包头 鄂尔多斯
        龙华 罗湖 福田 盐田 坪山 天河 越秀 海珠 荔湾 花都 增城 从化 虎门 厚街 塘厦 余杭 拱墅 吴中 相城 江宁 栖霞 浦口 武进 锡山 惠山 鄞州 北仑 镇海 柯桥 上虞 黄岩 温岭 瑞安 乐清 苍南
        大兴 昌平 顺义 房山 丰台 石景山 武清 西青 津南 渝北 九龙坡 沙坪坝 双流 郫都 龙泉驿 浦东 松江 嘉定 闵行 青浦 奉贤 宝山 静安 徐汇 朝阳区 海淀 海淀区 亦庄 中关村 光谷 滨海 两江 前海 横琴 张江 临港"""
    )
)
LATIN_PLACES = frozenset(
    phrases(
        """USA, US, UK, UAE, EU, EMEA, APAC, LATAM, China, Japan, Korea, India, Germany, France, Italy, Spain, Portugal,
    Ireland, England, Scotland, Wales, Netherlands, Belgium, Switzerland, Austria, Poland, Sweden, Norway, Denmark,
    Finland, Canada, Mexico, Brazil, Argentina, Chile, Australia, New Zealand, Singapore, Malaysia, Indonesia, Thailand,
    Vietnam, Philippines, Taiwan, Hong Kong, Macau, Dubai, Israel, Turkey, Russia, South Africa, Europe, Asia, North
    America, Beijing, Shanghai, Shenzhen, Guangzhou, Hangzhou, Suzhou, Nanjing, Ningbo, Chengdu, Wuhan, Tianjin, Tokyo,
    Osaka, Seoul, Taipei, Bangkok, Mumbai, Delhi, Bangalore, Chennai, London, Paris, Berlin, Munich, Hamburg, Frankfurt,
    Hannover, Cologne, Vienna, Zurich, Geneva, Milan, Rome, Madrid, Barcelona, Lisbon, Amsterdam, Brussels, Dublin,
    Stockholm, Oslo, Copenhagen, Helsinki, Warsaw, Prague, Budapest, Moscow, Istanbul, Sydney, Melbourne, Auckland,
    Toronto, Vancouver, Montreal, New York, NYC, Los Angeles, LA, San Francisco, SF, Bay Area, Silicon Valley, Chicago,
    Boston, Seattle, Denver, Dallas, Houston, Austin, Phoenix, Philadelphia, Atlanta, Miami, Orlando, Tampa, Detroit,
    Minneapolis, Portland, San Diego, San Jose, Las Vegas, Charlotte, Nashville, Columbus, Cleveland, Cincinnati,
    Pittsburgh, Baltimore, Washington, Washington DC, DC, Salt Lake City, Kansas City, St. Louis, New Orleans, Texas,
    California, Florida, Ohio, Michigan, Illinois, Georgia, Virginia, North Carolina, Pennsylvania, New Jersey,
    Massachusetts, Colorado, Arizona, Nevada, Oregon, Utah, Midwest, East Coast, West Coast""".lower()
    )
)
US_STATES = frozenset(
    words(
        """AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
        RI SC SD TN TX UT VT VA WA WV WI WY DC ON BC QC AB"""
    )
)
