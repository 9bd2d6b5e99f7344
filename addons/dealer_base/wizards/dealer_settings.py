from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MONEY = "group_fin_manager"
GROUPS = (MONEY, "group_business_admin", "group_ops_manager")


class DealerSettings(models.TransientModel):
    """Company settings of all dealer addons in one dialog, for roles that do not administrate companies.

    An addon adds its settings by inheriting this model with fields related to the company's, ``readonly=False``; label, help
    and choices come from there. The finance manager decides all of them; the business administrator and the operations manager
    those that ``_business_settings`` names, which move no money. What the user changes is kept aside and written by ``action_apply`` alone, which checks the
    role and keeps old and new value in ``dealer.settings.log``.
    """

    _name = "dealer.settings"
    _description = "Company settings"
    _rec_name = "company_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    reason = fields.Char(string="Reason of the change")
    changes = fields.Json(readonly=True)
    season_close_month = fields.Selection(related="company_id.season_close_month", readonly=False)
    season_close_day = fields.Integer(related="company_id.season_close_day", readonly=False)

    @api.model
    def _setting_names(self):
        """Give the names of the settings: fields that show the company's field of the same name and may be edited."""
        return {name for name, field in self._fields.items() if field.related == f"company_id.{name}" and not field.readonly}

    @api.model
    def _business_settings(self):
        """Give the names of the settings that business administrator and operations manager decide too. Extend: return super() | {...}."""
        return set()

    def _keep_aside(self, vals):
        """Split values: settings go into ``changes``, so that nothing is written to the company before ``action_apply``."""
        names = self._setting_names() & vals.keys()
        rest = {name: value for name, value in vals.items() if name not in names and name != "changes"}
        return rest, {name: vals[name] for name in names}

    @api.model_create_multi
    def create(self, vals_list):
        self._need_right()
        split = [self._keep_aside(vals) for vals in vals_list]
        return super().create([{**rest, "company_id": rest.get("company_id") or self.env.company.id, "changes": changes} for rest, changes in split])

    def write(self, vals):
        self._need_right()
        rest, changes = self._keep_aside(vals)
        for dialog in self:
            super(DealerSettings, dialog).write({**rest, "changes": {**(dialog.changes or {}), **changes}})
        return True

    def action_apply(self):
        """Write the changed settings to the company and keep a record of old and new values.

        :return: action that closes the dialog.
        :raises AccessError: for other roles, for settings of the finance manager, or another company.
        :raises UserError: when something changes and nobody says why.
        :raises ValidationError: when the company refuses a value.
        """
        self.ensure_one()
        self._need_right()
        company = self.company_id.sudo()  # sudo: the roles that decide settings do not administrate companies
        if company.id not in self.env.companies.ids:
            raise AccessError(self.env._("%s is not one of your companies.", company.name))
        names = self._setting_names()
        asked = {name: value for name, value in (self.changes or {}).items() if name in names and self._differs(company, name, value)}
        self._need_right_for(asked.keys())
        if asked and not (self.reason or "").strip():
            raise UserError(self.env._(
                "Say why it changes: %s. The reason is kept with the old and the new value.",
                ", ".join(self._fields[name]._description_string(self.env) for name in sorted(asked))))
        words = {name: self._say(company, name) for name in asked}
        company.write(asked)
        company.flush_recordset()
        company.invalidate_recordset(list(asked))
        self.env["dealer.settings.log"].sudo().create([{  # sudo: nobody writes the log by hand
            "company_id": company.id, "field_name": name, "old_value": words[name], "new_value": self._say(company, name),
            "user_id": self.env.uid, "reason": self.reason,
        } for name in sorted(asked)])
        return {"type": "ir.actions.act_window_close"}

    @staticmethod
    def _differs(company, name, value):
        field = company._fields[name]
        return field.convert_to_record(field.convert_to_cache(value, company), company) != company[name]

    @api.model
    def _say(self, company, name):
        """Say a setting's value in words."""
        field, value = company._fields[name], company[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "many2one":
            return value.display_name or ""
        if field.type in ("monetary", "float"):
            return f"{value:.2f}"
        return "" if value is False else str(value)

    @api.model
    def _need_right(self):
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in GROUPS):
            raise AccessError(self.env._("Only finance manager, business administrator or operations manager changes the company's settings."))

    @api.model
    def _need_right_for(self, names):
        closed = sorted(names - self._business_settings())
        if closed and not self.env.user.has_group(f"dealer_base.{MONEY}"):
            raise AccessError(self.env._(
                "Only the finance manager changes: %s.", ", ".join(self._fields[name]._description_string(self.env) for name in closed)))
