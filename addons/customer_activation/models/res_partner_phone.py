from odoo import api, fields, models


class ResPartner(models.Model):
    """Who entered the phone of a dealer or store: call-backs do not ring what the salesperson wrote who is checked by them."""

    _inherit = "res.partner"

    dealer_phone_by_id = fields.Many2one("res.users", string="Phone entered by", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([
            {**vals, "dealer_phone_by_id": self.env.uid if vals.get("phone") else False} for vals in vals_list])

    def write(self, vals):
        changed = self.browse()
        if "phone" in vals:
            changed = self.filtered(lambda partner: (partner.phone or "") != (vals["phone"] or ""))
        result = super().write({name: value for name, value in vals.items() if self.env.su or name != "dealer_phone_by_id"})
        if changed:
            changed.sudo()._note_phone(self.env.user)  # sudo: who wrote it is a fact; the right to write it was checked
        return result

    def _note_phone(self, user):
        """Remember who entered the phone; call-backs ring it from now on where it was somebody else than the salesperson and his manager."""
        self.dealer_phone_by_id = user
        for record in self.activation_ids:
            if record._is_other(user, record.user_id):
                record.call_phone = record.partner_id.phone
