from dataclasses import replace

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.explaining import sentences
from ..engine import evaluate, outcome_row, read_rule
from ..engine.costs import budget_part
from ..sql.backtest import before_orders
from ..sql.limits import touch

SERVICE = "dealer_base.group_cs_presale,dealer_base.group_cs_aftersale,dealer_base.group_sales_rep"
DAYS = 7


class PromoRequest(models.TransientModel):
    """A customer asks for what a campaign promises for a follow, a share, a praise: with the proof, with or without an order."""

    _name = "promo.request"
    _description = "Request of a reward"

    rule_id = fields.Many2one("promo.rule", string="Reward asked for", required=True,
        domain="[('proof', '!=', False), ('version_ids.is_current', '=', True), ('is_paused', '=', False)]")
    proof = fields.Char(related="rule_id.proof", string="Proof needed")
    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    order_id = fields.Many2one("sale.order", string="Order", domain="[('partner_id', '=', partner_id), ('state', '=', 'sale')]")
    proof_ids = fields.Many2many("ir.attachment", string="Proof")

    def action_request(self):
        """Enter the request; customer service then looks at its proof.

        :return: action that opens it.
        :raises UserError: without a proof, outside of the campaign, or when the customer had it already.
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_groups(SERVICE):
            raise AccessError(self.env._("Requests are entered by customer service and sales."))
        self.rule_id.check_access("read")
        self.proof_ids.check_access("write")  # a file of his own, not one of another document
        rule = self.rule_id.sudo()  # sudo: who serves customers need not read plans
        if not self.proof_ids:
            raise UserError(self.env._("%(rule)s: attach the proof first (%(proof)s).", rule=rule.name, proof=rule.proof or "-"))
        values = self._values(rule)
        promise = self.env["promo.promise"].sudo().create(values)  # sudo: the request is made by this step alone
        self._reserve(rule, promise)
        self.proof_ids.sudo().write({"res_model": promise._name, "res_id": promise.id})  # sudo: the proof belongs to the request
        return {"type": "ir.actions.act_window", "res_model": promise._name, "res_id": promise.id, "view_mode": "form"}

    def _values(self, rule):
        """:return: values of the promo.promise."""
        version = rule._runs(fields.Datetime.now())
        if not version:
            raise UserError(self.env._("%s is not running now.", rule.name))
        gift = next((reward for reward in read_rule(version.source).rewards if reward.code == "cash_back" and reward.value_fen), None)
        if not gift or not rule.proof:
            raise UserError(self.env._("%s promises no cash back for a proof.", rule.name))
        owner = self.partner_id.commercial_partner_id
        order = self.order_id
        if order and (order.partner_id.commercial_partner_id != owner or order.company_id != rule.company_id or order.state != "sale"):
            raise UserError(self.env._("%(order)s is no order of %(customer)s.", order=order.name, customer=owner.display_name))
        self._need_fit(version)
        if not rule.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Somebody else enters a request for %s just now: try again.", rule.name))
        touch(self.env.cr, rule.id)
        have = self.env["promo.promise"].sudo().search_count([  # sudo: every request of the customer counts
            ("rule_id", "=", rule.id), ("partner_id", "child_of", owner.id), ("state", "!=", "void")])
        if have >= (rule.limit_customer or 1):
            raise UserError(self.env._("%(customer)s had %(rule)s already.", customer=owner.display_name, rule=rule.name))
        return {
            "rule_id": rule.id, "order_id": self.order_id.id, "receiver_id": self.partner_id.id, "kind": "cash_back", "key": "cash", "count": 1,
            "value": float(from_fen(gift.value_fen)), "proof": rule.proof, "proof_ids": [fields.Command.set(self.proof_ids.ids)], "state": "waiting",
            "due_date": fields.Date.add(rule.company_id._dealer_today(), days=gift.after_days or DAYS)}

    def _need_fit(self, version):
        """Refuse who does not meet the conditions of the rule: whom the campaign is for, who is left out of it, level, days, and what the order is.

        :param version: promo.rule.version in sudo.
        :raises UserError: saying which condition is not met.
        """
        company, order = version.company_id, self.order_id.sudo()  # sudo: whether conditions hold does not depend on who enters the request
        if order:
            rule = order._promo_counted()
            order.flush_model(order._promo_counted_by())
            carts = self.env["promo.cart"].with_company(company)
            cart = carts._carts_of(order, order.date_order)[order]
            done, spent, last = before_orders(self.env.cr, company.id, order.ids, rule).get(order.id) or (0, 0, None)
            day = company._dealer_local(last).date().isoformat() if last else ""
            facts = {**cart.buyer.facts, "spent_fen": to_fen(spent or 0), "last_order": day, **carts._spent_then(order, {order: cart})[order.id]}
            buyer = replace(cart.buyer, orders_done=done, facts=facts)
            cart = replace(cart, buyer=buyer)
        else:
            cart = self.env["promo.limit"]._buyer_cart_now(self.partner_id.sudo(), company)  # sudo: as above
        outcome = evaluate(cart, self.env["promo.snapshot"]._of_versions(((version.id, False),)))
        if version.source["id"] not in outcome.applied:
            why = next((one.text for one in sentences(self.env, outcome_row(outcome)) if one.part == "why_not"), "")
            raise UserError(self.env._(
                "%(customer)s does not get this reward. %(why)s", customer=self.partner_id.commercial_partner_id.display_name, why=why))

    def _reserve(self, rule, promise):
        """Use what the request needs of the limits that orders use too: budgets, and the number in all, of the customer and of the dealer.

        :param promise: the new promo.promise.
        :raises UserError: naming the rule when something has run out.
        """
        frozen = read_rule(rule.version_ids.filtered("is_current").source)
        fen = to_fen(promise.total)
        wanted = [(limit.id, budget_part(frozen, limit, fen) if limit.kind == "budget" else 1) for limit in frozen.limits if limit.kind != "quota"]
        partner, limits = self.partner_id.sudo(), self.env["promo.limit"]  # sudo: who he is and the dealer above count, whoever enters it
        refused = limits._reserve_of(promise._limit_document(), wanted, limits._buyer_cart(partner, rule.company_id))
        kind = next((limit.kind for limit in frozen.limits if limit.id == refused), None)
        if kind in ("customer", "org"):
            raise UserError(self.env._("%(customer)s had %(rule)s already.", customer=partner.commercial_partner_id.display_name, rule=rule.name))
        if kind == "total":
            raise UserError(self.env._("%s: its number is used up.", rule.name))
        if refused:
            raise UserError(self.env._("%s: its budget is used up.", rule.name))
        limits._confirm(promise._limit_document())
