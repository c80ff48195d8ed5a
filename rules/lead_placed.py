"""The account in a lead line by its place: behind the person, a role or the product (Mike at Initech, a CRM for Delta)."""

from rules.lead_branches import lower_form
from rules.lead_company import Span, is_firm_name, is_goods
from rules.lead_han import bare_han_name
from rules.lead_latin import is_role
from rules.lead_people import is_title
from rules.lead_words import ENGLISH_WISH, FILLERS, GOODS, HAN_TRADE, HAN_TRADE_TOO
from rules.patterns import late, late_han
from rules.place_names import HAN_PLACES, LATIN_PLACES
from rules.spans import HAN, Board
from rules.wordlists import any_of

_FUNCTION = late("(?:采购|销售|财务|行政|人事|技术|老板)(?:部|的)?$")
_CAP_RUN = r"[A-Z0-9][\w&'’.-]*(?:[ ](?:[A-Z0-9][\w&'’-]*|of|&|and|the|de)){0,4}"
_PLACED = late(
    rf"\x00[\s,]*(?:\([^()\n]{{0,30}}\)\s*)?(?:(?:at|from|of|with|over at|works for|working for|runs|owns|founder of)[ ]|@[ ]?|w/[ ]?)[ ]?(?:the[ ])?(?P<name>(?:(?:city|county|town|university|bank|port|state) of )?{_CAP_RUN})|"
    rf"\x00[ ]?[(（](?P<bracket>{_CAP_RUN})[)）]|\x00[,，/@][ ]?(?P<behind>{_CAP_RUN})[)）]"
)
_PLACED_LOW = late(
    rf"(?:\x00|request|inquiry|enquiry|message|email|someone|guy|lady|person)[ ]+(?:at|from)[ ](?P<name>[a-z][a-z0-9&'-]*(?:[ ](?!(?:{ENGLISH_WISH}|we|they|he|she|i|my|our)(?![a-z]))[a-z0-9&'-]+){{0,3}})(?=\s*(?:$|[,;.\n\x00])|[ ](?:{ENGLISH_WISH}|we|they|he|she|i|my|our)(?![a-z]))"
)
_FOR_FIRM = late(rf"(?:[a-z]|[A-Z]{{2,}})[ ]for[ ](?P<name>{_CAP_RUN})(?=\s*(?:[,;.|\n\x00(]|$|[-–—] ))")
_AT_FIRM = late(
    r"\x00[ ]?@[ ]?(?P<name>[A-Za-z][\w&'-]*(?:[ ][A-Z][\w&'-]*){0,3})(?![\w.@])"
)  # Deepak@infosys
_ROLE_AT = late(
    rf"(?<![A-Za-z])(?=[A-Za-z])(?:(?i:someone|somebody|(?:a |the |two |three |some )?(?:guys?|lady|ladies|man|men|woman|women|person|people|folks|gal|gentleman|one|team|rep)(?: there)?)[ ](?:at|from|with|over at)|"
    rf"(?i:sales|ops|operations|engineering|marketing|finance|procurement|purchasing|it|hr|manager|director|buyer|engineer|president|[sev]?vp|c[teofimp]o|gm|pm|head|lead|owner|founder)[ ](?:at|@|from)|(?i:owner|founder|ceo|president)[ ]of)[ ](?P<name>{_CAP_RUN})"
)
_HAN_FOR_FIRM = late(rf"\x00[ ]?[（(]\s?(?P<name>[{HAN}A-Za-z0-9&]{{2,20}})\s?[)）]")


# nail salon "Polished by Tran", "小鹿叮叮"童装; never what somebody said, a nickname or a remark
_QUOTED_NAME = late(
    rf"(?<!名)(?<!称)(?<!备注)(?<!代理商)(?<!经销商)(?<!渠道商)(?<!集成商)(?<!供应商)(?<!伙伴)(?<!说)(?<!: )(?<!：)\"(?P<name>[A-Z][\w'&]*(?: [\w'&]+){{0,3}}|[{HAN}]{{2,6}})\""
)
_NAMED = late(
    rf"(?:我是|我们是|这里是|我?这边是|来自|公司(?:名(?:字|称)?)?(?:叫做?|是)|(?:客户|单位|厂子?|店|品牌|门店|餐厅|牌子)(?:名(?:字|称)?)?叫做?|(?<=[，,的])叫(?=[\"“「])|(?:现在|目前)在|就职于|任职于|公司(?=[A-Z])|(?:同学|朋友|同事|老公|老婆|亲戚|哥们?|弟弟?|姐姐?|妹妹?|本人|人)在|不对[，,]?是|应该是)"
    rf"\s?[\"“「]?(?P<name>[{HAN}A-Za-z0-9&]{{2,20}}?(?:(?<=[A-Za-z]) [A-Z][A-Za-z]{{1,15}}){{0,2}})(?=的|这边|那边|任职|上班|工作|当|做|$|[^{HAN}A-Za-z0-9&])"
)


