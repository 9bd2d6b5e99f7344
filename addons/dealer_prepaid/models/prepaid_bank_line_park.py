from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..sql.touch import touch


class PrepaidBankLine(models.Model):
    """A remittance without owner can be parked as an unidentified receipt."""

    _inherit = "prepaid.bank.line"

    unidentified_ids = fields.One2many("prepaid.unidentified", "bank_line_id", string="Parked as")

    @api.depends("unidentified_ids.state", "unidentified_ids.claim_state")
    def _compute_state(self):
        super()._compute_state()
        for line in self.filtered(lambda rec: rec.state != "used"):
            receipt = line.sudo().unidentified_ids.filtered(lambda rec: rec.state != "rejected")[:1]  # sudo: a stored state, the same for all
            if receipt:
                line.state = "used" if receipt.claim_state in ("claimed", "returned") else "parked"

    def write(self, vals):
        if not self.env.su:
            for line in self.sudo():  # sudo: counts for every writer
                leaning = line.unidentified_ids.filtered(lambda rec: rec.state not in ("draft", "rejected"))[:1]
                if leaning:
                    raise UserError(self.env._(
                        "Remittance %(serial)s proves receipt %(name)s and stays as it is: have that receipt rejected first.",
                        serial=line.serial, name=leaning.name))
        return super().write(vals)

    def _refuse_parked(self):
        """Refuse remittances that are parked: their money is credited by a claim."""
        parked = self.sudo().unidentified_ids.filtered(lambda rec: rec.state != "rejected")[:1]  # sudo: counts for every recorder
        if parked:
            raise UserError(self.env._(
                "Remittance %(serial)s is parked as receipt %(receipt)s: claim it there, or it would be credited twice.",
                serial=parked.bank_line_id.serial, receipt=parked.name))

    def action_make_topups(self):
        """Make top-ups of remittances with an owner; parked ones are claimed instead."""
        self._refuse_parked()
        return super().action_make_topups()

    def action_park(self):
        """Make the draft of an unidentified receipt from the remittance.

        :return: the form of the receipt.
        :raises AccessError: for everybody but cashiers and finance managers.
        :raises UserError: when the remittance has an owner's top-up, proves a receipt or is parked already.
        """
        self.ensure_one()
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in ("group_fin_cashier", "group_fin_manager")):
            raise AccessError(self.env._("Only cashiers may park a remittance."))
        self.check_access("write")
        touch(self)
        if self.topup_id or self.unidentified_ids.filtered(lambda rec: rec.state != "rejected"):
            raise UserError(self.env._("Remittance %s has its top-up or is parked already: go on with that document.", self.serial))
        if proved := self.sudo().receipt_id:  # sudo: a receipt counts whoever parks
            raise UserError(self.env._(
                "Remittance %(serial)s proves receipt %(name)s and stays as it is: have that receipt rejected first.",
                serial=self.serial, name=proved.name))
        receipt = self.env["prepaid.unidentified"].create({
            "company_id": self.company_id.id, "journal_id": self.journal_id.id, "date": self.date, "serial": self.serial, "amount": self.amount,
            "payer_name": self.payer_name, "remark": self.remark, "bank_line_id": self.id})
        return {"type": "ir.actions.act_window", "res_model": receipt._name, "res_id": receipt.id, "view_mode": "form"}
