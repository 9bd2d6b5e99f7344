from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.money import round_div

from .common import PacketCommon


@tagged("post_install", "-at_install")
class TestDealerOrder(PacketCommon):
    """Journey J19: what headquarters pays lowers what the account pays, from the draft to the books."""

    def test_lowest_price_of_promotions_is_a_retail_price(self):
        """It lies above what dealers settle at and does not keep headquarters from lowering the settlement."""
        self._packet()
        self.coat.product_tmpl_id.sudo().with_company(self.company).promo_floor_price = self.coat.list_price
        self.assertEqual(self._order().settlement_total, 626)

    def test_packet(self):
        campaign = self._packet()
        order = self._order()
        self.assertEqual((order.goods_total, order.discount_total, order.admin_total, order.logistics_total, order.settlement_total), (550, 50, 44, 32, 626))
        self.assertEqual(order.money_text, "550.00 + 44.00 + 32.00 = 626.00")
        self.assertIn("Red packet", str(order.promo_html))

        order._promo_note_prices("ordered", "deal")
        self.assertFalse(order.sudo().promo_price_event_ids, "what dealers settle at is no price of the shop")

        order.action_submit()
        self.assertEqual((order.dealer_state, self.account.held, self.account.available), ("submitted", 626, 4374))
        self.assertEqual(order.settlement_line_ids.filtered(lambda line: line.kind == "discount").mapped("amount"), [-50])
        self.assertEqual(self._budget(campaign), 5000)
        given = order.sudo().promo_application_ids
        self.assertEqual((given.state, given.amount, given.share_ids.mapped("amount")), ("confirmed", 50, [50]))
        self.assertEqual(given._replay().result_hash, given.result_hash)

        order.with_user(self.cs_b).action_approve()
        picking = self._ship(order)
        self.assertEqual((order.captured_total, self.account.balance), (626, 4374))
        invoice = picking.sudo().dealer_invoice_id
        self.assertEqual(invoice.amount_total, 626)
        booked = {}
        for line in invoice.line_ids.filtered(lambda line: line.account_type == "income" or line.tax_line_id):
            booked.setdefault(line.account_id.code, []).append(-line.balance)
        self.assertEqual({code: sorted(amounts) for code, amounts in booked.items() if code in ("600100", "605100")},
                         {"600100": [-44.25, 530.97], "605100": [28.32, 38.94]})
        self.assertAlmostEqual(sum(-line.balance for line in invoice.line_ids if line.tax_line_id), 72.02, places=2)
        self.assertOrderBalanced(order)

    def test_campaign_that_does_not_count_for_points(self):
        """R0-039: orders that earn such a campaign are left out of the points; taken back, they count again; others always do."""
        campaign = self._packet(is_point_excluded=True)
        order, small = self._order(), self._order([(self.coat, 1)])
        order.action_submit()
        small.action_submit()
        self.assertEqual((order.sudo().is_point_excluded, small.sudo().is_point_excluded), (True, False))
        order.sudo()._promo_take_back()
        self.assertFalse(order.sudo().is_point_excluded)
        with self.assertRaises(UserError):
            campaign.with_user(self.ops).is_point_excluded = False

    def test_campaign_without_commission(self):
        """R3-093: orders that earn such a campaign are marked with their submit, others are not; nobody else sets the mark."""
        self._packet(is_commission_excluded=True)
        order, small = self._order(), self._order([(self.coat, 1)])
        order.action_submit()
        small.action_submit()
        self.assertEqual((order.sudo().is_commission_excluded, small.sudo().is_commission_excluded), (True, False))
        self.assertIn("Earns no commission", order.message_ids[0].body + order.message_ids[1].body)
        with self.assertRaises(UserError):
            small.with_user(self.cs_a).is_commission_excluded = True
        draft = self._order([(self.coat, 1)]).with_user(self.cs_a)
        with self.assertRaises(UserError):
            draft.is_commission_excluded = True
        order.sudo()._promo_take_back()
        self.assertFalse(order.sudo().is_commission_excluded)

    def test_marks_are_those_of_the_approved_version(self):
        """A change that is planned says nothing of orders before its approval, which makes a version of its own."""
        campaign = self._packet(is_commission_excluded=True, is_point_excluded=True)
        campaign.with_user(self.ops).action_revise()
        campaign.with_user(self.ops).write({"is_commission_excluded": False, "is_point_excluded": False})
        order = self._order()
        order.action_submit()
        self.assertEqual((order.sudo().is_commission_excluded, order.sudo().is_point_excluded), (True, True))
        campaign.with_user(self.ops).action_submit()
        campaign.with_user(self.boss).action_approve()
        self.assertEqual(campaign.rule_ids.version_ids.sorted("number").mapped("is_commission_excluded"), [True, False])
        order.sudo()._promo_take_back()
        self.assertEqual((order.sudo().is_commission_excluded, order.sudo().is_point_excluded), (False, False), "what the old version said is over")

    def test_campaign_that_gives_for_later_only(self):
        """Its orders, their turnover, what it costs and its marks count as those of any other campaign."""
        campaign = self._packet(is_commission_excluded=True, rewards=({"kind": "cash_back", "amount": 5},), rule={"level": "after"})
        order = self._order()
        order.action_submit()
        self.assertTrue(order.sudo().promo_promise_ids)
        self.assertTrue(order.sudo().is_commission_excluded)
        self.assertEqual(campaign.sudo().actual_cost, 5)

    def test_audience_counts_as_conditions_do(self):
        """What is paid from the account counts from its submit on, at the settlement total."""
        audience = self.env["promo.audience"].create({"name": "Bought", "company_id": self.company.id, "history": "first", "is_live": False})
        buyer = self._order().partner_id
        self.assertNotIn(buyer, audience._found())
        order = self._submitted()
        self.assertIn(buyer, audience._found())
        audience.spent_from = order.settlement_total + 1
        self.assertNotIn(buyer, audience._found())

    def test_first_order_of_the_dealer_alone(self):  # R1-252
        self._packet()
        self._submitted()
        self.assertEqual(self._order().settlement_total, 680)
        self.assertEqual(self._order(partner_id=self.d1.id).settlement_total, 680)

    def test_level_in_the_company_of_the_order(self):
        """Whoever works in another company prices the order with what the buyer is in its own."""
        self._packet()
        order = self._order()
        level = self.env["promo.member.level"].create({"name": "Gold", "code": "gold", "company_id": self.company.id})
        self.env["promo.member"]._of(self.company, order.partner_id).level_id = level
        elsewhere = order.sudo().with_company(self.env["res.company"].create({"name": "Elsewhere"}))
        self.assertEqual(elsewhere._price_of_now().cart.buyer.facts["member"], "gold")

    def test_below_the_threshold(self):
        self._packet()
        self.assertEqual(self._order([(self.coat, 1)]).discount_total, 0)

    def test_others_pay(self):
        """A rule that somebody else pays, or one of the retail side, leaves the settlement alone."""
        self._packet(payer_ids=[Command.create({"who": "store", "rate": 100})])
        self._packet(settles=False)
        self.assertEqual(self._order().settlement_total, 680)

    def test_shared_cost(self):
        """Headquarters bears 60 % of 50.00: 30.00 come off."""
        self._packet(payer_ids=[Command.create({"who": "hq", "rate": 60}), Command.create({"who": "store", "rate": 40})])
        order = self._submitted()
        self.assertEqual((order.goods_total, order.admin_total, order.settlement_total), (570, 45.6, 647.6))

    def test_sent_back_and_cancelled(self):
        campaign = self._packet(rule={"limit_total": 1})
        order = self._submitted()
        self.assertEqual(self._order().settlement_total, 680)
        order.with_user(self.cs_b).action_reject("wrong goods")
        self.assertEqual((self._budget(campaign), order.sudo().promo_application_ids.mapped("state")), (0, ["reversed"]))
        order.action_submit()
        self.assertEqual((order.settlement_total, self._budget(campaign)), (626, 5000))
        order.with_user(self.cs_b).action_cancel_order("not wanted")
        self.assertEqual((self._budget(campaign), self.account.held), (0, 0))

    def test_parts_add_up(self):
        self._packet()
        order = self._approved([(self.coat, 3)])
        total = order.settlement_total
        self.assertEqual((order.goods_total, order.admin_total), (850, 68))
        parts = [self._ship(order, {self.coat: 1}).captured_amount, self._ship(order, {self.coat: 2}).captured_amount]
        self.assertAlmostEqual(sum(parts), total)
        self.assertEqual(order.captured_total, total)
        self.assertOrderBalanced(order)

    def test_rest_is_cancelled(self):
        self._packet()
        order = self._approved([(self.coat, 3)])
        self._ship(order, {self.coat: 1})
        with self.assertRaisesRegex(UserError, "promotion"):
            self._change(order, 2, self._user("cs_presale", login="promo_changer"))
        order.with_user(self.cs_b).action_cancel_rest("sold out")
        self.assertEqual((self.account.held, self.account.balance), (0, 5000 - order.captured_total))
        self.assertOrderBalanced(order)

    def test_rest_gives_its_part_back(self):
        """Of 50.00 on two coats one ships, one is cancelled: 25.00 return to the budget, and the other 25.00 with the return of the first."""
        campaign = self._packet(rule={"limit_total": 1, "limit_quota": 9})
        order = self._approved([(self.coat, 2)])
        self._ship(order, {self.coat: 1})
        self.assertEqual(self._budget(campaign), 5000)
        order.with_user(self.cs_b).action_cancel_rest("sold out")
        share = order.sudo().promo_application_ids.share_ids
        self.assertEqual((self._budget(campaign), self._used(campaign, "quota"), self._used(campaign, "total")), (2500, 1, 1))
        self.assertEqual((share.amount, share.given_back, campaign.sudo().actual_cost), (50, 25, 25))

        order.with_user(self.aftersale).action_received()
        record = self._refunded_return(order)
        self.assertEqual((record.goods_amount, record.discount_withdrawn), (275, 0))
        self.assertEqual((self._budget(campaign), self._used(campaign, "quota"), self._used(campaign, "total")), (0, 0, 0))
        self.assertEqual((share.given_back, campaign.sudo().actual_cost), (50, 0))
        self.assertOrderBalanced(order)

    def test_rest_is_not_asked_for_the_threshold(self):
        """Four coats from 1,000.00 on, two ship: they keep their 50.00; one comes back, and the two that never came count as if they were there."""
        campaign = self._packet(rewards=[{"kind": "amount", "amount": 100}], conditions=[{"kind": "min_amount", "amount": 900}])
        order = self._approved([(self.coat, 4)])
        self._ship(order, {self.coat: 2})
        order.with_user(self.cs_b).action_cancel_rest("sold out")
        self.assertEqual(self._budget(campaign), 5000)
        order.with_user(self.aftersale).action_received()
        record = self._refunded_return(order)
        self.assertEqual((record.goods_amount, record.discount_withdrawn, self._budget(campaign)), (275, 0, 2500))
        self.assertOrderBalanced(order)

    def test_change_after_the_submit(self):
        """The rules of the submit hold on for the changed goods, also when the campaign was stopped since."""
        campaign = self._packet()
        order = self._submitted()
        campaign.with_user(self.ops).action_pause("enough")
        self._change(order, 3)
        self.assertEqual((order.goods_total, order.discount_total, self.account.held), (850, 50, order.settlement_total))
        self.assertEqual(self._budget(campaign), 5000)

        self._change(order, 1)
        self.assertEqual((order.goods_total, order.discount_total, self.account.held), (300, 0, order.settlement_total))
        self.assertEqual(self._budget(campaign), 0)

    def _change(self, order, pieces, person=None):
        change = self.env["dealer.order.amendment"].with_user(self.cs_a).create({
            "order_id": order.id, "reason": "other pieces", "consent": "by phone", "line_ids": [Command.create({
                "order_line_id": order.order_line.id, "product_id": self.coat.id, "new_qty": pieces})]})
        change.with_user(person or self.cs_a).action_apply()

    def test_waiting_order_keeps_it_for_a_while(self):
        campaign = self._packet(rule={"limit_total": 1})
        order = self._order([(self.coat, 20)])
        order.action_submit()
        self.assertEqual((order.dealer_state, order.discount_total, self._budget(campaign)), ("waiting", 50, 0))
        self.assertEqual(self._order().discount_total, 0)
        self.env.cr.execute("UPDATE promo_reservation SET expires_at = now() AT TIME ZONE 'UTC' - interval '1 minute'")
        self.env["promo.limit"]._cron_release_expired()
        self.assertEqual(self._order().discount_total, 50)

    def test_price_by_special_agreement_is_left_alone(self):  # R3-052
        self._packet(rewards=[{"kind": "percent", "rate": 10}], conditions=[], rule={"undiscounted_only": True})
        order = self._order()
        order.order_line.sudo().special_price = 250
        order.sudo()._compute_settlement()
        self.assertEqual((order.goods_total, order.discount_total), (500, 0))

    def test_codes(self):
        batch = self.env["promo.voucher.batch"].with_user(self.ops).create({"name": "Ten", "shared_code": "TEN", "company_id": self.company.id})
        self._packet(conditions=[], rule={"level": "coupon", "batch_id": batch.id})
        order = self._order()
        self.assertEqual(order.discount_total, 0)
        order.promo_codes = "ten"
        self.assertEqual(order.discount_total, 50)
        order.action_submit()
        with self.assertRaises(UserError):
            order.promo_codes = False

    def _free_freight(self, rate=100, **values):
        return self._packet(rewards=[{"kind": "percent", "rate": rate, "target": "shipping"}], conditions=[{"kind": "min_qty", "qty": 2}],
                            rule={"name": "Two go free", "level": "shipping"}, **values)

    def test_freight_that_headquarters_bears(self):  # R3-043
        """Two coats: 600.00 and 48.00; the freight of 32.00 keeps its price, headquarters pays it, and every document says so."""
        campaign = self._free_freight()
        self.assertEqual(self._order([(self.coat, 1)]).freight_hq, 0)
        order = self._order()
        self.assertEqual((order.goods_total, order.admin_total, order.logistics_total, order.freight_hq, order.settlement_total), (600, 48, 0, 32, 648))
        self.assertIn("32.00 off the freight", str(order.promo_html))
        order.action_submit()
        self.assertEqual((order.dealer_state, self.account.held, self.account.available), ("submitted", 648, 4352))
        line = order.settlement_line_ids.filtered(lambda one: one.kind == "logistics")
        self.assertEqual(line.amount, 0)
        self.assertIn("Two go free: headquarters bears 32.00 of the freight", line.formula)
        self.assertEqual(self._budget(campaign), 3200)
        given = order.sudo().promo_application_ids
        self.assertEqual((given.amount, given.share_ids.mapped("kind"), given.share_ids.mapped("amount")), (0, ["shipping"], [32]))
        order.with_user(self.users["fin_manager"]).action_check_settlement()

        order.with_user(self.cs_b).action_approve()
        picking = self._ship(order)
        self.assertEqual((order.captured_total, self.account.balance, picking.sudo().dealer_invoice_id.amount_total), (648, 4352, 648))
        entry = self.env["prepaid.entry"].sudo().search([("order_id", "=", order.id), ("order_model", "=", "sale.order"), ("kind", "=", "capture")])
        self.assertEqual((entry.amount, entry.components.get("logistics", 0)), (-648, 0))
        self.assertIn("Two go free: headquarters bears 32.00 of the freight", entry.formula)
        self.assertOrderBalanced(order)

    def test_freight_that_others_bear(self):
        """A dealer's or store's part stays on the account, and a campaign of the retail side changes nothing."""
        dealers = self._free_freight(payer_ids=[Command.create({"who": "dealer", "rate": 100})])
        self._free_freight(settles=False)
        self.assertEqual((self._order().logistics_total, self._order().settlement_total), (32, 680))
        dealers.with_user(self.ops).action_pause("it takes the whole freight before others")
        self._free_freight(payer_ids=[Command.create({"who": "hq", "rate": 25}), Command.create({"who": "store", "rate": 75})])
        order = self._approved([(self.coat, 3)])
        whole = order.freight_hq + order.logistics_total
        self.assertEqual(order.freight_hq * 4, whole)
        total = order.settlement_total
        for pieces in (1, 2):
            self._ship(order, {self.coat: pieces})
        self.assertEqual((order.captured_total, self.account.balance), (total, 5000 - total))
        self.assertOrderBalanced(order)

    def test_freight_of_a_rest_that_is_cancelled(self):
        """One of three coats ships, by weight a third of the freight: the rest goes back to the budget, to the fen; what was run stays used."""
        campaign = self._free_freight(payer_ids=[Command.create({"who": "hq", "rate": 30}), Command.create({"who": "store", "rate": 70})])
        order = self._approved([(self.coat, 3)])
        share = order.sudo().promo_application_ids.share_ids
        whole = round(share.amount * 100)
        self.assertEqual((share.kind, round(order.freight_hq * 100), self._budget(campaign)), ("shipping", whole, whole))
        self._ship(order, {self.coat: 1})
        self.assertEqual((share.given_back, self._budget(campaign)), (0, whole))
        order.with_user(self.cs_b).action_cancel_rest("sold out")
        run = round_div(whole, 3)
        self.assertTrue(0 < run < whole)
        self.assertEqual((round(share.given_back * 100), self._budget(campaign)), (whole - run, run))
        self.assertEqual(round(campaign.sudo().actual_cost * 100), run)
        order.with_user(self.aftersale).action_received()
        self._refunded_return(order)
        self.assertEqual((round(share.given_back * 100), self._budget(campaign)), (whole - run, run), "the freight was run")
        self.assertOrderBalanced(order)

    def test_freight_of_a_changed_order(self):
        campaign = self._free_freight()
        order = self._submitted()
        campaign.with_user(self.ops).action_pause("enough")
        self._change(order, 3)
        self.assertEqual((order.logistics_total, order.freight_hq > 32, self._budget(campaign)), (0, True, round(order.freight_hq * 100)))
        self._change(order, 1)
        self.assertEqual((order.logistics_total > 0, order.freight_hq, self._budget(campaign)), (True, 0, 0))
        self.assertEqual(self.account.held, order.settlement_total)
        self.assertEqual(self._order().logistics_total, 32, "it was stopped")

    def test_freight_of_another_carrier(self):
        """Service has another carrier take it: the rules of the submit hold on, and what was given follows the new freight."""
        campaign, changer = self._free_freight(), self._user("cs_presale", login="promo_carrier")
        order, early = self._approved(), self._submitted()
        for stopped, carrier, hq in ((False, "ems", 47), (True, "yto", 17)):
            if stopped:
                campaign.with_user(self.ops).action_pause("enough")
            order.with_user(changer).action_change_carrier(self.carriers[carrier].id, "SF does not collect today")
            self.assertEqual((order.logistics_total, order.freight_hq, order.settlement_total, order.carrier_consent), (0, hq, 648, False))
            given = order.sudo().promo_application_ids.filtered(lambda one: one.state == "confirmed")
            self.assertEqual((given.share_ids.mapped("amount"), self._budget(campaign)), ([hq], (hq + 32) * 100))
            self.assertEqual(self.account.held, 2 * 648)
        early.with_user(changer).action_change_carrier(self.carriers["yto"].id, "SF does not collect today")
        self.assertEqual((early.freight_hq, self._budget(campaign)), (17, 3400))
        late = self._submitted()
        self._free_freight()
        late.with_user(changer).action_change_carrier(self.carriers["yto"].id, "SF does not collect today")
        self.assertEqual((late.freight_hq, late.logistics_total), (0, 17), "its campaign came later")
        self._ship(order)
        self.assertEqual(order.captured_total, 648)
        self.assertOrderBalanced(order)

    def test_backtest(self):
        """Past dealer orders at ex-factory prices: what would come off, and what their accounts would pay, the percentage fee included."""
        self._packet(conditions=[{"kind": "min_amount", "amount": 900}], rule={"name": "Nine hundred"})
        small, large = self._approved(), self._approved([(self.coat, 3)])
        draft = self.env["promo.campaign"].with_user(self.ops).create({
            "name": "Tenth", "date_start": "2099-01-01 00:00:00", "date_end": "2099-01-20 00:00:00", "company_id": self.company.id, "settles": True,
            "payer_ids": [Command.create({"who": "hq", "rate": 50}), Command.create({"who": "dealer", "rate": 50})],
            "rule_ids": [Command.create({"name": "Tenth off", "reward_ids": [Command.create({"kind": "percent", "rate": 10})]})]})
        day = self.company._dealer_today()
        test = self.env["promo.backtest"].with_user(self.ops).create({
            "campaign_id": draft.id, "company_id": self.company.id, "date_from": day, "date_to": day})
        test._begin()
        test.sudo().state = "running"
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        test._step()
        statements = self.env.cr.sql_log_count - before
        test._step()
        self.assertEqual((test.state, test.done, test.skipped, test.changed), ("done", 2, 0, 2))
        self.assertEqual((test.turnover, test.discount_then, test.discount_now), (1500, 50, 122.5), "30.00, and 50.00 beside 42.50 of 850.00")
        lines = test.line_ids.grouped("order_id")
        self.assertEqual((lines[small].settlement_then, lines[small].settlement_diff), (680, -32.4), "600.00 - 30.00, and 8 % of 30.00 less")
        self.assertEqual(lines[large].settlement_diff, -45.9, "42.50, and 8 % of it")
        self.assertEqual((test.settlement_diff, small.settlement_total), (-78.3, 680))
        self.assertIn("72.50", test.payers_text)
        self.assertLess(statements, 60, "of a batch, not of an order")

        more = self._approved()
        test = test.copy()
        test.action_start()
        self.assertEqual(test.total, 3)
        self.assertIn(more, test.line_ids.order_id)
