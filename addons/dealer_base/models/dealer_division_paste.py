from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ResPartner(models.Model):
    """An address pasted in one line fills in region, street, phone and contact; an ambiguous one is asked about.

    A region that was read with doubt is marked until a person confirms it or chooses one; freight is not quoted by guesses.
    """

    _inherit = "res.partner"

    pasted_address = fields.Char(
        store=False, help="Paste the whole address, with name and phone if they stand in it: the fields below are filled in from it.",
    )
    division_unsure = fields.Boolean(
        string="Region to confirm", copy=False, tracking=True, help="The region was read from a text and can be another one: confirm it or choose it.")
    division_candidate_ids = fields.Many2many(
        "dealer.division", "res_partner_division_candidate", "partner_id", "division_id", string="Possible regions", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_chosen_division(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_chosen_division(vals))

    @api.model
    def _with_chosen_division(self, vals):
        """:return: the values; a region that somebody chose needs no confirmation any more."""
        if vals.get("division_id") and "division_unsure" not in vals:
            return {**vals, "division_unsure": False, "division_candidate_ids": [Command.clear()]}
        return vals

    def action_confirm_division(self):
        """Confirm the region that was read from a text.

        :raises UserError: when several are possible and none is chosen.
        """
        self.check_access("write")
        for partner in self:
            if not partner.division_id:
                raise UserError(self.env._(
                    "%(partner)s has no region yet: choose one of %(names)s.", partner=partner.display_name,
                    names="、".join(partner.division_candidate_ids.mapped("complete_name")) or self.env._("the regions")))
        self.write({"division_unsure": False, "division_candidate_ids": [Command.clear()]})
        return True

    def paste_address(self, text):
        """Fill in a partner from one line of text, for other programs; the form does the same.

        :param text: address, perhaps with name and phone.
        :return: dict as ``dealer.division.parse_addresses`` gives it; ``sure`` False: a person has to confirm the region.
        """
        self.ensure_one()
        self.check_access("write")
        divisions = self.env["dealer.division"]
        divisions._check_texts([text])
        division, parsed = divisions._parse_addresses([text])[0]
        answer = divisions._address_values(text, parsed)
        self.write({name: value for name, value in self._pasted_values(division, parsed).items() if name != "pasted_address"})
        return answer

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
        values["division_unsure"] = not parsed.is_sure
        ids = self.env["dealer.division"]._ids_by_code()
        values["division_candidate_ids"] = [Command.set([] if parsed.is_sure else [ids[place.code] for place in parsed.candidates])]
        if not division and not self.division_unsure and self.division_id and not parsed.candidates:
            # Nothing was found in the text: what was chosen before stays as sure as it was.
            values["division_unsure"] = False
        if parsed.phone and not self.phone:
            values["phone"] = parsed.phone
        if parsed.contact and not self.name:
            values["name"] = parsed.contact
        return values
