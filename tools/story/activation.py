"""A month of bringing customers online and of performance: visits, sheets, call-backs, care, KPI sheets, a commission run (J2, J20, J22)."""
import datetime

from tools.story.people import CUSTOMER_PASSWORD, CUSTOMERS

WEEK = datetime.timedelta(days=7)
STEPS = ("script", "benefits", "functions", "login", "entry", "order", "questions")
# week ago -> (login, customer, how, kind of visit, reason, steps done, what came out of it)
WEEKS = {
    3: (
        ("yewu", "D5", "visit", "resistant", "not_used_to", 4, "习惯打电话订货，愿意先看看手机页面。"),
        ("yewu", "D5-5A", "visit", "asked", "cannot_use", 6, "现场带着走了一遍，店员会用，店主还不熟。"),
        ("yewu", "D3-3A", "call", None, "no_time", 0, "换季忙，约下周再谈。"),
        ("yewu2", "D4", "visit", "care", "no_time", 5, "老板忙，交给店长操作。"),
        ("yewu2", "D4-4A", "visit", "asked", "cannot_use", 7, "店长注册成功，看了新款。"),
        ("yewu2", "D6-6B", "call", None, "not_used_to", 0, "想等有优惠再试。"),
    ),
    2: (
        ("yewu", "D5", "call", None, "not_used_to", 0, "问有没有首单优惠。"),
        ("yewu", "D5-5A", "visit", "asked", "aged", 7, "店主年纪大，教会了店员代下单。"),
        ("yewu", "D3-3B", "visit", "unreachable", "no_time", 1, "店里没人，留了名片。"),
    ),
    1: (
        ("yewu", "D5", "visit", "care", "bad_business", 5, "淡季生意差，介绍了冬季首批活动。"),
        ("yewu", "D3-3A", "call", None, "small_needs", 0, "每次只要几件，怕运费高。"),
        ("yewu2", "D4", "call", None, "small_needs", 0, "等补货时再上来。"),
        ("yewu2", "D6-6B", "visit", "asked", "not_used_to", 7, "一起看了活动页面。"),
    ),
}
# week ago -> customers who set their password and look at goods in it
CAME = {3: ("D4-4A",), 2: ("D5-5A",), 1: ("D6-6B",)}
INVITED = {3: ("D5", "D4"), 2: (), 1: ()}  # who has not logged in yet


def _record(stage, login, code):
    return stage.as_(login)["activation.record"].search([("partner_id", "=", stage.partner(code).id)])


def _monday(stage, weeks):
    today = stage.env.company._dealer_today()
    return today - datetime.timedelta(days=today.weekday()) - weeks * WEEK


def _tell(stage, login, code, how, kind, reason, steps, result):
    """One customer of a week: a finished visit, or a call that the salesperson writes on his sheet."""
    record, env = _record(stage, login, code), stage.as_(login)
    why = env["activation.reason"].search([("code", "=", reason)])
    if how == "visit":
        visit = env["activation.visit"].create({
            "record_id": record.id, "date": stage.env.cr.now().replace(microsecond=0), "kind": kind, "purpose": "上线商城", "result": result,
            "reason_id": why.id, "measure_id": why.measure_ids[:1].id,
            **{f"step_{name}": True for name in STEPS[:steps]}})
        visit.action_done()
    else:
        record.action_contact()
        sheet = env["activation.sheet"].browse(env["activation.sheet"].action_mine()["res_id"])
        env["activation.sheet.line"].create({
            "sheet_id": sheet.id, "record_id": record.id, "contacted_on": stage.env.company._dealer_today(), "way": "call", "reason_id": why.id,
            "measure_id": why.measure_ids[:1].id, "note": result})


