"""What a table may be about, and the fields of each kind with the words that head their columns, in either language.

Words are compared without case, width, spaces and signs; the first of a field's words is how Baton would head it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rules.names import squeezed
from rules.wordlists import words

Kind = Literal["deals", "accounts", "products", "people", "rates"]
KINDS: tuple[Kind, ...] = ("deals", "accounts", "products", "people")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind. ``joins``: several columns may feed it; ``is_passive``: known, and not taken over."""

    key: str
    heads: tuple[str, ...]
    joins: bool = False
    is_passive: bool = False


def _field(key: str, said: str, *, joins: bool = False, is_passive: bool = False) -> Field:
    return Field(key, tuple(squeezed(word) for word in said.split("|")), joins, is_passive)


_ACCOUNT = (
    "客户名称|客户|公司|公司名称|客户公司|公司全称|客户全称|企业|企业名称|单位|单位名称|account|account name|company|"
    "company name|customer|customer name|client|client name|organization|organisation|firm|business|employer"
)
_INDUSTRY = "行业|所属行业|客户行业|industry|sector|branch|vertical"
_REGION = "地区|区域|所在地区|省份|城市|所在地|region|area|territory|city|state|province|country|location|office location"
_TIER = "客户等级|客户级别|客户分级|客户分类|customer tier|account tier|tier|customer level|account level"
_EMAIL = "邮箱|电子邮箱|电子邮件|邮件|email|e-mail|mail|email address|work email|business email"
_MANAGER = "销售经理|经理|主管|上级|直属经理|sales manager|manager|reports to|supervisor|team lead"
_CURRENCY = "币种|货币|币别|currency|currency code"
_WRONG = "要改什么|what to fix|what to mend"

