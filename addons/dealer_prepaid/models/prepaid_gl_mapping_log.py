from odoo import api, fields, models
from odoo.exceptions import UserError


class PrepaidGlMapping(models.Model):
    """Each change of a role's account is noted with its reason, and shown with the role and in the month close."""

    _inherit = "prepaid.gl.mapping"

    change_reason = fields.Char(string="Reason of the change", copy=False, help="Asked for whenever the account of a role changes; kept in the log.")
    change_count = fields.Integer(compute="_compute_change_count", string="Changes")

    def _changes(self):
        pairs = {(mapping.company_id.id, mapping.role) for mapping in self}
        found = self.env["prepaid.gl.mapping.change"].search([
            ("company_id", "in", [company for company, _role in pairs]), ("role", "in", [role for _company, role in pairs])])
        return found.filtered(lambda change: (change.company_id.id, change.role) in pairs)

    def _compute_change_count(self):
        counts = self._changes().grouped(lambda change: (change.company_id, change.role))
        for mapping in self:
            mapping.change_count = len(counts.get((mapping.company_id, mapping.role), ()))

    @api.model_create_multi
    def create(self, vals_list):
        mappings = super().create(vals_list)
        if not self.env.su:  # what the installer fills in from a chart changes nothing
            for mapping in mappings:
                mapping._note_change(self.env["account.account"], mapping.account_id, mapping.change_reason or self.env._("First account of the role"))
        return mappings

    def write(self, vals):
        for mapping in self:
            if vals.get("role", mapping.role) != mapping.role or vals.get("company_id", mapping.company_id.id) != mapping.company_id.id:
                raise UserError(self.env._(
                    "%(role)s of %(company)s stays the role it is: change its account, or add another role.",
                    role=self._role_name(mapping.role), company=mapping.company_id.name))
        old = {mapping: mapping.account_id for mapping in self if "account_id" in vals and mapping.account_id.id != vals["account_id"]}
        if old:
            self._refuse_with_balance(vals["account_id"])
        if old and not self.env.su and not (vals.get("change_reason") or "").strip():
            mapping = next(iter(old))
            raise UserError(self.env._(
                "%(role)s of %(company)s: say why its account changes; the reason is kept in the log.",
                role=self._role_name(mapping.role), company=mapping.company_id.name))
        result = super().write(vals)
        for mapping, account in old.items():
            mapping._note_change(account, mapping.account_id, vals.get("change_reason"))
        return result

    @api.ondelete(at_uninstall=False)
    def _note_removal(self):
        for mapping in self:
            mapping._note_change(mapping.account_id, self.env["account.account"])

    def _note_change(self, old, new, reason=None):
        reason = (reason or "").strip() or self.env._("Changed by the program")
        self.env["prepaid.gl.mapping.change"].sudo().create({  # sudo: the log is closed to writes
            "company_id": self.company_id.id, "role": self.role, "old_account_id": old.id, "new_account_id": new.id, "reason": reason,
            "user_id": self.env.uid, "changed_at": fields.Datetime.now()})

    def action_open_changes(self):
        """Show the changes of the account of the role."""
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_gl_mapping_change_action")
        return {**action, "domain": [("id", "in", self._changes().ids)]}
