"""J20's figures, the SQL against the core, and the customers behind each figure."""
import random
from ast import literal_eval
from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.customer_activation.funnel import Customer, figures, percentile
from odoo.addons.customer_activation.sql.rates import rates

from .activation_week import ActivationWeek


@tagged("post_install", "-at_install")
class TestActivationFigures(ActivationWeek):
    def _open(self, user, **values):
        today = self.env.company._dealer_today()
        wizard = self.env["activation.figures"].with_user(user).create({
            "date_from": today - timedelta(days=30), "date_to": today + timedelta(days=1), **values})
        wizard.action_compute()
        return wizard.line_ids.sorted("id")

    def test_activation_week(self):
        self._month()
        lines = self._open(self.ops)
        found = {line.name: (line.registered, line.activated, line.ordering, line.activation_rate, line.first_order_rate) for line in lines}
        self.assertEqual(found["All"], (50, 40, 18, 80.0, 45.0))
        self.assertEqual(found["act_rep (dealer_base.group_sales_rep)"], (30, 27, 13, 90.0, 48.15))
        self.assertEqual(found["act_rep2 (dealer_base.group_sales_rep)"], (20, 13, 5, 65.0, 38.46))
        self.assertEqual(lines[-1].login_time, "24 h / 24 h")
        for line in lines:
            for name, count in (("registered", line.registered), ("activated", line.activated), ("ordering", line.ordering),
                                ("waiting", line.registered - line.activated)):
                action = getattr(line, f"action_{name}")()
                self.assertEqual(self.env["activation.record"].search_count(action["domain"]), count, (line.name, name))
            silent = line.with_context(silent=True).action_ordering()["domain"]  # R1-212: who did not order in the period
            self.assertEqual(self.env["activation.record"].search_count(silent), line.activated - line.ordering, line.name)

    def test_customers_who_logged_in(self):
        self._month()
        hours = (0, 0, 5, 24 * 40)  # one twice, one once, one before the period; a fourth under a password of somebody else
        self.env["activation.login"].create([{
            "record_id": record.id, "user_id": self.ops.id, "at": self.now - timedelta(hours=ago), "is_own": True,
        } for record, ago in zip((self.records[0], self.records[0], self.records[1], self.records[2]), hours, strict=True)] + [
            {"record_id": self.records[3].id, "user_id": self.ops.id, "at": self.now, "is_own": False}])
        for user in (self.ops, self.rep):
            lines = self._open(user, with_logins=True)
            self.assertEqual((lines[-1].logins, lines[-1].seen), (3, 2))
            for line in lines:
                domain = line.with_context(seen=True).action_registered()["domain"]
                self.assertEqual(self.env["activation.record"].with_user(user).search_count(domain), line.seen, (user.login, line.name))

    def test_hours_and_logins_open_their_rows(self):
        """The median and p80 of a row can be read off the customers it opens, the number of logins is that of the logins it opens."""
        self._month()
        hours = (2, 5, 5, 30, 70)
        for record, ago in zip(self.records[:5], hours, strict=True):
            self._fact(record, 100, 100 - ago, 100 - ago - 1, 100)
        self.records[0].invited_at = self.records[0].first_login_at + timedelta(hours=1)  # told of it before anybody pressed the button
        self.env["activation.login"].create([{
            "record_id": self.records[n].id, "user_id": self.ops.id, "at": self.now - timedelta(hours=ago), "is_own": own,
        } for n, ago, own in ((0, 0, True), (0, 1, True), (1, 0, True), (2, 24 * 40, True), (3, 0, False))])
        for user in (self.ops, self.rep):
            for line in self._open(user, with_logins=True).with_context(hours=True):
                for step, name, shown in (("activated", "login_hours", line.login_time), ("ordering", "order_hours", line.order_time)):
                    action = getattr(line, f"action_{step}")()
                    found = self.env["activation.record"].with_user(user).search(action["domain"])
                    with self.subTest(user=user.login, row=line.name, name=name):
                        want = percentile(found.mapped(name), 50), percentile(found.mapped(name), 80)
                        self.assertEqual(shown, f"{want[0]} h / {want[1]} h")
                        arch = self.env["activation.record"].with_user(user).get_view(action["views"][0][0], "list")["arch"]
                        self.assertIn(f'name="{name}"', arch)
                        self.assertEqual(arch.count('_hours"'), 1, "who never ordered has no hours to an order")
                action = line.with_context(logins=True).action_registered()
                self.assertEqual(self.env[action["res_model"]].with_user(user).search_count(action["domain"]), line.logins)
        self.assertEqual(self.records[:3].mapped("login_hours"), [0, 5, 5])
        for name in ("login_hours", "order_hours"):  # 0 of who never came would pull down a mean of all customers
            self.assertFalse(self.env["activation.record"].fields_get([name], ["aggregator"])[name].get("aggregator"), name)

    def test_ordering_customers_by_month(self):
        """R1-245: a customer counts once in a month, for his salesperson; who gave everything back does not. The rates of the month say the same."""
        self._month()
        self._fact(self.records[1], 100, 76, 40, 300)  # a second order
        self._fact(self.records[35], None, 10)  # never invited: of no rate
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_activation.activation_order_action")
        rates = {line.name: line.ordering for line in self._open(self.ops) if not line.is_total}
        found = self.env["activation.order"].with_user(self.ops)._read_group(
            [("record_id", "in", self.records.ids), *literal_eval(action["domain"])], ["owner_id"], ["record_id:count_distinct", "net_amount:sum"])
        self.assertEqual({owner.name: count for owner, count, _net in found}, rates)
        self.assertEqual(sum(net for _owner, _count, net in found), 18 * 100 + 300)
        month = self.env["ir.actions.act_window"]._for_xml_id("customer_activation.activation_month_action")
        rates = {line.name: line.activated for line in self._open(self.ops) if not line.is_total}
        found = self.env["activation.record"].with_user(self.ops)._read_group(
            [("id", "in", self.records.ids), *literal_eval(month["domain"])], ["user_id"], ["__count"])
        self.assertEqual({owner.name: count for owner, count in found}, rates, "the same activated customers")

    def test_own_rows_only(self):
        self._month()
        lines = self._open(self.rep2)
        self.assertEqual([(line.registered, line.activated, line.ordering) for line in lines], [(20, 13, 5)] * 2)

    def test_groups_sum_to_all(self):
        self._month()
        for by in ("user", "sales_company", "province", "month", "user_month"):
            for mode in ("cumulative", "cohort"):
                lines = self._open(self.ops, by=by, mode=mode)
                total = lines.filtered("is_total")
                self.assertEqual(len(total), 1)
                for name in ("registered", "activated", "ordering", "logins"):
                    self.assertEqual(sum((lines - total).mapped(name)), total[name], (by, mode, name))
                for line in lines - total:
                    self.assertEqual(self.env["activation.record"].search_count(line.action_registered()["domain"]), line.registered, (by, line.name))

    def test_months_of_the_company(self):
        """Rows and the customers behind them are cut by the company's time zone, whichever it is."""
        self.records.sudo().write({"invited_at": "2026-10-15 12:00:00"})
        self.records[:7].write({"invited_at": "2026-11-01 02:00:00"})  # still October in New York, November in Shanghai
        for zone, want in (("Asia/Shanghai", {"2026-10": 53, "2026-11": 7}), ("America/New_York", {"2026-10": 60})):
            self.env.company.partner_id.tz = zone
            for by in ("month", "user_month"):
                lines = self._open(self.ops, by=by, date_from="2026-10-01", date_to="2026-11-30").filtered(lambda line: not line.is_total)
                found = {}
                for line in lines:
                    self.assertEqual(self.env["activation.record"].search_count(line.action_registered()["domain"]), line.registered, (zone, line.name))
                    month = line.key.split("/")[-1]
                    found[month] = found.get(month, 0) + line.registered
                self.assertEqual(found, want, (zone, by))

    def test_sql_is_the_core(self):
        rng = random.Random(20)
        facts = []
        for record in self.records:
            invited = rng.randrange(200, 1500) if rng.random() < 0.9 else None
            login = rng.randrange(invited) if invited and rng.random() < 0.7 else None
            order = rng.randrange(login) if login and rng.random() < 0.6 else None
            net = rng.choice((0, 100)) if order is not None else 0
            self._fact(record, invited, login, order, net)
            ago = {name: self.now - timedelta(hours=hours) if hours is not None else None for name, hours in
                   (("invited_at", invited), ("first_login_at", login), ("first_order_at", order))}
            facts.append((ago, net))
        visible = self.env["activation.record"]._search([("id", "in", self.records.ids)]).select()
        for since in (None, self.now - timedelta(hours=700)):
            for end in (0, 150, 400):
                until = self.now - timedelta(hours=end)
                want = figures([Customer(**ago, net_fen=net if ago["first_order_at"] and ago["first_order_at"] < until else 0)
                                for ago, net in facts], until, since)
                got = rates(self.env, visible, "all", until, since)[-1]
                self.assertEqual(
                    (got["registered"], got["activated"], got["ordering"], (got["login_median"], got["login_p80"]), (got["order_median"], got["order_p80"])),
                    (want.registered, want.activated, want.ordering, want.login_hours, want.order_hours), (since, end))
