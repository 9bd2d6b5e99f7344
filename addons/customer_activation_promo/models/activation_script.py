from odoo import fields, models


class ActivationScript(models.Model):
    """A talk script may name the customer's vouchers: {coupon}."""

    _inherit = "activation.script"

    body = fields.Text(help="Places: {customer}, {salesperson}, {company}, {link}, {coupon}.")

    def _say(self, record, link):
        text = super()._say(record, link)
        if "{coupon}" not in text:
            return text
        now = fields.Datetime.now()
        vouchers = self.env["promo.voucher"].search([
            ("partner_id", "=", record.partner_id.id), ("company_id", "=", record.company_id.id), ("state", "=", "new"),
            "|", ("valid_until", "=", False), ("valid_until", ">", now)])
        return text.replace("{coupon}", ", ".join(f"{voucher.batch_id.name} {voucher.code}" for voucher in vouchers) or "-")
