"""Journey J25: five kinds of orders credit guides and stores, frozen at settlement, taken back by returns. Goods 600.00 an order."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.dealer_base.money import to_fen

from .return_common import ReturnCommon

PHONE = "138 0000 0001"


class GuideCommon(ReturnCommon):
    """Guide G1 of Store 1A, to whom the consumer belongs, and G2 of Store 1B."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store_1b = cls.partners["1B"]
        cls.g1, cls.g2 = (cls._guide(store, number) for store, number in ((cls.store_1a, "G1"), (cls.store_1b, "G2")))
        cls.binding = cls._bind(cls.g1)

    @classmethod
    def _guide(cls, store, number, **vals):
        return cls.env["dealer.guide"].with_user(cls.cs_a).create({"name": f"Guide {number}", "work_number": number, "store_id": store.id, **vals})

    @classmethod
    def _bind(cls, guide, phone=PHONE):
        return cls.env["dealer.consumer.binding"].with_user(cls.cs_a).create({"phone": phone, "guide_id": guide.id, "consent": True})

    def _credits(self, order, role):
        """Give {guide or store: fen} of an order."""
        lines = self.env["dealer.attribution"].search([("order_id", "=", order.id), ("role", "=", role)])
        return {key: sum(to_fen(line.amount) for line in part)
                for key, part in lines.grouped(lambda line: line.guide_id if role == "guide" else line.store_id).items()}

    def assertCredits(self, order, guides, stores):
        self.assertEqual((self._credits(order, "guide"), self._credits(order, "store")), (guides, stores))