def _come_online(stage, code):
    """The salesperson invites, the customer sets a password of his own, logs in and looks at the goods."""
    partner = stage.partner(code)
    login = partner.user_id.login
    record = _record(stage, login, code)
    record.action_invite()
    stage.keep()
    invite = stage.env["activation.invite"].search([("record_id", "=", record.id), ("state", "=", "open")])
    name = invite.with_user(stage.env.ref("base.public_user")).sudo()._accept(CUSTOMER_PASSWORD, CUSTOMER_PASSWORD)  # sudo: as the page of the link does
    stage.env["res.users"]._login({"type": "password", "login": name, "password": CUSTOMER_PASSWORD}, {"interactive": False})
    user = stage.env["res.users"].search([("login", "=", name)])
    user._note_activation_browse()
    stage.env(user=user.id, su=False)["sale.order"]._shelf("", partner)
    stage.fresh(record)
    stage.expect((record.account_state, bool(record.browsed_at)), ("enabled", True), f"account of {code}")


def import_long_ago(stage, step):
    """Registers, goods, prices and stock were taken over a month ago."""
    with stage.at(_monday(stage, 5), 9):
        step(stage)


def weeks(stage):
    """Three weeks of visits and calls; each Monday the sheets are locked and call-backs drawn; the second week misses a sheet."""
    mondays = {ago: _monday(stage, ago) for ago in range(5)}
    for ago in sorted(WEEKS, reverse=True):
        with stage.at(mondays[ago] + datetime.timedelta(days=2), 14):
            for row in WEEKS[ago]:
                _tell(stage, *row)
            for code in INVITED[ago]:
                _record(stage, stage.partner(code).user_id.login, code).action_invite()
            for code in CAME[ago]:
                _come_online(stage, code)
            if ago < 3:
                _call_back(stage, mondays[ago + 1], denied=ago == 1)
        with stage.at(mondays[ago - 1], 1):
            stage.env["activation.sheet"]._cron_week()
            stage.env["activation.care.plan"]._cron_plan()
        stage.keep()
    missing = stage.as_("yewuzg")["activation.sheet"].search([("is_missing", "=", True), ("week", "=", mondays[2])])
    stage.expect(missing.user_id.login, "yewu2", "who wrote no sheet")
    missing.action_remind()
    for login, code in (("yewu", "D5"), ("yewu2", "D4")):
        stage.as_(login)["activation.visit"].create({
            "record_id": _record(stage, login, code).id, "kind": "resistant", "purpose": "首单引导",
            "date": stage.env.cr.now().replace(microsecond=0) + datetime.timedelta(days=1)})
    for login, code, *_todo in CUSTOMERS:  # a dealer who has not come yet gets a password, so that a visitor of the story may be the first
        user = stage.env["res.users"].search([("login", "=", login)])
        stage.expect(user.partner_id.commercial_partner_id or user.partner_id, stage.partner(code).commercial_partner_id, f"who has the phone {login}")
        if code not in sum(CAME.values(), ()):
            user.password = CUSTOMER_PASSWORD
    sheets = stage.env["activation.sheet"].search([("state", "=", "locked")])
    stage.say(f"{len(sheets)} tracking sheets of three weeks, one is missing; {stage.env['activation.audit'].search_count([])} call-backs were drawn")


def _call_back(stage, monday, denied):
    """After-sale service makes the call-backs of a week; a customer may deny the visit."""
    audits = stage.as_("shouhou")["activation.audit"].search([("state", "=", "drawn"), ("week", "=", monday)])
    for audit in audits:
        no = denied and audit.kind == "line"
        audit.write({
            "visited": "no" if no else "yes", "same_reason": "no" if no else "yes",
            "customer_says": "那天没有人来过。" if no else False, "speech": 8, "knowledge": 7, "attitude": 9})
    audits.action_done()


def care(stage):
    """Some of the calls that follow visits are made, others are due."""
    calls = stage.as_("yewu")["activation.care"].search([("state", "=", "open"), ("user_id", "=", stage.person("yewu").id)], limit=3)
    for call, outcome in zip(calls, ("reached", "question", "orders"), strict=True):
        call.write({"outcome": outcome, "note": "问了新款和运费。"})
        call.action_done()
    left = stage.env["activation.care"].search_count([("state", "=", "open")])
    stage.say(f"{len(calls)} care calls are made, {left} to make")


