import re

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError

from ..ledger.reasons import OTHER, OTHER_SYSTEM
from ..sql import reason as reason_sql

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
FIXED = {"code", "company_id", "is_system"}


class PrepaidReason(models.Model):
    """Why money moved or was blocked: a closed list (feature 33). Documents choose one, entries keep its code under their seal.

    The finance manager keeps the list. A reason that was used is archived, never removed, and its code never changes, since the
    digests of entries cover it. Movements that no person decides have codes of the system (``ledger/reasons.py``).
    """

    _name = "prepaid.reason"
    _description = "Reason code"
    _order = "is_system, sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="Kept for ever with the entries; small letters, digits and _.")
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    kind_ids = fields.Many2many("prepaid.reason.kind", string="For", help="The documents that may have this reason.")
    text_required = fields.Boolean(string="Words needed", help="The document also says in words what happened.")
    company_id = fields.Many2one("res.company", index="btree_not_null", ondelete="restrict", help="Empty: for every company.")
    is_system = fields.Boolean(string="By the program", readonly=True, copy=False, help="Given by the program to movements that no person decides.")

    _code_uniq = models.Constraint("UNIQUE(code)", "There is a reason with this code already.")

    @api.constrains("code")
    def _check_code(self):
        for reason in self:
            if not CODE.fullmatch(reason.code):
                raise ValidationError(self.env._(
                    "“%s” is no code of a reason: 2 to 40 small letters, digits and _, beginning with a letter.", reason.code))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su and (vals.get("is_system") or (vals.get("code") or "").startswith("sys_")):
                raise AccessError(self.env._("Codes that begin with sys_ are the program's own; choose another code."))
        reasons = super().create(vals_list)
        self.env.registry.clear_cache()
        return reasons

    def write(self, vals):
        if not self.env.su:
            for reason in self:
                if any(vals[name] != (reason[name].id if name == "company_id" else reason[name]) for name in FIXED & vals.keys()):
                    raise UserError(self.env._(
                        "Reason “%s” keeps its code and its company: entries name them. Archive it and make another one.", reason.name))
                needed = reason.is_system or reason.code == OTHER
                if needed and vals.keys() - {"name", "sequence"}:
                    raise UserError(self.env._("Reason “%s” is needed by the program: only its name and its place can change.", reason.name))
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for reason in self:
            raise UserError(self.env._("Reason “%s” stays for the record: archive it instead.", reason.name))

    @api.model
    @tools.ormcache("code")
    def _id_of(self, code):
        """Give the id of a reason by its code, False for one that is not there; costs no query once it was asked."""
        return self.sudo().with_context(active_test=False).search([("code", "=", code)], limit=1).id  # sudo: a name that every entry may carry

    @api.model
    def _system(self, code):
        """Give id and code of a reason of the system; of the common one where a code has no record (False without any)."""
        found = self._id_of(code)
        return (found, code) if found else (self._id_of(OTHER_SYSTEM), OTHER_SYSTEM)

    @api.model
    def _fill_old_documents(self):
        """Give documents of the time before the list the reason "other"; their words stay. Runs with each upgrade, safe to repeat."""
        other = self._id_of(OTHER)
        for kind in self.env["prepaid.reason.kind"].sudo().search([]):  # sudo: the upgrade works for every company
            if other and kind.model in self.env and "reason_id" in self.env[kind.model]._fields:
                reason_sql.fill(self.env.cr, self.env[kind.model]._table, other)
