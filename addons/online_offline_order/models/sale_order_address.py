from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..settlement import Refusal


class SaleOrder(models.Model):
    """A consumer's address pasted in one line fills in region, street, phone and name; a region read with doubt is asked about.

    While it is not confirmed the order is not priced, or by its province where the company wants it so, and never submitted.
    The same holds for a store whose own region is to be confirmed.
    """

    _inherit = "sale.order"

    consumer_address = fields.Char(
        string="Paste an address", store=False, help="Paste the whole address, with name and phone if they stand in it: the fields below are filled in.")
    consumer_division_unsure = fields.Boolean(
        string="Region to confirm", copy=False, help="The region was read from a text and can be another one: confirm it or choose it.")
    consumer_candidate_ids = fields.Many2many(
        "dealer.division", "sale_order_division_candidate", "order_id", "division_id", string="Possible regions", copy=False)

    def _draft_fields(self):
        return super()._draft_fields() | {"consumer_address", "consumer_division_unsure", "consumer_candidate_ids"}

    @api.onchange("consumer_address")
    def _onchange_consumer_address(self):
        text = (self.consumer_address or "").strip()
        if not text:
            return None
        division, parsed = self.env["dealer.division"]._parse_addresses([text])[0]
        message = self.env["dealer.division"]._address_message(text, parsed)
        self.update({**self._consumer_values(division, parsed), **({"consumer_address": False} if division else {})})
        return {"warning": {"title": self.env._("Pasted address"), "message": message}} if message else None

    @api.onchange("consumer_division_id")
    def _onchange_consumer_division_id(self):
        if self.consumer_division_id != self._origin.consumer_division_id and not self.consumer_address:
            self.update({"consumer_division_unsure": False, "consumer_candidate_ids": [Command.clear()]})

    def _consumer_values(self, division, parsed):
        """:return: vals that a read address gives; name and phone that are filled in already are kept."""
        ids = self.env["dealer.division"]._ids_by_code()
        raw = self.sudo()  # sudo: a salesperson fills in what he may not read on other orders
        values = {
            "consumer_division_unsure": not parsed.is_sure,
            "consumer_candidate_ids": [Command.set([] if parsed.is_sure else [ids[place.code] for place in parsed.candidates])]}
        if division:
            values.update(consumer_division_id=division.id, consumer_street=parsed.street or raw.consumer_street)
        else:
            values["consumer_division_id"] = False
        if parsed.phone and not raw.consumer_phone:
            values["consumer_phone"] = parsed.phone
        if parsed.contact and not raw.consumer_name:
            values["consumer_name"] = parsed.contact
        return values

    def write(self, vals):
        if vals.get("consumer_division_id") and "consumer_division_unsure" not in vals:  # who chooses a region is sure
            vals = {**vals, "consumer_division_unsure": False, "consumer_candidate_ids": [Command.clear()]}
        return super().write(vals)

    def action_confirm_region(self):
        """Confirm the consumer's region that was read from a text, on drafts.

        :return: True.
        :raises UserError: when several are possible and none is chosen, or the order was submitted.
        """
        self._check_dealer_order()
        for order in self.filtered("consumer_division_unsure"):
            if not order.consumer_division_id:
                raise UserError(order._refusal_sentence(order._unsure()))
            order.write({"consumer_division_unsure": False, "consumer_candidate_ids": [Command.clear()]})
        return True

    # -- the gate

    def _is_unsure(self):
        return self.consumer_division_unsure if self.dealer_mode == "consumer" else self.partner_id.division_unsure

    def _unsure(self):
        """:return: the Refusal that names what the region may be."""
        owner, name = (self, "consumer") if self.dealer_mode == "consumer" else (self.partner_id, "division")
        candidates = owner.consumer_candidate_ids if name == "consumer" else owner.division_candidate_ids
        places = candidates or (owner.consumer_division_id if name == "consumer" else owner.division_id)
        return Refusal("unsure_region", {"names": "、".join(places.mapped("complete_name"))})

    def _delivery_division(self):
        if not self._is_unsure():
            return super()._delivery_division()
        if self.dealer_mode != "consumer":
            return self.partner_id._freight_division(self.company_id)
        divisions = self.consumer_candidate_ids or super()._delivery_division()
        provinces = {division.code[:2] for division in divisions}
        if self.company_id.sudo().unsure_address != "province" or len(provinces) != 1:  # sudo: a setting, whoever orders
            return divisions.browse()
        return divisions.browse(divisions._ids_by_code().get(f"{provinces.pop()}0000"))

    def _check_entry(self):
        refusal = super()._check_entry()
        return self._unsure() if refusal and refusal.code == "no_region" and self._is_unsure() else refusal

    def _check_ready_to_submit(self, settlement):
        super()._check_ready_to_submit(settlement)
        if self.dealer_state == "draft" and self._is_unsure():
            raise UserError(self._refusal_sentence(self._unsure()))

    @api.depends("consumer_division_unsure", "consumer_candidate_ids")
    def _compute_settlement(self):
        super()._compute_settlement()

    @api.depends("consumer_division_unsure", "consumer_candidate_ids")
    def _compute_quote_html(self):
        super()._compute_quote_html()

    # -- other programs

    @api.model
    def _api_values(self, payload):
        values, text = super()._api_values(payload), (payload.get("consumer") or {}).get("address")
        if not text or values.get("consumer_division_id"):
            return values
        divisions = self.env["dealer.division"]
        divisions._check_texts([text])
        division, parsed = divisions._parse_addresses([text])[0]
        if not division or not parsed.is_sure:
            raise UserError(divisions._address_message(text, parsed))
        read = {"consumer_street": parsed.street, "consumer_phone": parsed.phone, "consumer_name": parsed.contact}
        return {**values, "consumer_division_id": division.id, **{name: value for name, value in read.items() if value and not values.get(name)}}