@tagged("post_install", "-at_install")
class TestAttribution(GuideCommon):
    def test_journey_25(self):
        a, b, g1, g2 = self.store_1a, self.store_1b, self.g1, self.g2
        for kind, vals, guides, stores in (
                ("own_store", {"guide_id": g1.id}, {g1: 60000}, {a: 60000}),
                ("other_store", {"partner_id": b.id, "guide_id": g2.id}, {g1: 18000, g2: 42000}, {b: 60000}),
                ("link", {"order_source": "link", "guide_id": g1.id}, {g1: 60000}, {a: 60000}),
                ("courier", {"order_source": "mall"}, {g1: 60000}, {a: 60000}),
                ("pickup", {"order_source": "mini_program", "partner_id": b.id, "dealer_mode": "store", "guide_id": g2.id},
                 {g1: 42000, g2: 18000}, {a: 42000, b: 18000})):
            with self.subTest(kind):
                order = self._order(**vals)
                self.assertEqual((order.attribution_kind, order.own_guide_id), (kind, g1), "shown on the draft")
                order.action_submit()
                order.with_user(self.cs_b).action_approve()
                self.assertFalse(order.sudo().attribution_ids, "not before the settlement")
                self._ship_now(order)
                self.assertEqual(order.attribution_kind, kind)
                self.assertCredits(order, guides, stores)
                lines = order.sudo().attribution_ids
                self.assertEqual(set(lines.mapped("base")), {600})
                self.assertEqual(set(lines.mapped("period")), {f"{self.company._dealer_today():%Y-%m}"})
                self.assertEqual(lines.dealer_id, self.d1)
                self.assertEqual(lines.salesperson_id, self.d1.user_id)
                self.assertEqual(lines.sales_company_id, order.sales_company_id)

    def test_parcels_returns_and_changes_in_between(self):
        """The first parcel freezes the shares: neither another rule nor another guide of the consumer moves what follows."""
        south, north = self.env["crm.team"].create([{"name": name, "company_id": self.company.id} for name in ("South", "North")])
        rep = self.d1.user_id
        self.env["crm.team.member"].search([("user_id", "=", rep.id)]).action_archive()
        south.member_ids = rep
        order = self._approved([(self.coat, 3)], partner_id=self.store_1b.id, guide_id=self.g2.id)
        self._ship_now(order, {self.coat: 1})
        self.assertEqual(order.sudo().attribution_ids.team_id, south)
        self.env["crm.team.member"].search([("user_id", "=", rep.id)]).action_archive()
        north.member_ids = rep
        self.assertCredits(order, {self.g1: 9000, self.g2: 21000}, {self.store_1b: 30000})
        frozen = order.sudo().attribution_ids
        self._rule("other_store", 1, 9999, 0, 10000)
        self._rebind(self._guide(self.store_1a, "G3"))
        self._ship_now(order)
        self.assertCredits(order, {self.g1: 27000, self.g2: 63000}, {self.store_1b: 90000})
        order.with_user(self.aftersale).action_received()
        back = self._refunded_return(order, 1)
        self.assertCredits(order, {self.g1: 18000, self.g2: 42000}, {self.store_1b: 60000})
        taken = order.sudo().attribution_ids.filtered("return_id")
        self.assertEqual((taken.return_id, sum(taken.mapped("amount")), set(taken.mapped("base"))), (back, -600, {-300}))
        self._refunded_return(order, 2)
        self.assertCredits(order, {self.g1: 0, self.g2: 0}, {self.store_1b: 0})
        self.assertEqual(frozen.sorted("id").mapped("amount"), [90, 210, 300])
        other = self._approved(partner_id=self.store_1b.id, guide_id=self.g2.id)
        self.assertEqual(other.own_guide_id.work_number, "G3")
        self._ship_now(other)
        self.assertCredits(other, {other.own_guide_id: 6, self.g2: 59994}, {self.store_1b: 60000})

    def _rule(self, kind, *shares):
        names = ("guide_own_bp", "guide_serving_bp", "store_own_bp", "store_serving_bp")
        return self.env["dealer.attribution.rule"].with_user(self.users["ops_manager"]).create(
            {"kind": kind, **dict(zip(names, shares, strict=True))})

    def _rebind(self, guide):
        self.d1.user_id = self.users["sales_manager"]
        self.binding.wanted_guide_id = guide
        action = self.binding.with_user(self.users["sales_manager"]).action_change_guide("moved to another town")
        return self.env["dealer.consumer.binding"].browse(action["res_id"])

    def test_orders_of_nobody(self):
        """No guide: the goods are credited to the store, and to "no guide"; the sums stay those of the settlement."""
        order = self._approved(consumer_phone="13911112222")
        self._ship_now(order)
        self.assertEqual(order.attribution_kind, "own_store")
        self.assertCredits(order, {self.env["dealer.guide"]: 60000}, {self.store_1a: 60000})
        self.assertFalse(self.env["dealer.consumer.binding"]._current(self.company, "13911112222"))
        served = self._approved(consumer_phone="139 1111 2222", guide_id=self.g1.id, consumer_kind="social")
        self._ship_now(served)
        self.assertCredits(served, {self.g1: 60000}, {self.store_1a: 60000})
        first = self.env["dealer.consumer.binding"]._current(self.company, "+8613911112222")
        self.assertEqual((first.guide_id, first.order_id, first.entry_way, first.consumer_kind), (self.g1, served, "guide", "social"))

    def test_a_phone_does_not_stop_a_parcel(self):
        """A number that is none binds nobody; of two parcels of one new consumer at once the first guide stays."""
        short = self._approved(consumer_phone="0086 123", guide_id=self.g1.id)
        self._ship_now(short)
        self.assertCredits(short, {self.g1: 60000}, {self.store_1a: 60000})
        bindings = self.env["dealer.consumer.binding"]
        late = self._approved(guide_id=self.g1.id)
        # The other parcel leaves at the same time: its row is not seen yet.
        with patch.object(type(bindings), "_current", lambda self, *args: self.sudo().browse()), mute_logger("odoo.sql_db"):
            self._ship_now(late)
        self.assertEqual(late.dealer_state, "shipped")
        self.assertEqual(bindings.sudo().search([("phone", "=", self.binding.sudo().phone)]), self.binding)

    def test_frozen_for_everybody(self):
        order = self._approved()
        self._ship_now(order)
        lines = order.sudo().attribution_ids
        for step in (lambda: lines.write({"amount": 1}), lines.unlink):
            with self.assertRaisesRegex(UserError, "frozen"):
                step()
        for role in ("cs_manager", "fin_manager", "ops_manager", "business_admin"):
            with self.assertRaises(AccessError):
                self.env["dealer.attribution"].with_user(self.users[role]).create({
                    "company_id": self.company.id, "date": "2026-01-01", "period": "2026-01", "order_id": order.id, "kind": "link", "role": "store",
                    "picking_id": order.sudo().picking_ids.id, "store_id": self.store_1a.id, "amount": 1})
        rule = lines.rule_id
        with self.assertRaisesRegex(UserError, "has credited orders"):
            rule.with_user(self.users["ops_manager"]).date_from = "2020-01-01"
        with self.assertRaisesRegex(UserError, "has credited orders"):
            rule.with_user(self.users["ops_manager"]).unlink()

    def test_rules_add_up(self):
        with self.assertRaisesRegex(ValidationError, "guides' shares make up 100 %"):
            self._rule("link", 5000, 4999, 10000, 0)
        with Form(self.env["dealer.attribution.rule"].with_user(self.users["fin_manager"])) as form:
            form.kind, form.guide_own, form.guide_serving = "courier", 33.33, 66.67
        self.assertEqual((form.record.guide_own_bp, form.record.guide_serving_bp, form.record.store_own_bp), (3333, 6667, 10000))
        self.assertEqual(form.record.display_name, f"4 Buys online, courier {form.record.date_from}")
        with self.assertRaises(AccessError):
            form.record.with_user(self.cs_a).guide_own_bp = 1
        rules = self.env["dealer.attribution.rule"].search([("company_id", "=", self.company.id), ("date_from", "=", "2000-01-01")])
        self.assertEqual(len(rules), 5, "a company begins with the proposed table")

    def test_whose_guide_serves(self):
        with self.assertRaisesRegex(UserError, "works for"):
            self._submitted(guide_id=self.g2.id)
        with self.assertRaisesRegex(UserError, "whose link"):
            self._submitted(order_source="link")

    def test_reports_by_role(self):
        order = self._approved(partner_id=self.store_1b.id, guide_id=self.g2.id)
        self._ship_now(order)
        report = self.env["dealer.attribution"].with_user(self.users["auditor"])
        shipped = self.env["dealer.report.line"].with_user(self.users["auditor"])._read_group(
            [("side", "=", "shipped"), ("part", "=", "goods"), ("store_id", "=", self.store_1b.id)], [], ["goods:sum"])[0][0]
        for axis in ("store_id", "dealer_id", "sales_company_id", "salesperson_id", "period", "kind"):
            for role, own in (("store", [("store_id", "=", self.store_1b.id)]), ("guide", [("order_id.partner_id", "=", self.store_1b.id)])):
                rows = report._read_group([("role", "=", role), *own], [axis], ["amount:sum"])
                self.assertAlmostEqual(sum(row[1] for row in rows), shipped, msg=f"{axis} {role}")
        rep = self.users["sales_rep"]
        self.assertTrue(report.with_user(rep).search_count([("store_id", "=", self.store_1b.id)]))
        heir = new_test_user(self.env, "order_heir", groups="dealer_base.group_sales_rep")
        self.d1.user_id = heir
        mine = [("store_id", "=", self.store_1b.id)]
        self.assertTrue(report.with_user(rep).search_count(mine), "his statement pays him by these sales: he sees them, whoever has the customer now")
        self.assertFalse(report.with_user(heir).search_count(mine), "nothing was credited to him")
        self.env.invalidate_all()
        self.assertEqual([order.with_user(user).attribution_count for user in (heir, self.users["auditor"])], [0, 3], "the button counts what its list shows")
        leader = self.users["sales_manager"]
        self.assertFalse(report.with_user(leader).search_count(mine))
        self.env["crm.team"].create({"name": "Heirs", "user_id": leader.id, "member_ids": [(4, heir.id)]})
        self.assertFalse(report.with_user(leader).search_count(mine), "credited before, to somebody of another department")
        for user in (self.warehouse_user, new_test_user(self.env, "t_portal_credit", groups="dealer_base.group_portal_dealer")):
            with self.assertRaises(AccessError):
                report.with_user(user).search_count([])
        other = self._plain_company_user("auditor")
        self.assertFalse(report.with_user(other).search_count([]))
        views = report.get_views([(False, kind) for kind in ("list", "form", "search", "pivot", "graph")])["views"]
        self.assertIn("amount", views["pivot"]["arch"])

    def _plain_company_user(self, role):
        company = self.env["res.company"].create({"name": "Test Other", "country_id": self.env.ref("base.cn").id})
        return new_test_user(self.env, f"t_other_{role}", groups=f"base.group_user,dealer_base.group_{role}", company_id=company.id,
                             company_ids=[(6, 0, company.ids)])


