"""Every login of the story opens every menu it sees, with the records the story left, and finds the work that LOGINS.txt promises."""
from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools.safe_eval import safe_eval

from tools.story.people import PEOPLE

# login -> (menu, number of records the person finds there at least)
PROMISED = {
    "chuna": ("dealer_prepaid.prepaid_bank_line_action", 6),
    "fuhe": ("dealer_prepaid.prepaid_topup_confirm_action", 2),
    "caiwu": ("dealer_base.dealer_price_version_action", 2),
    "caiwu2": ("dealer_prepaid.prepaid_credit_line_action", 1),
    "jiesuan": ("dealer_prepaid.prepaid_statement_unanswered_action", 1),
    "kefu": ("online_offline_order.sale_order_action_waiting", 1),
    "shenhe": ("online_offline_order.sale_order_action_review", 2),
    "shouhou": ("online_offline_order.dealer_return_action", 1),
    "dianshang": ("customer_activation.dealer_nomination_action", 8),
    "yunying": ("promo_engine.promo_campaign_action", 2),
    "cangguan": ("online_offline_order.stock_picking_action_to_ship", 1),
    "qudao": ("customer_activation.dealer_nomination_action", 8),
}
FORGOTTEN = ("res.partner", "activation.", "dealer.", "logistics.", "perf.", "prepaid.", "promo.", "sale.", "stock.", "product.", "account.move", "delivery.")


def specification(node, model):
    """Give what the client would ask for to show a view: the fields of the arch, with those of the lists inside it."""
    spec = {}
    for field in node.iter("field"):
        name = field.get("name")
        if name not in model._fields or any(above.tag == "field" for above in _between(field, node)):
            continue
        spec[name] = {}
        kind = model._fields[name].type
        if kind == "many2one":
            spec[name] = {"fields": {"display_name": {}}}
        elif kind in ("one2many", "many2many"):
            inner = next((child for child in field if child.tag in ("list", "kanban", "form")), None)
            comodel = model.env[model._fields[name].comodel_name]
            spec[name] = {"fields": {"display_name": {}} if inner is None else specification(inner, comodel)}
    return spec


def _between(field, node):
    for above in field.iterancestors():
        if above is node:
            return
        yield above


