import json

from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.json import WebJsonController
from odoo.addons.web.controllers.pivot import TableExporter


def _writes(_controller, _rule, _args):
    """The record of the export is written. Odoo asks a function without a warning where a plain False would differ from the route above."""
    return False


class PivotExport(TableExporter):
    """Pivot tables leave the program by the same right and with the same record as sheets."""

    @http.route(readonly=_writes)
    def export_xlsx(self, data, **kw):
        """Give a pivot table as a workbook; see Odoo.

        :raises AccessError: without the right to export.
        """
        log = request.env["dealer.export.log"]
        log._need_right()
        if not isinstance(data, str):
            data = data.read().decode()
        table = json.loads(data) or {}
        log._note(table.get("model") or "-", "pivot", len(table.get("rows") or ()), [str(table.get("title") or "")])
        return super().export_xlsx(data, **kw)


class JsonExport(WebJsonController):
    """Lists read by address leave a record too; Odoo asks for the right itself."""

    @http.route(readonly=_writes)
    def web_json_1(self, subpath, **kwargs):
        """Give a list as JSON; see Odoo."""
        response = super().web_json_1(subpath, **kwargs)
        if response.status_code == 200:
            data = response.json
            rows = next((len(data[name]) for name in ("records", "groups") if "length" in data and name in data), 1)  # a form is one record
            request.env["dealer.export.log"]._note(
                self._get_action(subpath)[0].res_model, "json", rows, [kwargs.get("fields") or ""], kwargs.get("domain") or "")
        return response