@tagged("post_install", "-at_install")
class TestGuide(GuideCommon):
    def test_the_first_guide_stays_until_a_manager_decides(self):
        with self.assertRaisesRegex(UserError, "belongs to a guide already"):
            self._bind(self.g2, "+86 13800000001")
        with self.assertRaises(AccessError):
            self.binding.guide_id = self.g2
        manager = self.d1.user_id = self.users["sales_manager"]
        with self.assertRaisesRegex(UserError, "propose another guide"):
            self.binding.with_user(manager).action_change_guide("why")
        self.binding.wanted_guide_id = self.g2
        with self.assertRaisesRegex(UserError, "reason"):
            self.binding.with_user(manager).action_change_guide(" ")
        with self.assertRaises(AccessError):
            self.binding.action_change_guide("own proposal")
        lead = self._user("cs_manager", login="t_cs_lead")
        self.binding.with_user(lead).wanted_guide_id = self.g2
        with self.assertRaises(AccessError):
            self.binding.with_user(lead).action_change_guide("own proposal")
        new = self.env["dealer.consumer.binding"].browse(self.binding.with_user(manager).action_change_guide("moved")["res_id"])
        self.assertEqual((new.guide_id, new.previous_id, self.binding.change_reason), (self.g2, self.binding, "moved"))
        self.assertTrue(self.binding.closed_at)
        self.assertEqual(self.env[new._name].search(new.action_open_history()["domain"]), new | self.binding)
        with self.assertRaisesRegex(UserError, "history"):
            self.binding.wanted_guide_id = self.g1
        with self.assertRaisesRegex(UserError, "stays for the record"):
            self.binding.sudo().unlink()
        self.assertEqual((self.g1.consumer_count, self.g2.consumer_count), (0, 1))

    def test_sight(self):
        self.assertEqual(self.binding.phone_shown, "13800000001")
        auditor = self.binding.with_user(self.users["auditor"])
        self.assertEqual((auditor.phone_shown, auditor.display_name), ("138****0001", "138****0001"))
        with self.assertRaises(AccessError):
            auditor.read(["phone"])
        with self.assertRaises(AccessError):
            auditor.search([("phone", "like", "138")])
        with self.assertRaises(AccessError):
            self.binding.with_user(self.warehouse_user).check_access("read")
        with self.assertRaisesRegex(ValidationError, "consent"):
            self.env[auditor._name].with_user(self.cs_a).create({"phone": "13911113333", "guide_id": self.g1.id})
        with self.assertRaisesRegex(UserError, "no phone number"):
            self._bind(self.g1, "12")

    def test_a_store_registers_its_own(self):
        clerk = new_test_user(self.env, "t_guide_clerk", groups="dealer_base.group_portal_clerk")
        clerk.partner_id.parent_id = self.store_1a
        api = self.env["dealer.consumer.binding"].with_user(clerk)
        payload = {"phone": "139-1111-4444", "work_number": "g1", "consent": True, "consumer_kind": "advert", "entry_way": "self"}
        for _twice in range(2):  # the answer was lost: the program sends it again under its key
            self.assertEqual(
                api.dealer_bind_consumer("bind-1", payload), {"guide": "Guide G1", "work_number": "G1", "store": self.store_1a.dealer_code})
        with self.assertRaisesRegex(UserError, "other contents"):
            api.dealer_bind_consumer("bind-1", {**payload, "work_number": "g2"})
        found = self.env[api._name]._current(self.company, "13911114444")
        self.assertEqual((found.guide_id, found.bound_by, found.consumer_kind), (self.g1, clerk, "advert"))
        for wrong, part in (
                (payload, "already"), ({**payload, "phone": "13911115555", "work_number": "G2"}, "no guide"), ({**payload, "store": "T-2A"}, "no dealer"),
                ({**payload, "phone": "13911115555", "consent": "yes"}, "consent"), ({**payload, "phone": "13911115555", "entry_way": "x"}, "one of"),
                ({"price": 1}, "keys")):
            with self.subTest(wrong), self.assertRaisesRegex(UserError, part), self.env.cr.savepoint():
                api.dealer_bind_consumer("bind-2", wrong)
        with self.assertRaisesRegex(UserError, "idempotency key"):
            api.dealer_bind_consumer("", payload)
        for service in (api, api.with_user(self.cs_a)):
            with self.subTest(service.env.user), self.assertRaisesRegex(UserError, "idempotency key first"):  # as programs called it before
                service.dealer_bind_consumer(payload)
        service = api.with_user(self.cs_a)
        answers = [service.dealer_bind_consumer("bind-1", {**payload, "phone": "13911117777", "store": self.store_1a.dealer_code}) for _twice in range(2)]
        self.assertEqual(answers[0], answers[1], "keys of the people of a dealer are their own")
        self.assertEqual(self.env[api._name].search_count([("phone", "in", ("13911114444", "13911117777"))]), 2)
        with self.assertRaises(AccessError):
            api.search([])

    def test_guides_keep_their_store(self):
        with self.assertRaisesRegex(UserError, "enter a new one"):
            self.g1.store_id = self.store_1b
        self.g2.store_id = self.store_1a
        with self.assertRaises(ValidationError):
            self.g2.store_id = self.env["res.partner"].create({"name": "Nobody"})
        with self.assertRaises(AccessError):
            self.g1.with_user(self.users["sales_rep"]).name = "Me"
        self.assertEqual(self._guide(self.store_1b, " v9 ", kind="virtual").display_name, "Guide  v9  (V9)")

    def test_sources(self):
        rep = self.users["sales_rep"]
        self.assertEqual(self._order().order_source, "service")
        values = {key: value for key, value in self._order_values().items() if not key.startswith("consumer_") or key.endswith("consent")}
        self.assertEqual(self.env["sale.order"].with_user(rep).create(values).order_source, "rep")
        payload = {"store": self.store_1b.dealer_code, "lines": [{"code": "T-COAT", "qty": 2}], "carrier": "SF", "guide": "g2", "source": "mall",
                   "consumer_kind": "advert", "entry_way": "self",
                   "consumer": {"name": "C", "phone": "13800000001", "division": "510104", "street": "S", "consent": True}}
        answer = self.env["sale.order"].with_user(self.cs_a).dealer_submit_order("source-1", payload)
        order = self.env["sale.order"].browse(answer["id"])
        self.assertEqual((order.order_source, order.consumer_kind, order.entry_way, order.guide_id, order.attribution_kind),
                         ("mall", "advert", "self", self.g2, "courier"))
        payload.pop("source")
        payload.pop("guide")
        again = self.env["sale.order"].browse(self.env["sale.order"].with_user(self.cs_a).dealer_submit_order("source-2", payload)["id"])
        self.assertEqual(again.order_source, "api")
        with self.assertRaisesRegex(UserError, "one of"):
            self.env["sale.order"].with_user(self.cs_a).dealer_submit_order("source-3", {**payload, "source": "moon"})
        with self.assertRaises(AccessError):
            order.with_user(self.cs_a).order_source = "link"
        plain = self.env["sale.order"].create({"partner_id": self.env["res.partner"].create({"name": "Plain"}).id})
        self.assertFalse(plain.order_source or plain.attribution_kind)