class Roles:
    """Every login of the story opens each of its menus, and finds there the work it was promised."""

    def _menus(self, env):
        """Yield the leaf menus of our applications that a person sees."""
        roots = self.env.ref("dealer_base.menu_dealer_root") | self.env.ref("dealer_base.menu_prepaid")
        for number, menu in env["ir.ui.menu"].load_menus(False).items():
            if number != "root" and not menu["children"] and menu["app_id"] in roots.ids:
                yield self.env["ir.ui.menu"].browse(menu["id"])

    def _forget(self, env):
        """Empty the cache of business records: what somebody else has read must not stand in for the person's own right."""
        env.flush_all()
        for name in env.registry:
            if name.startswith(FORGOTTEN):
                env[name].invalidate_model(flush=False)

    def _open(self, env, action):
        """Read what the client reads to show the list and the form of an action."""
        values = {
            "uid": env.uid, "user": env.user, "allowed_company_ids": env.companies.ids, "active_id": False,
            "context_today": lambda: fields.Date.context_today(env.user), "relativedelta": relativedelta}
        self._forget(env)
        model = env[action.res_model].with_context(**safe_eval(action.context or "{}", values))
        records = model.search(safe_eval(action.domain or "[]", values), limit=3)
        model.get_view(False, "search")
        for view, kind in action.views:
            if kind not in ("list", "kanban", "form"):
                continue
            spec = specification(etree.fromstring(model.get_view(view, kind)["arch"]), model)
            for part in (records if kind == "form" else [records]):
                part.web_read(spec)

    def test_every_menu_opens(self):
        problems = []
        for person in PEOPLE:
            env = self.stage.as_(person.login)
            for menu in self._menus(env):
                if menu.action._name != "ir.actions.act_window":
                    continue
                try:
                    self._open(env, menu.action)
                except AccessError as error:
                    reason = " ".join(str(error).split())
                    problems.append(f"{person.login} {menu.complete_name}: {reason[:300]}")
        self.assertFalse(problems, "\n".join(problems))

    def test_everybody_finds_the_promised_work(self):
        for login, (xmlid, wanted) in PROMISED.items():
            with self.subTest(login):
                action, env = self.env.ref(xmlid), self.stage.as_(login)
                domain = safe_eval(action.domain or "[]", {"uid": env.uid, "user": env.user})
                self.assertGreaterEqual(env[action.res_model].search_count(domain), wanted)

    def test_money_and_orders_of_the_own_dealers_only(self):
        west, east = {"D1", "D5"}, {"D2", "D4", "D6"}
        for login, wanted in (("yewu", west), ("yewu2", east), ("xibu", west), ("dongbu", east), ("yewuzg", west | east), ("shenji", west | east)):
            env = self.stage.as_(login)
            with self.subTest(login):
                self.assertEqual(set(env["prepaid.account"].search([]).mapped("partner_id.dealer_code")), wanted - {"D4"}, "D4 pays later")
                self.assertEqual(set(env["sale.order"].search([("is_dealer_order", "=", True)]).mapped("dealer_id.dealer_code")), wanted)

    def test_finance_finds_work_for_its_second_persons(self):
        for model, login, wanted in (
                ("prepaid.receipt", "fuhe", 2), ("prepaid.match", "chuna", 1), ("prepaid.credit.line", "caiwu", 1), ("prepaid.grant", "caiwu", 1),
                ("prepaid.bonus.rule", "caiwu", 1)):
            with self.subTest(model):
                state = "open" if model == "prepaid.match" else "submitted"
                self.assertEqual(self.stage.as_(login)[model].search_count([("state", "=", state)]), wanted)
        unclaimed = self.stage.as_("chuna")["prepaid.unidentified"].search([("state", "=", "approved"), ("claim_state", "=", "none")])
        self.assertEqual(unclaimed.mapped("amount"), [860])

    def test_money_between_dealers_finds_its_second_manager(self):
        transfer = self.stage.as_("chuna")["prepaid.transfer"].create({
            "account_id": self._account_of("D1").id, "target_id": self._account_of("D2").id, "amount": 100, "reason": "两家商定"})
        transfer.action_submit()
        for login in ("caiwu", "caiwu2"):
            transfer.with_env(self.stage.as_(login)).action_approve()
        self.assertEqual(transfer.state, "approved")
        company = self.stage.env.company
        self.assertIn("6217 0000 0000 0001", " ".join(company._pay_to_lines(self.stage.partner("D1"))))

    def test_the_wrong_receipt_is_turned_down(self):
        wrong = self.stage.as_("fuhe")["prepaid.receipt"].search([("amount", "=", 860)])
        wrong.action_reject("凭证是 680.00")
        self.assertEqual((wrong.state, wrong.order_id.sudo().dealer_state, wrong.order_id.sudo().receipt_total), ("rejected", "waiting", 0))

    def test_the_missing_yuan_releases_the_order(self):
        rest = self.stage.as_("fuhe")["prepaid.receipt"].search([("amount", "=", 30)])
        rest.action_confirm()
        self._account_of("D5")._fund_waiting()
        self.assertEqual(rest.order_id.sudo().dealer_state, "submitted")
        self.assertLedger(self._account_of("D5"), 1360, 1360, 0)

    def test_the_order_over_the_limit_is_released(self):
        order = self.stage.as_("caiwu")["sale.order"].search([("dealer_id.dealer_code", "=", "D4"), ("dealer_state", "=", "submitted")])
        with self.assertRaises(UserError):
            order.with_env(self.stage.as_("shenhe")).action_approve()
        order.action_release_credit("老客户")
        order.with_env(self.stage.as_("shenhe")).action_approve()
        self.assertEqual(order.dealer_state, "approved")

    def test_own_dealers_only(self):
        for login, wanted in (("yewu", {"D1", "D3", "D5"}), ("yewu2", {"D2", "D4", "D6"}), ("xibu", {"D1", "D3", "D5"}), ("dongbu", {"D2", "D4", "D6"}),
                              ("kefu", {f"D{number}" for number in range(1, 7)})):
            with self.subTest(login):
                dealers = self.stage.as_(login)["res.partner"].search([("dealer_level", "=", "dealer"), ("dealer_code", "not like", "T-")])
                self.assertEqual(set(dealers.mapped("dealer_code")), wanted)
