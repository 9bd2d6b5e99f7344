"""Who works in the story: one login per role, two where two people are needed."""
from dataclasses import dataclass

PASSWORD = "dealer"
CUSTOMER_PASSWORD = f"{PASSWORD}-store"
# (login, code, what to look at on the portal in Chinese, in English); the stores set their password themselves, in the story
CUSTOMERS = (
    ("13800001001", "D1", "经销商一 dealer", "门户：订货、退货、对账单", "Portal: orders, returns, statements"),
    ("13800004011", "D4-4A", "门店4A store", "门户：向总部订货", "Portal: order from headquarters"),
)


@dataclass(frozen=True)
class Person:
    """One login.

    :ivar group: the only group of the person, name in dealer_base. :ivar job: Chinese name of the role.
    :ivar todo_zh: what to do first, in Chinese. :ivar todo_en: the same in English.
    :ivar companies: codes of the sales companies of a sales company manager.
    """

    login: str
    name: str
    group: str
    job: str
    todo_zh: str
    todo_en: str
    companies: tuple = ()


PEOPLE = (
    Person("chuna", "陈静", "group_fin_cashier", "出纳 cashier",
           "预存款 > 收款 > 对账匹配：一笔待决定；银行汇款：一笔不知是谁的",
           "Prepaid > Receipts > Matching: one to decide; Bank remittances: one without owner"),
    Person("fuhe", "周敏", "group_fin_confirmer", "收款复核 receipt confirmer",
           "预存款 > 收款 > 待确认充值：经销商二的 500.00；待确认收款：一笔金额打错了",
           "Prepaid > Receipts > Top-ups to confirm: 500.00 of Dealer Two; Receipts to confirm: one amount is wrong"),
    Person("jiesuan", "吴洁", "group_fin_settlement", "结算会计 settlement accountant",
           "预存款 > 对账单：登记经销商一的答复；物流 > 价目版本；绩效 > 考核表：一张待计算",
           "Prepaid > Statements: record Dealer One's answer; Logistics > Tariff versions; Performance > KPI sheets: calculate one"),
    Person("caiwu", "郑海", "group_fin_manager", "财务主管 finance manager",
           "商品 > 价格：启用下月的新价；预存款 > 账户 > 授信额度、配置 > 充值赠送：待审核",
           "Goods > Prices: activate next month's prices; Prepaid > Accounts > Credit lines, Configuration > Top-up bonuses: to approve"),
    Person("caiwu2", "唐蓉", "group_fin_manager", "财务主管（第二人）second finance manager",
           "预存款 > 账户 > 授信额度：待审核；更正 > 转账：经销商之间的第二次审核",
           "Prepaid > Accounts > Credit lines: to approve; Corrections > Transfers: the second approval between dealers"),
    Person("kefu", "孙丽", "group_cs_presale", "售前客服 pre-sale service",
           "订货 > 待办 > 待补款：看还差多少", "Ordering > Queues > Waiting top-up: see what is missing"),
    Person("shenhe", "钱芳", "group_cs_presale", "售前客服（审核）pre-sale, reviewer",
           "订货 > 待办 > 待审核：审核孙丽录入的订单", "Ordering > Queues > To review: approve what Sun Li entered"),
    Person("shouhou", "冯悦", "group_cs_aftersale", "售后客服 after-sale service",
           "售后 > 退货申请：审核一张退货；换货：一单待补款；投诉：一件待答复；激活 > 回访：抽到的要打电话",
           "After-sales > Requests: approve one; Exchanges: one waits for a top-up; Complaints: one to answer; Activation > Call-backs: make those drawn"),
    Person("kefuzg", "褚明", "group_cs_manager", "客服主管 service manager",
           "订货 > 全部订单", "Ordering > All orders"),
    Person("yewu", "林晓东", "group_sales_rep", "业务员（西部）salesperson, West",
           "激活 > 激活漏斗、拜访、我的跟踪表：只看到自己的客户", "Activation > Funnel, Visits, My sheet: own customers only"),
    Person("yewu2", "何文静", "group_sales_rep", "业务员（东部）salesperson, East",
           "激活 > 激活漏斗、拜访、我的跟踪表：只看到自己的客户", "Activation > Funnel, Visits, My sheet: own customers only"),
    Person("yewuzg", "卫东", "group_sales_manager", "业务主管 sales manager",
           "激活 > 缺失的跟踪表；绩效 > 经营看板", "Activation > Missing sheets; Performance > Dashboard"),
    Person("yunying", "蒋欣", "group_ops", "运营 operations", "营销 > 活动；商品", "Marketing > Campaigns; Goods"),
    Person("dianshang", "沈浩", "group_ops_manager", "运营主管（电商）operations manager, e-commerce",
           "客户 > 提名：终审门店3B；营销 > 活动：审批", "Customers > Nominations: final approval of store 3B; Marketing > Campaigns: approve"),
    Person("cangguan", "韩冰", "group_wh_operator", "仓管 warehouse operator",
           "仓库 > 待发货单：填运单号后发货", "Warehouse > Deliveries to ship: enter the tracking number, validate"),
    Person("cangku", "杨帆", "group_wh_manager", "仓库主管 warehouse manager", "商品 > 库存导入", "Goods > Stock import"),
    Person("caigou", "朱婷", "group_purchase_clerk", "采购员 purchasing clerk", "商品：成本价", "Goods: costs"),
    Person("caigouzg", "秦刚", "group_purchase_manager", "采购主管 purchasing manager", "商品", "Goods"),
    Person("xibu", "罗建国", "group_sc_manager", "西部销售公司经理 sales company manager, West",
           "客户 > 提名：提名门店3A（新人第一小时）", "Customers > Nominations: nominate store 3A (first hour)", ("SC-W",)),
    Person("dongbu", "沈玉梅", "group_sc_manager", "东部销售公司经理 sales company manager, East",
           "客户 > 提名：看门店2B", "Customers > Nominations: look at store 2B", ("SC-E",)),
    Person("qudao", "许诺", "group_hq_channel", "营销总公司渠道 HQ channel approver",
           "客户 > 提名：初审门店2B", "Customers > Nominations: first approval of store 2B"),
    Person("guanli", "何平", "group_business_admin", "业务管理员 business administrator", "设置 > 用户", "Settings > Users"),
    Person("shenji", "吕品", "group_auditor", "审计 auditor, read only",
           "预存款 > 报表 > 账务核对", "Prepaid > Reports > Ledger proof"),
)


def table():
    """Write the text of LOGINS.txt.

    :return: text with one line a login.
    """
    lines = [
        f"登录名 / login 见下，密码都是 / password of all: {PASSWORD}   （仅演示数据库 / demo database only；admin 的密码是 admin）", ""]
    width = max(_width(person.job) for person in PEOPLE)
    for person in PEOPLE:
        head = f"{person.login:<10} {person.name}{' ' * (7 - _width(person.name))}{person.job}{' ' * (width - _width(person.job))}"
        lines.append(f"{head}  {person.todo_zh} / {person.todo_en}")
    lines += ["", f"门户（手机号登录）/ portal, the phone is the login; password: {CUSTOMER_PASSWORD}"]
    lines += [f"{login}  {who}  {todo_zh} / {todo_en}" for login, _code, who, todo_zh, todo_en in CUSTOMERS]
    lines += [
        "", "先做什么 / what to try first: docs/first-hour.md （新人第一小时 / a newcomer's first hour）",
        "每张表的说明 / what each sheet is: data/README.md"]
    return "\n".join(lines) + "\n"


def _width(text):
    """Columns on a terminal: Chinese signs take two."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
