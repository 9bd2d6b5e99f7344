from odoo import models


class Base(models.AbstractModel):
    """Every export of a sheet, by the menu or by another program, leaves a record."""

    _inherit = "base"

    def export_data(self, fields_to_export):
        """Give the values of records as rows; see Odoo. The right is Odoo's own."""
        result = super().export_data(fields_to_export)
        names = [name if isinstance(name, str) else "/".join(name) for name in fields_to_export]
        self.env["dealer.export.log"]._note(self._name, "sheet", len(result["datas"]), names)
        return result
