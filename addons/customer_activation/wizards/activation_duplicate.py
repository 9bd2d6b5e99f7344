from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..models.activation_care import SERVICE
from ..sql.duplicates import duplicates


class ActivationDuplicate(models.TransientModel):
    """Dealers, stores and consumers who stand in the register twice, found by phone and by name. Whoever keeps customers archives them, or merges contacts."""

    _name = "activation.duplicate"
    _description = "Customers entered twice"
    _order = "kind, size desc, value"
    _rec_name = "value"

    kind = fields.Selection([("phone", "Same phone"), ("name", "Same name")], required=True, readonly=True)
    value = fields.Char(string="In common", readonly=True)
    size = fields.Integer(string="How many", readonly=True)
    partner_ids = fields.Many2many("res.partner", string="Customers", readonly=True)

    @api.model
    def action_find(self):
        """Look for them anew. Service and operations.

        :return: list action.
        """
        if not self.env.user.has_groups(SERVICE):
            raise AccessError(self.env._("Customers entered twice are looked for by service and operations."))
        visible = self.env["res.partner"]._search(["|", ("dealer_level", "in", ("dealer", "store")), ("parent_id", "=", False)]).select()
        rows = [(kind, value, ids) for kind in ("phone", "name") for value, ids in duplicates(self.env, visible, kind)]
        found = self.create([{"kind": kind, "value": value, "size": len(ids), "partner_ids": [(6, 0, ids)]} for kind, value, ids in rows])
        return {
            "type": "ir.actions.act_window", "name": self.env._("Customers entered twice"), "res_model": self._name, "view_mode": "list",
            "domain": [("id", "in", found.ids)], "context": {"search_default_group_kind": 1},
            "help": self.env._("<p class='o_view_nocontent_smiling_face'>Nobody stands in the register twice</p>")}

    def action_open(self):
        """Show the customers of the group side by side."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.value, "res_model": "res.partner", "view_mode": "list,form",
            "domain": [("id", "in", self.partner_ids.ids)]}
