"""The words by which the clauses of a note are weighed: whose they are, what is to be done, what is over."""

import re

from rules.patterns import late
from rules.spans import HAN

CLAUSE = late(
    r"[,，。！!？?]+\s*|(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)\.\s+|\.$|、(?!、)|\s-\s|(?<=["
    + HAN
    + r"])\s+(?=["
    + HAN
    + r"])|\s:[a-z][\w+-]{1,30}:\s+|\s*[\u2600-\u27bf\U0001f000-\U0001faff][\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d\s]*"
)
OURS = late(
    r"^(?:我们?|咱们?|还|今天|明天|后天)?(?:需要|要(?!求|是|我|等|到|下|看|么|不|价|的|[一二两三四五六七八九十几\d]+[份个台套张件本]|再?(?:降|便宜|优惠|打[折\d]|让[利点\d]))|得(?!知|到|了)|记得|答应|准备|打算|必须)|^(?:我们?|我方|我这边)(?:会|去|先|再|给|来|出|发)|^我们?(?:跟|找|向|马上|去问|回去)(?![^,，。；;]{0,10}(?:了|过|聊|说|谈|讲|沟通|约))|"
    r"^(?:晚点|回头|稍后|改天|过(?:会儿?|几天|两天)|下次|到时候?|之后|后面|[一二两三四五六七八九十\d]{1,3}点(?:半)?)?(?:再|先)(?:发|打|约|给|去|跟|联系|催|试|问|拨|找|报|加)|^(?:到时候?)?(?:回去|安排|派(?!出)|马上|立刻|这就|重新|顺[便带]|尽快)(?![^,，。；;]{0,8}(?:了|过(?![去来])))|^(?:让|叫|请)我们?(?!们|等|别|不|[^,，。；;]{0,8}(?:打|联系|找他|来电|回电))|^(?:找|跟|向|让|请|催|叫)(?!我)[^,，。；;了过]{1,8}(?:要|申请|确认|拿|协调|出面|再|排|帮|报|核|改|处理|落实)(?!完?(?:了|过(?![去来])))|^(?:去|查|找|问|改|补(?!记)|催|整理|核实?|申请|准备|更新|落实|沟通)[^,，。；;了]{0,10}一下|"
    r"^等我(?!们?老板)[^,，。；;了]{1,8}$|^我们?每[天周月]|^下次再?(?:带|去|来|给|把|想办法|约|争取|试)|^我们?(?:这边)?(?:提前|尽快|这[两几]天|今晚|明天|后天|回头)?把|^(?:call|dial|ring|email|text|ping) (?=(?:him|her|them) (?!back later))|^(?:先把|争取|尽量)(?![^,，]{0,2}到)|^[^,，。；;]{0,4}(?<!让)(?<!叫)(?<!给)(?<!跟)(?<!问)我就?(?:去|再|给|打|跟|找|带|发(?![票现觉]))(?![^,，]{0,6}(?:了|过(?![去来])))|^(?:问问|打听|请教)(?![^,，]{0,4}(?:了|过(?![去来])))|^(?![他她]|客户|对方|领导)[^,，。；;]{1,4}(?:[了完好]|出来|下来)(?:我们?(?:再|就)|马上|立刻)(?![^,，]{0,8}(?:了|过(?![去来])))|^重[发寄做报签打约](?![^,，]{0,6}(?:了|过(?![去来])))|^(?:跟|找|和|向|请)[^,，。；;了过我]{1,8}(?:沟通|商量|确认|碰|核实|打听)(?:[一个]?下|个)|^(?:[待等一]会儿?|等下|晚点|回头|稍后)(?:打|发|问|给|联系)(?!我|[^,，]{0,6}(?:了|过(?![去来])))|^\d{1,2}月(?:份|底|初|中旬)?(?:之?前|以?后)?再[联约聊跟问打]|^needs?\s(?=(?:\w+\s){0,4}(?:to|from|by|approval|sign)\b)(?!s)|^need\s|^(?:i\s|we\s)?(?:will|gonna|going to|plan(?:ning)? to)\s|^(?:please\s|pls\s)?remind me|"
    r"^(?:checking|asking|connecting|introducing|working on|sending|parking|pausing|snoozing|preparing|prepping|drafting|looping|getting|pulling|confirming|following up|emailing|scheduling|booking|revising|updating|finding|chasing|doing (?:it|this|that))\s(?!was|is|went)|"
    r"^(?:find|pull|prep|update|revise|check with|loop in|ask|chase|park|snooze|send|schedule|book (?:a|the|them|him|her|time)|draft|prepare|share (?:the|our|a)|set up|follow up(?! (?:from|after|visit|call|meeting)(?![a-z]))|reach out|remind|resend|circle back|touch base|reconnect|nudge|revisit|get(?! (?:me|us|it|back)(?![a-z]))|try(?= [A-Z]| him| her| them| again| another| later))\s(?!me |us |was |is |went |by (?:him|her|them))",
    re.I,
)
THEIRS = late(
    rf"^(?:他|她|他们|她们|客户|对方|人家|甲方|那边|领导|老板|(?!我|咱|约|跟|和|找|请|陪)[{HAN}]{{1,3}}(?:总|工|经理|主任|老板|领导)|(?!我|咱)[{HAN}]{{1,4}}(?:说|表示|反馈|承诺))(?!.{{0,3}}[让叫要]我)|"
    r"^(?:and |but |so )?(?:he|she|they|it|(?:the |their )?(?:board|committee|council|trustees|cfo|ceo|owner|tender|rfp)(?= \w+s )|(?:the )?(?:customer|client)(?! (?:visit|meeting|demo|call|review))|(?:their|his|her) \w+)(?:'s|'ll|'re)?\s|"
    r"^(?:and |but )?(?:wants?|prefers?|plans?|hopes?|would like) |"
    r"^(?-i:[A-Z][a-z]+)(?:'ll| will| wants?| needs?| to(?= (?-i:[a-z]))| comes?| is| has) ",
    re.I,
)
DO = late(
    r"(?<![A-Za-z])(?:(?:re-?)?send|redo|redraft|dial|call(?!s? (?:went|was|is|with|from|on|w/))|e-?mail|schedule|book|follow\s+up|prepare|draft|share|check\s+in|ping|get\s+back|set\s+up|"
    r"arrange|meet|confirm|deliver|submit|circle\s+back|chase|write|give|bring|ship|sign|try|revisit|touch\s+base|reconnect|"
    r"regroup|present|invoice(?= (?:him|her|them))|check with|update|rework|revise|resend|re-?schedule|countersign|kick\s+off|provide|finish|reach\s+out|loop\s+in|ask)(?:ing)?(?![a-z'])",
    re.I,
)
# What stands before a verb and belongs to it: who does it, when and that it will be done.
DOER = late(
    r"(?:(?:and|then|so|also|but|maybe)\s+)?(?:told (?:him|her|them) (?:that )?)?(?:(?:i|we)\s+)?(?:(?:i|we|just)?\s*(?:will|'ll|'d|shall|to|must|should|gonna|gotta|need\s+to|have\s+to|am\s+going\s+to|going\s+to|can|please|pls)\s+)?(?:also\s+|then\s+|just\s+)?$|"
    r"(?:^|(?<=\s))(?:\d{1,2}[).]|[-•*])\s*$",
    re.I,
)
REPORTED = late(
    r"(?:(?<!我)说|回复|回信|回(?:了|微信了?|邮件了?|消息了?|电了?)|表示|反馈|(?:he|she|they|customer|client) (?:said|wrote|replied|texted))\s*[:：]",
    re.I,
)
# 孙家豪：招标文件12月8号发; Neil: RFP comes out Jan 15
SPEAKER = late(
    rf"(?!下一步|接下来|后续|待办|结果|进展|共识|备注|跟进|回访|拜访)[{HAN}]{{2,3}}[:：](?=[{HAN}A-Za-z0-9])|[A-Z][a-z]+: "
)
OURS_SAID = late(
    r"我|咱|再(?:约|联系|跟|打|发|催|问)|(?<![a-z])(?:i|we|i'll|we'll)(?![a-z])|^(?:send|call|follow|schedule|book|prepare|share)",
    re.I,
)
# Behind these a verb is a thing, or somebody else's: a call, the demo; have him call back.
NOUN = late(
    r"(?<![a-z])(?:an?|the|intro|quick|short|final|video|phone|zoom|another|our|his|their|first|second|next|him|them|us|discovery|"
    r"kick-?off|sales|conference|status|weekly|breakup|follow-up)\s+$",
    re.I,
)
THEM = late(
    r"(?<![a-z])(?:he|she|they|it|(?-i:[A-Z][a-z]+))(?:'ll|\s+will|\s+is\s+going\s+to|\s+to)\s+$", re.I
)
SUBJECT = late(
    r"\s(?=(?:(?:and|then|so|but)\s+)?(?:i|we|he|she|they)\s+(?!say|think|like|love|just)[a-z]+\s)", re.I
)
AFTER_TRY = late(
    r"(?<! him)(?<! her)(?<! me)(?<! us)(?<! them)(?<! to)\s(?=(?:will|gonna|going to|try|trying|call|calling)\s+(?:try|call|ring|again|them|him|her|back)\b)",
    re.I,
)
# A date in a clause that tells of the past ("spoke about next week's demo") makes no step, nor one until which they wait.
TOLD = late(
    rf"^(?:please |pls )?(?:do not|don'?t|never)(?! forget)(?![a-z])|^请?(?:别|不要|勿)(?!忘)|^(?:今天|今早|早上|上午|中午|下午|刚才?|昨[天晚])[^,，。]{{0,12}}了(?!再|就|之后|以后)|^(?:(?:i|we|just|had)\s+)*(?:tried|attempted|told(?= (?!me|us|(?:him|her|them|[A-Z][a-z]+) (?:that )?(?:i|we)(?:'d|'ll| will| would)(?![a-z])))|offered|spoke|talked|met|discussed|called|chatted|heard|saw|emailed|demoed)(?![a-z])|^(?:and |but |so )?(?:he|she|they|(?-i:[A-Z][A-Za-z]+)|legal|procurement|finance|accounting) (?:says?|said|told|thinks?|mentioned|expects?|hopes?)(?![a-z])(?!.*(?<![a-z])(?:i|we|me|us|i'll|we'll)(?![a-z]))|^[{HAN}]{{0,6}}(?:聊|见|谈|沟通|讨论|开|去)过?了|^[{HAN}]{{0,4}}(?:回复|反馈|表示|回信)(?:说|称)|过了一?[遍下]|[聊看讲谈说走问演]过一?[遍下]|(?:[他她员]|客户|对方|总|经理|主任)[^,，。；;]{{0,5}}(?:休息|请假|休假|调休|不上班)|"
    r"^(?!(?:and |then )?(?:i|we)[ '])(?:(?!call|check|try|ping|follow).*(?<![a-z]))?if (?:he|she|they|it)(?![a-z])(?!.*(?<![a-z])(?:i|we)(?![a-z]))|(?<![a-z])(?<!give it )(?<!give him )(?<!give her )(?<!give them )(?<!wait )(?<!hold )(?<!leave it )(?<!park )(?<!parking )(?<!pausing )(?<!snoozing )(?<!pause )(?<!snooze )(?:until|till?|through (?=\d|the |next |end |(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))|out since)(?![a-z])|^(?:but |and |so )?(?:expecting|awaiting|hoping)(?![a-z])|^(?:but |and |so )?(?:no|nothing|not|won'?t|can'?t)(?![a-z])[^.;]*(?<![a-z])before(?![a-z])|不[^,，。；;]{1,6}了$|不会|不打算|先不|暂不|(?:推|延|改|拖)[到至][^,，。]{1,6}了$|(?<![a-z])(?:is|are|was) (?:dead|closed|over|frozen|gone|denied)(?![a-z])|^(?:等(?!我)|估计|预计|快的话|应该|大概|据说)(?!.{0,10}(?:我|再|交付|发|给))|已(?:经)?[排列纳安提通付交入报走发寄签回收]|没空|没时间|变卦|(?:出差|休假|请假|外出|出国|休息)[^,，。]{0,3}[到至回]|(?<![a-z])(?<! as )(?:left|quit|resigned|retired|joined|lost|won|bought|chose|picked)(?![a-z])",
    re.I,
)
DONE = late(
    r"(?:(?<!忘)了(?!之后|以后|后|就|再|的话)|过(?![去来程]))|已经?|(?<![a-z])(?:was|were|had|is ok|are ok|ok with|fine|great|happy|approved|done)(?![a-z])",
    re.I,
)
# In a clause of ours what stands before the date belongs to the step: 安排工程师周四上门, 我查一下明天回他.
OURS_FIRST = late(
    r"(?:我|咱|安排|派|回去|先|再|顺便|得|需要|准备|记得|重新|尽快|问|约|请|催)(?![^,，。；;]{0,8}[了过])"
)
# 他们要求延期，同意了，更新合同: the last clause, where it only says what to do.
LAST_ORDER = late(
    rf"^再(?:沟通|谈谈?|聊聊?|约|议|商量|跟进|争取|确认)(?:[一下看]{{1,2}})?$|^(?:更新|整理|准备|补|修改|改|提交|安排|寄|做|写|查|核实|申请|盯|催|换(?=个(?:人|联系|思路|方式|角度))|走(?=[^,，]{{2,5}}流程)|约(?=[^,，]{{2,6}}[聊谈见]))(?!的|得|不|好|完)[{HAN}A-Za-z]{{2,8}}$(?<![了过的])"
)
LEADS_IN = late(
    rf"(?:协调|联系|我们?(?![^,，]{{0,8}}[不没第比\d]|贵|便宜|[偏更最太][高低贵慢晚])(?:这边)?(?!们|[这那]|[说讲报提答想看问没不也就很觉认以猜估担怀知介解建强坚同有是负排和])(?=[{HAN}])|我们?(?:问(?!他|她|了)|想办法)|让(?!我)|叫(?!我)|请(?!我)|催|找|问(?!能|可|是否|有没有|什么|多少|怎么|为什么|一堆|还)|去|先(?![不别没生进后前期试看考]|用)|[写做拟画整弄搞][个份一]|[会之节][前后]我们?(?=[把要先再给])|还差|还缺|还欠|差(?=[一个份张])|回来|回去|回公司|改(?!动|版|造|天)|查|补|整理|准备|申请|安排|派|更新|重新|排产|出(?=[个一份版])|核|打印|盖章|[^，,]{{2,4}}员)|"
    r"(?:talk to|run (?:it|this|that)|ask|check with|get|prep|draft|find|loop in|review|update|build|write up|order|sync|align|share|pull|finish|fix|set up|work with|rework)\s",
    re.I,
)
TELLS = late(
    r"(?<![a-z])(?:he|she|they|we|i|it|who|and|said|says|wants?|likes?|needs?|is|are|was|were|has|had|went|sent|met|spoke|got|gave|loves?|asked|told|\w{3,}ed|ok|good|great|decision|deadline)(?![a-z])",
    re.I,
)
ORDER = late(
    r"(?:find|pull|prep|update|revise|get|make|check|work|ask|chase|send|upload|order|rework|build|review|compile|finali[sz]e|escalate|gather|collect|invite|introduce|put together|draft|prepare|remind|loop in|talk to|follow up(?! (?:from|after|visit|call|meeting)(?![a-z]))|reach out)\s",
    re.I,
)
# decision moved to the 10th, prep a summary by the 4th: their date is over with, ours begins the step.
MOVED = late(
    r"(?<![a-z])(?:moved|pushed|extended|postponed|delayed|slipped|rescheduled) (?:back )?(?:to|until|till)(?![a-z])|(?:推迟|延期|延后|顺延|拖|推|延|改)到",
    re.I,
)
# Who promises, before the promise: I'll send, we need to call.
OWN = late(
    r"^(?:and |so |then )?(?:i|we)(?: |')(?:ll|will|need|have|must|should|'m|am|are|going|gonna|owe)?(?: to)?",
    re.I,
)
AGREED_TO = late(
    r"[让叫要]我|同意|答应|[说讲]|表示|要求|觉得|反馈|约[好了在到]|定[好了在]|客户|对方|[他她]们?(?:要|会|来|周|明|下)|收到"
)
# 招标文件下周出，等通知: what is awaited comes from them.
COMES = late(r"(?:出|公布|发布|下来|出来|挂网|开标|到货?|有结果|回复|截止|到期)$")
SAID_SO = late(r"(?:he|she|they|client|customer) (?:said|says|told (?:me|us))\W*$", re.I)  # …, they said
AWAITS = late(r"等(?!我)|坐等|到时候?看")
THEN = late(r"(?:and )?then |然后", re.I)
# Today is a step only where something is still to be done.
STILL = late(
    r"前|之?内|晚|(?:申请|协调|准备|安排)(?![了过])|下午|找(?![到了过])|商量(?![了过])|点|重(?!要|点)|更新|修改|整理|提交|处理|要|会|再|给|约|去|补|催|(?:发|寄|交|签|打|报|出(?=[一方报图纪合货样差]))(?!了|出|过|完|的|价高)|走(?!了|完)|by|at|before|eod|tonight|later|afternoon|\d",
    re.I,
)
ASKED = late(r"(?:asked|told|said|wants?|invited|让|叫|要|约|请|邀|喊)\s*(?:me|us|我)", re.I)
# What a verb stands behind, where it tells of what was: great call and will send SOW; not: redo the form and resend.
TALE = late(
    r"(?<![a-z])(?:said|says|wants?|likes?|needs?|is|are|was|were|has|had|went|sent|met|spoke|got|gave|loves?|told|\w{3,}ed|ok|good|great|vm|no)(?![a-z])",
    re.I,
)
# resize the proposal, rebook the room: a verb and its thing, where a sentence begins; only before what has a day.
IMPERATIVE = late(
    r"(?!(?:with|for|on|in|at|by|from|to|of|about|after|before|and|but|or|so|if|when|as|per|via|both|all|only|just|until|once|like|"
    r"sent|got|gave|met|saw|left|lost|won|took|made|had|told|found|built|held|ran|brought|bought|kept|paid|spoke|wrote|came|knew|"
    r"over|under|into|than|that|not|no|is|was|also|still|they|he|she|it|we|i|you|where|while|because|since|during|inside|near)\s)"
    r"[a-z]{3,12}(?<!ed)(?<!ing)(?<!s) (?:the|an?|our|it|him|her|them|his|their|this) |"
    # push for close, hammer out terms, line up a room
    r"(?:push|press|aim|go|plan|apply|fight|shoot|prepare|ask|look) for |(?:push|press|lean|work) (?:\w+ )?on |"
    r"(?!(?:catch|caught|meet|price|cost|budget|deal|team|number|usage|revenue|week|month|year|money|show|hung|fell|stuck|sold|tied|"
    r"laid|set|wrote|heat|talk|turn|hear|came|keen|good|great|still|call|email|man|warm|start|spun|shut|hold|lead|fill)\s)"
    r"[a-z]{3,9}(?<!ed)(?<!ing)(?<!s) (?:out|up|back|down|together|through) (?=[a-z])(?!(?:to|from|by|in|at|of|and|but|or|until|till|for|on|with|w)(?![a-z]))",
    re.I,
)
AND = late(r"\s*(?:and|then|&)\s", re.I)
# Bob signs tomorrow
THIRD = late(r"[A-Z][a-z]+ (?!goes|is|has|was)[a-z]{2,20}s(?![a-z'])")
# Days of theirs, of which nobody is said to do anything: 说下周能盖章; 尾款30天内付; expects them back Thursday.
AWAITED = late(
    r"^说(?!好)|内部|才[回到来能会]|回来$|(?:会|能|可以)(?:定|批|盖章?|签|付|出|到)[^,，]{0,3}$|(?:截止|开标|挂网|付款?|打款|到账|到货|出?结果|[给回]我们?(?:准信|消息|结果|答复)?)$|"
    r"^expects? |(?<![a-z])promised |(?<![a-z])(?:board|committee|council|legal|procurement) (?:meets|decides|sits|reviews|votes)(?![a-z])",
    re.I,
)
BY_NAME = late(r"(?:and |but )?[A-Z][a-z]+ to ")  # Liam to check margins: a colleague as well as theirs