def assess(stage):
    """KPI sheets of last month: one is confirmed, one waits for finance; the commission of that month, in which Dealer Six began."""
    last = stage.env.company._dealer_today().replace(day=1) - datetime.timedelta(days=1)
    first = last.replace(day=1)
    scheme = stage.as_("jiesuan")["perf.kpi.scheme"].create([
        {"name": "业务员月度考核", "post": "sales", "line_ids": [(0, 0, {"name": "销售任务完成率", "indicator": "task_rate", "weight": 100})]},
        {"name": "客服月度考核", "post": "service", "line_ids": [
            (0, 0, {"name": "店铺任务完成率", "indicator": "task_rate", "weight": 60}),
            (0, 0, {"name": "毛利率不低于40%", "indicator": "threshold", "weight": 40, "target_ratio": 0.4})]}])
    scheme.with_env(stage.as_("caiwu")).action_activate()
    stage.fresh(scheme)
    figures = {"yewu": (scheme[0], ((93_000, 100_000, 0),)), "yewu2": (scheme[0], ((70_000, 100_000, 0),)),
               "kefu": (scheme[1], ((95_000, 100_000, 0), (43_000, 0, 100_000)))}
    sheets = stage.as_("dianshang")["perf.kpi.sheet"]
    for login, (form, rows) in figures.items():
        sheet = sheets.create({"user_id": stage.person(login).id, "scheme_id": form.id, "date_from": first, "date_to": last})
        for line, (actual, target, base) in zip(sheet.line_ids, rows, strict=True):
            line.write({"actual": actual, "target": target, "base": base})
            if line.is_different or line.indicator == "threshold":
                line.reason = "含上线前线下成交，门店台账"
        sheet.action_data()
        sheets |= sheet
    for sheet in sheets[:2]:
        sheet.with_env(stage.as_("jiesuan")).action_calculate()
    sheets[0].with_env(stage.as_("qudao")).action_confirm()
    stage.fresh(sheets)
    stage.expect(sheets.mapped("state"), ["confirmed", "calculated", "data"], "states of the KPI sheets")
    run = stage.as_("jiesuan")["perf.commission.run"].create({"period": f"{first:%Y-%m}"})
    run.action_calculate()
    stage.fresh(run)
    run.with_env(stage.as_("caiwu")).action_approve()
    stage.fresh(run)
    lines = run.sudo().line_ids
    stage.expect((run.state, len(lines)), ("approved", 2), f"commission of {run.period}")
    paid = {line.user_id.login: f"{line.payable:.2f}" for line in lines}
    stage.expect(paid, {"yewu": "0.00", "yewu2": "48.00"}, f"commission of {run.period} by person: 1 % of 4,800.00")
    stage.say(f"{len(sheets)} KPI sheets of {first:%Y-%m}, one waits for finance; the commission of that month is approved")


def rewards(stage):
    """The target of the year is agreed; points of a dealer are given, a reward waits for the finance manager."""
    year = stage.env["perf.target"].search([("parent_id", "=", False)], limit=1)
    (year | year.child_ids).with_env(stage.as_("qudao")).action_agree()
    entries = stage.as_("yunying")["perf.entry"].create([
        {"kind": "points", "partner_id": stage.partner("D6").id, "points": 30, "reason": "配合首批上线，两家门店都已下单"},
        {"kind": "reward", "user_id": stage.person("yewu2").id, "amount": 200, "reason": "本月新激活两家门店"}])
    entries[0].with_env(stage.as_("dianshang")).action_approve()
    stage.fresh(entries)
    stage.expect(entries.mapped("state"), ["approved", "draft"], "points and reward")
    stage.say(f"{year.name} is agreed with its halves; 30 points are given, a reward of 200.00 waits")


def play(stage):
    """Play the chapter."""
    weeks(stage)
    care(stage)
    assess(stage)
    rewards(stage)
    stage.env["activation.record"]._cron_refresh()
