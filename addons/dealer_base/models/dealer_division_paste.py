from odoo import api, fields, models


class ResPartner(models.Model):
    """An address pasted in one line fills in region, street, phone and contact; an ambiguous one is asked about."""

    _inherit = "res.partner"

    pasted_address = fields.Char(
        store=False, help="Paste the whole address, with name and phone if they stand in it: the fields below are filled in from it.",
    )

    @api.onchange("pasted_address")
    def _onchange_pasted_address(self):
        text = (self.pasted_address or "").strip()
        if not text:
            return None
        division, parsed = self.env["dealer.division"]._parse_addresses([text])[0]
        message = self.env["dealer.division"]._address_message(text, parsed)
        self.update(self._pasted_values(division, parsed))
        return {"warning": {"title": self.env._("Pasted address"), "message": message}} if message else None

    def _pasted_values(self, division, parsed):
        """Values that a read address gives; what is filled in already is kept, except region and street.

        :return: vals. An overrider adds to them.
        """
        values = {"pasted_address": False} if division else {}
        if division:
            values.update({"division_id": division.id, "street": parsed.street or self.street, **self._division_address(division)})
        if parsed.phone and not self.phone:
            values["phone"] = parsed.phone
        if parsed.contact and not self.name:
            values["name"] = parsed.contact
        return values