# 的民宿叫云上小筑, 分包商叫鑫达劳务; 华宇那边|张工
_NOUN_CALLED = late_han(
    rf"(?:商|司|店|厂|宿|馆|园|校|院|城|队|坊|社|铺|场|户|企业|机构|室|铺子|团队|品牌)(?:名字?)?叫做?\s?[\"“「]?(?P<name>[{HAN}A-Za-z0-9&]{{2,16}})(?=[\"”」]?(?:$|[^{HAN}A-Za-z0-9&]))"
)
_THEIR_SIDE = late_han(
    rf"(?:^|(?<=[\s,，;；。|、]))(?P<name>(?![我你他她这那咱贵对客])[{HAN}A-Za-z0-9&]{{2,10}})[那这]边的?(?=\x00)"
)


_ENDS_SO = late(rf"..(?:{any_of((*HAN_TRADE, *HAN_TRADE_TOO))})$")
_SHOP_NAMED = late_han(
    rf"(?:店铺?名?|公司名?|品牌名?|厂名?|馆名?|企业名?)(?:[叫是为:：]|叫做)?\s?[\"“「](?P<name>[{HAN}A-Za-z0-9&]{{2,12}})[\"”」]"
)


# 集团子公司 徐工环境; 公司亿佰网络
_BELOW = late_han(
    rf"(?:(?:子公司|旗下|下属(?:公司|企业|单位)?)[是叫：:\s]{{0,2}}|(?<![{HAN}])公司(?![叫是名想要在做的有也就还])|(?<=[，,])叫做?)(?P<name>[{HAN}]{{2,10}})(?![{HAN}A-Za-z0-9])"
)


def told_account(board: Board) -> Span | None:
    """店名"强哥汽修", …集团子公司 徐工环境: nobody's name is looked for in it."""
    quoted = _SHOP_NAMED.search(board.masked)
    if quoted and is_firm_name(quoted["name"]):
        return quoted.span("name")
    below = _BELOW.search(board.masked)
    if (
        below
        and _ENDS_SO.search(below["name"])
        and is_firm_name(below["name"])
        and not is_goods(below["name"])
    ):
        return below.span("name")
    return None


def named_account(board: Board) -> Span | None:
    """Offsets of what a sentence calls the firm: 我是恒达的, 公司叫鲜达, 现在在宁波港."""
    quoted = _QUOTED_NAME.search(board.masked) if '"' in board.masked else None
    if quoted and is_firm_name(quoted["name"]) and not is_goods(quoted["name"]):
        return quoted.span("name")
    if board.masked.isascii():
        return None
    for match in (m for p in (_NAMED, _NOUN_CALLED, _THEIR_SIDE) for m in p.finditer(board.masked)):
        name = match["name"]
        if name.startswith("来自") or name in HAN_PLACES:
            continue
        if is_firm_name(name) and not bare_han_name(name) and not is_goods(name):
            return match.span("name")
    return None


def placed_account(board: Board, cased: bool) -> Span | None:
    """Offsets of the name that stands behind the person or the product: Mike at Initech, Tom (Becker & Sons), a CRM for Delta."""
    masked = board.masked
    for pattern in (_PLACED, _AT_FIRM, _PLACED_LOW, _ROLE_AT, _FOR_FIRM, _HAN_FOR_FIRM):
        match = pattern.search(masked)
        if match is None or (cased and pattern is _PLACED_LOW) or _behind_source(board, match.start()):
            continue
        said = match.groupdict()
        group = next(name for name in ("bracket", "behind", "name") if said.get(name))
        name = match[group]
        if group != "behind" and name.islower() and pattern in (_PLACED, _HAN_FOR_FIRM):
            continue  # Lonnie (ops)
        if is_goods(name) or is_aside_of_names(name) or is_title(name) or not is_firm_name(name):
            continue
        if pattern is _HAN_FOR_FIRM and bare_han_name(name):
            continue  # Michael Sun (孙博文)
        name = name.rstrip(" .,-") + lower_form(masked, match.end(group))
        function = _FUNCTION.search(name)
        end = match.start(group) + (function.start() if function and function.start() > 1 else len(name))
        return match.start(group), end
    return None


def _behind_source(board: Board, at: int) -> bool:
    """The booth at NRA: where they came from, not who they are."""
    return any(piece.kind == "source" and piece.end == at + 1 for piece in board.pieces)


_KINDS = frozenset(["ngo", "sme", "hq", "nonprofit", "startup", "b2b", "b2c", "oem", "spv", "vip"])


def is_aside_of_names(name: str) -> bool:
    """True for a place, a kind or a product in a firm's place."""
    if name.lower() in _KINDS:
        return True
    words = [w.strip(".,").lower() for w in name.split()]
    return " ".join(words) in LATIN_PLACES or words[0] in GOODS or name in FILLERS or is_role(name)
