import base64

from odoo import api, fields, models

from ..adapters.workbook import template_workbook
from ..sheet import get_layout, layout_codes


class DealerImportJob(models.Model):
    """The empty sheet of each kind, with its columns explained."""

    _inherit = "dealer.import.job"

    template_file = fields.Binary(string="Template", compute="_compute_template")
    template_name = fields.Char(compute="_compute_template")

    @api.depends("layout")
    def _compute_template(self):
        for job in self:
            if job.layout in layout_codes():
                layout = get_layout(job.layout)
                job.template_file = base64.b64encode(template_workbook(layout, self._template_notes(layout), self._template_example()))
                job.template_name = f"{layout.sheet_name}-{layout.code}.xlsx"
            else:
                job.template_file = job.template_name = False

    def action_download_template(self):
        """Download the empty sheet of the chosen kind."""
        self.ensure_one()
        return self._download("template_file", self.template_name)

    @api.model
    def _template_notes(self, layout):
        yes, no = self.env._("yes"), self.env._("no")
        header = [self.env._("Column"), self.env._("Required"), self.env._("Accepted"), self.env._("Example"), self.env._("Other names")]
        kinds = self._type_names()
        return [header] + [
            [
                column.header, yes if column.required else no,
                "、".join(dict.fromkeys(label for label, _value in column.choices)) or kinds.get(column.type, column.type),
                column.example, "、".join(column.aliases),
            ]
            for column in layout.columns
        ]

    def _template_example(self):
        """Whether the template shows a row of examples, which the user writes over. An overrider decides by the layout."""
        return False

    @api.model
    def _type_names(self):
        return {
            "text": self.env._("text"),
            "code": self.env._("code without spaces; format the column as text"),
            "phone": self.env._("mobile with 11 digits, or area code and number"),
            "integer": self.env._("whole number"),
            "decimal": self.env._("number"),
            "money": self.env._("amount in yuan, two decimals"),
            "weight": self.env._("weight in kg, three decimals"),
            "percent": self.env._("percentage such as 8%"),
            "date": self.env._("date such as 2026-03-01"),
            "boolean": self.env._("是 or 否"),
        }
