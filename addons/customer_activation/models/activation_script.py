from odoo import fields, models


class ActivationScript(models.Model):
    """What a salesperson says or writes to a customer. Places: {customer}, {salesperson}, {company}, {link}."""

    _name = "activation.script"
    _description = "Talk script"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("direct", "Direct"), ("efficiency", "Efficiency"), ("solution", "Solution"), ("message", "Message with the invitation")], required=True)
    body = fields.Text(required=True, translate=True, help="Places: {customer}, {salesperson}, {company}, {link}.")
    active = fields.Boolean(default=True)

    def _say(self, record, link):
        """Fill in the script for a customer.

        :param record: activation.record.
        :param link: text in place of {link}.
        :return: text.
        """
        self.ensure_one()
        text = self.body
        for place, value in (
            ("{customer}", record.contact_name or record.partner_id.name), ("{salesperson}", record.user_id.name),
            ("{company}", record.company_id.name), ("{link}", link or ""),
        ):
            text = text.replace(place, value)
        return text
