from odoo import api, fields, models, tools

RETURNS = frozenset({"withdrawal_return", "season_refund_return"})  # a decision of their own, after that of the payment
READERS = "dealer_base.group_auditor,dealer_base.group_fin_manager"


class PrepaidEntryRoles(models.Model):
    """Which roles the persons of an entry had when it was made (I21): roles are given and taken later, the entry keeps what held then.

    The codes are under the seal and never change. Entries of the time before have none.
    """

    _inherit = "prepaid.entry"

    actor_roles = fields.Char(readonly=True, string="Roles of the actor", groups=READERS, help="Roles that the person had when the entry was made.")
    approver_roles = fields.Char(
        readonly=True, string="Roles of the confirmer", groups=READERS, help="Roles that the confirming person had when the entry was made.")

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        return super().create([{
            **vals, "actor_roles": self._roles_at_hand(vals.get("actor_id")), "approver_roles": self._roles_of_approver(vals)}
            for vals in vals_list])

    @api.model
    def _roles_of_approver(self, vals):
        """Give the roles of the approver of a new entry: those of the moment of the approval where the document keeps them."""
        user_id, model = vals.get("approver_id"), vals.get("res_model")
        kept = False
        if user_id and model in self.env and hasattr(self.env[model], "_kept_roles") and vals["kind"] not in RETURNS:
            kept = self.env[model]._kept_roles(vals["res_id"], user_id)
        return kept or self._roles_at_hand(user_id)

    @api.model
    def _roles_at_hand(self, user_id):
        """Give the codes of the roles that a user has now, in order, implied ones included; ``system`` for the program itself."""
        if not user_id:
            return False
        user, codes = self.env["res.users"].browse(user_id), dict(self._role_codes())
        own = sorted(codes[group] for group in user._get_group_ids() if group in codes)
        return " ".join((["system"] if user._is_superuser() else []) + own) or "none"

    @api.model
    @tools.ormcache()
    def _role_codes(self):
        """Give ((group id, code), ...) of the roles."""
        data = self.env["ir.model.data"].sudo().search([  # sudo: names of the roles
            ("module", "=", "dealer_base"), ("model", "=", "res.groups"), ("name", "=like", "group\\_%")])
        return tuple((row.res_id, row.name.removeprefix("group_")) for row in data)
