from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidTopupEffect(models.Model):
    """Tells beforehand what a top-up brings about: opens the account, what is still missing, which orders it releases."""

    _inherit = "prepaid.topup"

    effect_hint = fields.Char(compute="_compute_effect_hint", string="What it brings about")

    pay_to = fields.Text(string="Receiving accounts", compute="_compute_pay_to", help="What the payer is told.")

    @api.depends("company_id", "partner_id")
    @api.depends_context("lang")
    def _compute_pay_to(self):
        for topup in self:
            topup.pay_to = "\n".join(topup.company_id._pay_to_lines(topup.partner_id)) if topup.partner_id else False

    @api.depends("state", "partner_id", "company_id", "brand_id", "amount", "account_id.state", "account_id.available")
    @api.depends_context("lang")
    def _compute_effect_hint(self):
        for topup in self:
            running = topup.partner_id and topup.amount > 0 and topup.state in ("draft", "submitted")
            topup.effect_hint = " ".join(topup._effects()) if running else False

    def _effects(self):
        """Say what confirming brings about. Extend: return more sentences.

        :return: list of sentences.
        """
        self.ensure_one()
        account, fen = self._own_account(), to_fen(self.amount)
        state = account.state or "draft"
        if self.partner_id.sudo().dealer_state == "frozen" or state == "frozen":  # sudo: the owner may be another's customer
            return [self.env._("The owner is frozen: the money is parked on the account and cannot be used until it is opened again.")]
        if state == "closing":
            return [self.env._("The season of the account is being closed: the money goes back with the close.")]
        if state == "draft":
            minimum = to_fen(account.min_first_topup if account else self.company_id.prepaid_min_first_topup)
            in_one = self.company_id.sudo().prepaid_first_in_one  # sudo: a setting, whoever looks
            missing = minimum - fen - (0 if in_one else to_fen(account.balance))
            if missing > 0 and in_one:
                return [self.env._("Not enough to open the account: that takes one payment of %s CNY.", yuan(minimum))]
            if missing > 0:
                return [self.env._("Not enough to open the account: %s CNY still missing after this top-up.", yuan(missing))]
            return [self.env._("Opens the account.")]
        released = account._released_by(fen)
        if not released:
            return []
        names = ", ".join(f"{name} ({yuan(needed)})" for name, needed in released[:5])
        if len(released) > 5:
            return [self.env._("Releases %(count)s waiting orders, first %(names)s.", count=len(released), names=names)]
        return [self.env._("Releases the waiting orders %s.", names)]

    def _own_account(self):
        """Give the account the top-up goes to, if there is one already."""
        domain = [("company_id", "=", self.company_id.id), ("partner_id", "=", self.partner_id._origin.id), ("state", "!=", "closed")]
        accounts = self.env["prepaid.account"].sudo()  # sudo: the hint tells the recorder figures of the owner he records for
        if "brand_id" in accounts._fields:
            domain.append(("brand_id", "=", self.brand_id.id))
        return self.account_id.sudo() or accounts.search(domain, order="id desc", limit=1)  # sudo: see above
