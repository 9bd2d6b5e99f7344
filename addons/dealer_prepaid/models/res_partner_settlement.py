from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import AmountError, to_fen, yuan

from ..sql import receipt as sql_receipt
from ..sql.touch import touch

METHODS = [("prepaid", "Prepaid"), ("pay_now", "Pay now: each order before it ships"), ("pay_later", "Pay later: invoice with a term")]
TERMS = {"settlement_method": False, "credit_term_days": 30, "credit_term_limit": 0.0}
FINANCE = ("dealer_base.group_fin_settlement", "dealer_base.group_fin_manager")
MAX_DAYS = 365


class ResPartner(models.Model):
    """How a dealer or store pays (open point G13): from the prepaid account, order by order, or later on a term.

    An empty method means "as the partner above"; at the top that is prepaid. The partner that carries pay now or pay later is
    the payer: its account takes the receipts, its name is on the invoices. Finance alone changes the terms, with a reason.
    """

    _inherit = "res.partner"

    settlement_method = fields.Selection(
        METHODS, string="Own settlement method", tracking=True, copy=False, index="btree_not_null",
        help="Empty: as the partner above, and prepaid at the top. Changed by finance only.")
    credit_term_days = fields.Integer(string="Term (days)", default=30, tracking=True, copy=False, help="Days from the invoice until it is due.")
    credit_term_limit = fields.Monetary(
        string="Credit limit", currency_field="currency_id", tracking=True, copy=False,
        help="Open invoices plus orders that have not shipped. An order beyond it needs the release of the finance manager. 0.00: each order needs it.")
    settlement_name = fields.Char(string="Settlement method", compute="_compute_settlement_name", compute_sudo=True, recursive=True)

    _credit_term_bounds = models.Constraint(
        "CHECK(coalesce(credit_term_days, 0) BETWEEN 0 AND 365 AND coalesce(credit_term_limit, 0) >= 0)",
        "A credit term has 0 to 365 days and a limit of 0.00 or more.")

    @api.depends("settlement_method", "credit_term_days", "parent_id.settlement_name")
    def _compute_settlement_name(self):
        names = dict(self._fields["settlement_method"]._description_selection(self.env))
        for partner in self:
            method, owner = partner._settlement_terms() if isinstance(partner.id, int) else (partner.settlement_method or "prepaid", partner)
            text = names[method]
            if method == "pay_later":
                text = self.env._("%(method)s, %(days)s days", method=text, days=owner.credit_term_days)
            partner.settlement_name = text

    def _settlement_terms(self):
        """Find how a partner pays and who is the payer: the nearest one upwards that has a method of its own.

        :return: (method, res.partner in sudo); the partner is empty where nobody in the chain has a method, which is prepaid.
        """
        self.ensure_one()
        chain = self.sudo()._dealer_chain()  # sudo: how an order is paid does not depend on who looks
        owner = next((partner for partner in chain if partner.settlement_method), chain.browse())
        return owner.settlement_method or "prepaid", owner

    def _open_receivable_fen(self, company):
        """Sum what the partner has not paid of posted invoices in a company.

        :return: fen, below zero when too much was paid.
        """
        self.ensure_one()
        self.env.flush_all()
        return sql_receipt.open_receivable(self.env.cr, company.id, self.id)

    def _touch_credit_term(self):
        """Serialise requests that lean on the credit limit of this payer: the later one is repeated and sees the first."""
        self.ensure_one()
        touch(self)

    # -- guards

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                if any(vals.get(name, value) != value for name, value in TERMS.items()):
                    self._refuse_terms()
            vals_list = [{**TERMS, **vals} for vals in vals_list]  # neither a default of the context nor a stored one reaches the terms
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and TERMS.keys() & vals.keys():
            for partner in self:
                if any(name in vals and (partner[name] or False) != (vals[name] or False) for name in TERMS):
                    self._refuse_terms()
        return super().write(vals)

    def _refuse_terms(self):
        raise AccessError(self.env._("The settlement method and its term are changed by finance, with the button Settlement method and a reason."))

    # -- the one way to change them

    def action_ask_settlement(self):
        """Open the dialog that changes the settlement method."""
        self.ensure_one()
        wizard = self.env["prepaid.settlement.change"].create({
            "partner_id": self.id, "settlement_method": self.settlement_method, "credit_term_days": self.credit_term_days,
            "credit_term_limit": self.credit_term_limit})
        return {
            "type": "ir.actions.act_window", "name": self.env._("Settlement method"), "res_model": wizard._name, "res_id": wizard.id,
            "view_mode": "form", "views": [(self.env.ref("dealer_prepaid.prepaid_settlement_change_view_form").id, "form")], "target": "new"}

    def action_set_settlement(self, method, reason, days=30, limit=0.0):
        """Change how a dealer or store pays. Orders that were submitted before keep their way.

        More credit than before (pay later, a higher limit, a longer term) is only proposed: another person confirms it,
        see prepaid.settlement.change. Everything else holds at once.

        :param method: prepaid, pay_now, pay_later, or False for "as the partner above".
        :param reason: text, kept in the partner's history.
        :param days: days until an invoice is due (pay later).
        :param limit: credit limit in yuan (pay later).
        :return: True.
        :raises AccessError: for everybody but settlement accountant and finance manager.
        :raises UserError: with what is wrong.
        """
        self._need_finance()
        self._check_terms(method, reason, days, limit)
        self._need_dealer()
        for partner in self:
            self.env["prepaid.settlement.change"].create({
                "partner_id": partner.id, "settlement_method": method or False, "credit_term_days": days, "credit_term_limit": float(limit),
                "reason": reason.strip()}).action_apply()
        return True

    def _need_finance(self):
        if not any(self.env.user.has_group(group) for group in FINANCE):
            self._refuse_terms()
        self.check_access("read")

    def _need_dealer(self):
        for partner in self:
            if partner.dealer_level not in ("dealer", "store"):
                raise UserError(self.env._("%s is neither a dealer nor a store: its settlement method means nothing.", partner.display_name))

    def _raises_credit(self, method, days, limit):
        """Tell whether new terms give more credit than the present ones: then a second person confirms them.

        :return: True when the partner would pay later and did not, or from now on has a limit of its own, a higher or a longer one.
        """
        self.ensure_one()
        now_method, now_payer = self._settlement_terms()
        payer, partner = now_payer, self.sudo()  # sudo: how the partners above pay decides too
        if method:
            payer = partner
        elif partner.settlement_method:
            method, payer = partner.parent_id._settlement_terms() if partner.parent_id else ("prepaid", partner.browse())
            days, limit = payer.credit_term_days, payer.credit_term_limit
        else:
            method, days, limit = now_method, now_payer.credit_term_days, now_payer.credit_term_limit
        if method != "pay_later":
            return False
        return (
            now_method != "pay_later" or payer != now_payer
            or days > now_payer.credit_term_days or to_fen(limit) > to_fen(now_payer.credit_term_limit))

    def _change_terms(self, method, reason, days, limit):
        """Write the terms and tell them in the history; called by prepaid.settlement.change alone."""
        self.ensure_one()
        before = self.settlement_name
        terms = self.sudo()  # sudo: finance has no right to write partners otherwise
        terms.write({"settlement_method": method or False, "credit_term_days": int(days), "credit_term_limit": float(limit)})
        if self._settlement_terms()[0] == "prepaid":
            self.env["prepaid.account"]._refuse_money_left(terms)
        terms.message_post(body=self.env._(
            "Settlement method: %(before)s → %(now)s, limit %(limit)s CNY. %(reason)s",
            before=before, now=terms.settlement_name, limit=yuan(to_fen(limit)), reason=reason.strip()), author_id=self.env.user.partner_id.id)

    def _check_terms(self, method, reason, days, limit):
        if method and method not in self._fields["settlement_method"].get_values(self.env):  # an addon may add its own (R2-015)
            raise UserError(self.env._("%s is no settlement method: choose one of the list.", method))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the settlement method changes."))
        if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= MAX_DAYS:
            raise UserError(self.env._("A term has 0 to 365 days, not %s.", days))
        try:
            fen = to_fen(limit, exact=True)
        except AmountError:
            fen = -1
        if fen < 0:
            raise UserError(self.env._("%s is no credit limit; enter 0.00 or more.", limit))
