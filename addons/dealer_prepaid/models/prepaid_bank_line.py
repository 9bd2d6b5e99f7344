from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

CASHIERS = ("group_fin_cashier", "group_fin_manager")


class PrepaidBankLine(models.Model):
    """A remittance as the bank's sheet shows it; its remark proposes the account owner (R0-032), a cashier makes the top-up of it."""

    _name = "prepaid.bank.line"
    _description = "Bank remittance"
    _order = "date desc, id desc"
    _rec_name = "serial"
    _check_company_auto = True
    _inherit = ["dealer.flow.mixin"]
    _flow_fields = frozenset({"topup_id"})

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    journal_id = fields.Many2one(
        "account.journal", string="Receiving account", required=True, check_company=True, ondelete="restrict",
        domain=[("is_prepaid_receiving", "=", True)], default=lambda self: self.env["prepaid.topup"]._default_journal())
    date = fields.Date(required=True)
    serial = fields.Char(string="Serial number", required=True)
    amount = fields.Monetary(required=True)
    payer_name = fields.Char(string="Payer")
    remark = fields.Char(string="Remark")
    partner_id = fields.Many2one("res.partner", string="Account owner", domain=[("dealer_level", "in", ("dealer", "store"))])
    topup_id = fields.Many2one("prepaid.topup", string="Top-up", readonly=True, copy=False, check_company=True)
    state = fields.Selection(
        [("unmatched", "Unmatched"), ("matched", "Matched"), ("used", "Top-up made")], compute="_compute_state", store=True, index=True)

    _serial_uniq = models.Constraint("UNIQUE(company_id, journal_id, serial)", "This remittance has been imported already.")
    _amount_positive = models.Constraint("CHECK(amount > 0)", "A remittance has an amount above 0.00.")

    @api.depends("partner_id", "topup_id")
    def _compute_state(self):
        for line in self:
            line.state = "used" if line.topup_id else "matched" if line.partner_id else "unmatched"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any("topup_id" in vals for vals in vals_list):
            raise AccessError(self.env._("The top-up of a remittance is made by its button."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if "topup_id" in vals:
                raise AccessError(self.env._("The top-up of a remittance is made by its button."))
            for line in self.filtered("topup_id"):
                raise UserError(self.env._("Remittance %s has its top-up and stays as it is.", line.serial))
        return super().write(vals)

    def _propose_owner(self):
        """Match lines without an owner by their remark: sales company plus name of the dealer, store or payer as nominated.

        Exactly one candidate is taken; none or several leave the line unmatched for a person to decide.
        """
        owners = self.env["res.partner"].search([("dealer_level", "in", ("dealer", "store")), ("dealer_state", "in", ("approved", "frozen"))])
        known = []
        for owner in owners:
            company_names = {owner.sales_company_id.name, owner.sales_company_id.dealer_code} - {False, None}
            names = {owner.name, owner.dealer_code, *owner.child_ids.filtered(lambda c: not c.is_company).mapped("name")} - {False, None}
            known.append((owner, company_names, names))
        for line in self.filtered(lambda rec: not rec.partner_id):
            text = "".join((line.remark or "").split())
            fits = [
                (max(len(name) for name in names if name.replace(" ", "") in text), owner)
                for owner, company_names, names in known
                if any(name.replace(" ", "") in text for name in company_names) and any(name.replace(" ", "") in text for name in names)
            ]
            best = [owner for length, owner in fits if length == max(size for size, _owner in fits)]
            if len(best) == 1:
                line.partner_id = best[0]

    def action_match(self):
        """Propose the account owner of the unmatched lines from their remarks."""
        self._need_cashier()
        self._propose_owner()
        return True

    def action_make_topups(self):
        """Make one submitted top-up of each matched line; another person confirms them.

        :return: action that shows the top-ups.
        :raises UserError: for a line without an owner.
        """
        self._need_cashier()
        topups, todo = self.env["prepaid.topup"], self.filtered(lambda rec: not rec.topup_id)
        for line in todo.filtered(lambda rec: not rec.partner_id):
            raise UserError(self.env._(
                "Remittance %(serial)s of %(amount).2f CNY has no account owner: choose one or leave it out.",
                serial=line.serial, amount=line.amount))
        for line in todo:
            topup = self.env["prepaid.topup"].create({
                "company_id": line.company_id.id, "partner_id": line.partner_id.id, "amount": line.amount, "journal_id": line.journal_id.id,
                "date_paid": line.date, "payer_name": line.payer_name, "remark": line.remark, "bank_serial": line.serial,
                "bank_line_id": line.id})
            line.sudo().topup_id = topup  # sudo: the link is closed to writes by hand
            topups |= topup
        topups.action_submit()
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_topup_action")
        return {**action, "domain": [("id", "in", self.topup_id.ids)], "context": {}}

    def _need_cashier(self):
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in CASHIERS):
            raise AccessError(self.env._("Only a cashier or the finance manager works on bank remittances."))
        self.check_access("write")
