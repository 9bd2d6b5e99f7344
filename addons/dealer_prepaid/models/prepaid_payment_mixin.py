import datetime

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.dealer_base.money import to_fen

from ..ledger.duplicates import Payment, serial_key, suspicions

# Every kind of document that records money which came in; one payment may stand in one of them only.
PAYMENTS = ("prepaid.topup", "prepaid.receipt", "prepaid.unidentified", "prepaid.deposit")


class PrepaidPaymentMixin(models.AbstractModel):
    """Money that came in, as it is compared with all other money that came in, whatever the document is called."""

    _name = "prepaid.payment.mixin"
    _description = "Money that came in"

    _serial_field = "bank_serial"

    serial_key = fields.Char(
        compute="_compute_serial_key", store=True, index="btree_not_null", help="The serial number as it is compared: letters and digits only.")

    @api.depends(lambda self: (self._serial_field,))
    def _compute_serial_key(self):
        for payment in self:
            payment.serial_key = serial_key(payment[self._serial_field]) or False

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ("rejected", "reversed"):  # top-ups that looked like it are free
            warnings = self.env["prepaid.topup.warning"].sudo()  # sudo: a stored value, the same for all
            topups = warnings.search([("other_model", "=", self._name), ("other_ref", "in", self.ids)]).topup_id
            self.env.add_to_compute(topups._fields["is_suspicious"], topups)
        return result

    # -- hooks

    def _payment_day(self):
        """Give the day on which the money came in."""
        return self.date

    def _payment_payer(self):
        """Give who paid, as far as it is known."""
        return self.payer_name or self.partner_id.name or ""

    def _payments_counting(self):
        """Give the domain of the documents that count: handed in, and neither rejected nor taken back."""
        return Domain("state", "not in", ("draft", "rejected", "reversed"))

    def _near_day(self, day):
        """Give the domain of the documents of about that day."""
        return Domain("date", ">=", day - datetime.timedelta(days=1)) & Domain("date", "<=", day + datetime.timedelta(days=1))

    def _as_payment(self):
        return Payment(
            key=(self._name, self.id), company=self.company_id.id, amount_fen=to_fen(self.amount), payer=self._payment_payer(),
            day=self._payment_day(), serial=self.serial_key or "", files=frozenset(self.proof_ids.mapped("checksum")) - {False},
            on_bank_list="bank_line_id" in self._fields and bool(self.bank_line_id._from_bank()))

    # -- parts

    def _same_money(self, kinds=PAYMENTS):
        """Look for documents that seem to record the same money: same serial number or file; of another kind also same amount, payer and time.

        Two documents of one kind with the same amount from one payer on one day are common (two orders, two deposits).

        :param kinds: models to look into.
        :return: [(code, record in sudo)], the oldest first.
        """
        self.ensure_one()
        own = self.sudo()  # sudo: a double counts even where the user may not see it
        if own.serial_key != (serial_key(own[own._serial_field]) or False):
            own._compute_serial_key()  # what a caller wrote into it does not count; whoever only looks writes nothing
        new, found = own._as_payment(), []
        for kind in kinds:
            others = own.env[kind]
            for other in others.search(others._payments_like(new) & Domain("id", "!=", own.id if kind == self._name else 0)):
                codes = suspicions(new, other._as_payment())
                found += [(code, other) for code in codes if code != "payment" or kind != self._name]
        return sorted(found, key=lambda pair: pair[1].create_date)

    def _payments_like(self, payment):
        like = Domain("company_id", "=", payment.company) & Domain("amount", "=", payment.amount_fen / 100) & self._near_day(payment.day)
        if payment.serial:
            like |= Domain("company_id", "=", payment.company) & Domain("serial_key", "=", payment.serial)
        if payment.files:
            files = self.env["ir.attachment"].sudo().search([("checksum", "in", list(payment.files))])  # sudo: the file counts, whoever uploaded it
            like |= Domain("proof_ids", "in", files.ids)
        return self._payments_counting() & like