DEALS = (
    _field(
        "number",
        "线索编号|商机编号|线索号|商机号|项目编号|编号|lead no|lead number|lead code|lead id|deal no|deal number|deal code|"
        "deal id|opportunity id|opportunity no|opportunity number|record id|code|id",
    ),
    _field("source", "来源渠道|来源|线索来源|客户来源|获客渠道|渠道来源|渠道|source|lead source|source channel|channel|origin"),
    _field("account", _ACCOUNT),
    _field(
        "contact",
        "联系人|联系人姓名|姓名|客户联系人|主要联系人|对接人|客户姓名|contact|contact name|contact person|name|full name|"
        "primary contact|attendee",
    ),
    _field("first", "名|名字|first name|given name|forename"),
    _field("last", "姓|姓氏|last name|surname|family name"),
    _field("title", "职务|职位|头衔|岗位|title|job title|position|job function"),
    _field(
        "phone",
        "电话|手机|手机号|手机号码|联系电话|电话号码|座机|移动电话|phone|mobile|cell|telephone|tel|phone number|mobile number|"
        "mobile phone|cell phone|work phone|contact number|contact phone",
        joins=True,
    ),
    _field("email", _EMAIL, joins=True),
    _field("reach", "联系方式|联系方法|contact details|contact info|how to reach them", joins=True),
    _field(
        "created",
        "获取时间|获取日期|创建时间|创建日期|录入时间|登记时间|登记日期|线索时间|received|acquired|created|created at|created on|"
        "created date|creation date|date added|engage date|start date|lead date|date received|open date",
    ),
    _field(
        "stage",
        "当前阶段|阶段|销售阶段|商机阶段|跟进阶段|项目阶段|stage|current stage|sales stage|deal stage|pipeline stage|phase",
    ),
    _field("entered", "进入阶段时间|阶段时间|进入阶段日期|in stage since|stage since|stage entered|stage date"),
    _field(
        "sign_on",
        "预计转化时间|预计转化日期|预计签约|预计成交|预计签单|预计签约日|预计签约日期|预计签约时间|预计成交日期|预计成交时间|预计签单日期|expected signing|"
        "expected signing date|expected close|expected close date|est close date|forecast date|expected conversion|"
        "target close date",
    ),
    _field(
        "owner",
        "销售代表|负责人|销售|销售负责人|业务员|跟进人|归属人|归属销售|客户经理|sales rep|owner|deal owner|lead owner|rep|"
        "salesperson|sales agent|sales representative|account executive|account manager|assigned to|agent",
    ),
    _field("manager", _MANAGER),
    _field(
        "actions",
        "关键动作记录|跟进记录|跟进情况|沟通记录|拜访记录|最新进展|进展|key actions|activity log|activities|activity|follow-ups|"
        "follow-up history|log|progress|last note|latest update|call notes",
        joins=True,
    ),
    _field("state", "结果状态|结果|状态|线索状态|商机状态|成交状态|result|status|outcome|state|lead status|deal status"),
    _field("cycle", "转化周期|成交周期|days to close|sales cycle|cycle|conversion days", is_passive=True),
    _field(
        "lost", "流失原因|丢单原因|输单原因|失败原因|无效原因|loss reason|lost reason|reason lost|closed lost reason"
    ),
    _field(
        "need",
        "备注|需求|客户需求|需求描述|说明|描述|意向|remarks|need|needs|notes|note|comment|comments|description|requirement|"
        "requirements|interest|interested in",
        joins=True,
    ),
    _field(
        "amount",
        "金额|预计金额|预算|预算金额|商机金额|合同金额|成交金额|报价|amount|value|deal value|deal size|budget|close value|"
        "estimated value|contract value|opportunity amount|deal amount",
    ),
    _field("currency", _CURRENCY),
    _field(
        "probability",
        "赢率|成交概率|赢单率|赢单概率|成单概率|成单率|成功率|概率|probability|win probability|win rate|win chance|likelihood",
    ),
    _field("product", "产品|产品名称|意向产品|购买产品|product|product name|product of interest|item"),
    _field("closed", "成交日期|成交时间|关闭日期|关闭时间|签约日期|结单日期|closed on|close date|closed|won date|signed on"),
    _field("industry", _INDUSTRY),
    _field("region", _REGION),
    _field("tier", _TIER),
    _field("next", "下一步|下一步行动|下一步计划|后续计划|next step|next action|next steps|next"),
    _field("next_on", "下一步时间|下次跟进时间|下次联系时间|下次跟进日期|next step on|next step date|next date|next follow-up|next contact"),
    _field("tags", "标签|商机标签|tags|tag|labels|label"),
    _field("version", "版本|version"),
    _field("different", "不是同一家|different company"),
    _field("wrong", _WRONG, is_passive=True),
)  # fmt: skip
ACCOUNTS = (
    _field("account", _ACCOUNT + "|name|名称"),
    _field("alias", "简称|别名|alias|aliases|short name|also known as", joins=True),
    _field("domain", "官网|网址|网站|域名|website|web site|domain|url|homepage"),
    _field("industry", _INDUSTRY),
    _field("region", _REGION),
    _field("tier", _TIER),
    _field("year_established", "成立年份|成立时间|year established|founded|year founded"),
    _field("revenue", "营收|年营收|营业额|revenue|annual revenue|turnover"),
    _field("employees", "员工数|人数|人员规模|employees|number of employees|headcount|size"),
    _field("subsidiary_of", "母公司|上级公司|subsidiary of|parent|parent account|parent company"),
    _field("wrong", _WRONG, is_passive=True),
)
PRODUCTS = (
    _field("product", "产品|产品名称|品名|product|product name|name|item|名称"),
    _field("series", "系列|产品系列|类别|产品类别|series|family|category|product family|product line"),
    _field("price", "价格|单价|目录价|标价|售价|price|list price|sales price|unit price|standard price"),
    _field("currency", _CURRENCY),
    _field("wrong", _WRONG, is_passive=True),
)
PEOPLE = (
    _field(
        "name",
        "姓名|员工|员工姓名|销售|销售代表|name|full name|employee|person|sales agent|rep|salesperson|sales rep|member",
    ),
    _field(
        "handle", "用户名|slack账号|slack用户名|账号|handle|slack handle|slack|username|user name|slack name"
    ),
    _field("email", _EMAIL),
    _field("manager", _MANAGER),
    _field("role", "角色|role|roles|权限"),
    _field("calendar", "日历|工作日历|calendar|working calendar"),
    _field("zone", "时区|time zone|timezone|tz"),
    _field("office", "办公室|大区|regional office|office|team", is_passive=True),
    _field("wrong", _WRONG, is_passive=True),
)
RATES = (
    _field("currency", _CURRENCY + "|code|from"),
    _field("rate", "汇率|rate|exchange rate|fx rate|value"),
    _field("since", "日期|生效日期|起始日期|since|date|from date|effective|effective from|valid from|day"),
)
FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    "deals": DEALS,
    "accounts": ACCOUNTS,
    "products": PRODUCTS,
    "people": PEOPLE,
    "rates": RATES,
}
# A running number of the lines says nothing about the record.
RUNNING = frozenset(squeezed(word) for word in words("序号 行号 no. nr row s/n index line"))
# Without one of these a line of this kind says nothing.
NEEDED: Mapping[Kind, tuple[str, ...]] = {
    "deals": ("account", "contact", "last", "phone", "email", "reach", "number"),
    "accounts": ("account",),
    "products": ("product",),
    "people": ("name", "handle", "email"),
    "rates": ("currency",),
}


def field_of(kind: Kind, key: str) -> Field | None:
    """The field of this key, None where the kind has none."""
    return next((field for field in FIELDS[kind] if field.key == key), None)
