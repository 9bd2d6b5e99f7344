import json

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.http import request

RIGHT = "base.group_allow_export"
LONGEST = 2000


class DealerExportLog(models.Model):
    """Who took which records out of the program in bulk; never changed, never removed."""

    _name = "dealer.export.log"
    _description = "Export"
    _order = "id desc"
    _rec_name = "model"

    user_id = fields.Many2one("res.users", string="Exported by", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    model = fields.Char(string="Technical name", required=True, readonly=True, index=True)
    label = fields.Char(string="Records", readonly=True)
    way = fields.Selection([("sheet", "Sheet"), ("pivot", "Pivot table"), ("json", "Address /json")], required=True, readonly=True)
    filter_text = fields.Char(string="Filter", readonly=True)
    field_names = fields.Char(string="Columns", readonly=True)
    rows = fields.Integer(readonly=True)
    address = fields.Char(string="Network address", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Exports are recorded by the program."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("The record of an export stays as it is."))

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise AccessError(self.env._("The record of an export stays as it is."))

    @api.model
    def _need_right(self):
        """Refuse exports without the right, as Odoo does for sheets.

        :raises AccessError: naming where the right is asked for.
        """
        if not (self.env.is_admin() or self.env.user.has_group(RIGHT)):
            raise AccessError(self.env._(
                "You may not export: ask the business administrator or the finance manager, who propose the right for you under "
                "Dealer commerce > Settings > Duties > Extended rights."))

    @api.model
    def _note(self, model, way, rows, field_names=(), domain=None):
        """Record an export of the current user.

        :param model: name of the model. :param way: one of the ways of the field. :param rows: number of rows.
        :param field_names: columns. :param domain: filter; taken from the request when it is not given.
        """
        known = self.env["ir.model"].sudo()._get(model) if model in self.env else None  # sudo: its name only
        self.sudo().create({  # sudo: nobody writes the log by hand
            "user_id": self.env.uid, "company_id": self.env.company.id, "model": model or "-", "label": known.name if known else model, "way": way,
            "rows": rows, "field_names": ", ".join(field_names)[:LONGEST], "filter_text": str(domain if domain is not None else self._asked())[:LONGEST],
            "address": request.httprequest.remote_addr if request else False})

    @api.model
    def _asked(self):
        """Give the filter that the client sent with an export; empty when records were ticked one by one."""
        data = request.params.get("data") if request and request.httprequest.path.startswith("/web/export/") else None
        try:
            return json.loads(data).get("domain") or "" if data else ""
        except (TypeError, ValueError):
            return ""
