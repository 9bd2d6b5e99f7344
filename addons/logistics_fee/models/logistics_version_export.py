import base64
from urllib.parse import quote

from odoo import fields, models
from odoo.exceptions import UserError

from ..adapters.flat_sheet import flat_rows, flat_workbook, unfit
from .logistics_tariff_import import version_source


class LogisticsContractVersion(models.Model):
    """The price table as a sheet of the import's own template: change it there, import it again."""

    _inherit = "logistics.contract.version"

    sheet_file = fields.Binary(string="Prices as a sheet", compute="_compute_sheet_file", help="Rows of the import template.")

    def _compute_sheet_file(self):
        for version in self:
            try:
                version.sheet_file = base64.b64encode(version._flat_workbook())
            except UserError:
                version.sheet_file = False  # the button says why

    def action_export_sheet(self):
        """Download the prices as a sheet of the flat template; importing it unchanged changes nothing.

        :return: action that downloads the workbook.
        :raises UserError: when the template cannot hold the prices.
        """
        self.ensure_one()
        self.check_access("read")
        self._fit_source()
        name = quote(f"{self.display_name}.xlsx".replace("/", "-"))
        return {"type": "ir.actions.act_url", "target": "download", "url": f"/web/content/{self._name}/{self.id}/sheet_file/{name}?download=true"}

    def _fit_source(self):
        """:return: the core's source of the prices. :raises UserError: when the template cannot hold them."""
        source = version_source(self)
        if unfit(source):
            raise UserError(self.env._(
                "%s has base prices finer than a fen, which the template does not hold: copy the version instead.", self.display_name))
        return source

    def _flat_workbook(self):
        """:return: bytes of an .xlsx of layout D."""
        source = self._fit_source()
        divisions = self.env["dealer.division"]
        codes = {code for zone in source.zones for code in (*zone.include, *zone.exclude)} | set(source.not_served)
        ids = divisions._ids_by_code()
        names = {}
        for division in divisions.browse([ids[code] for code in codes]):
            chain = {}
            step = division
            while step:
                chain[step.level] = step.name
                step = step.parent_id
            names[division.code] = tuple(chain.get(level, "") for level in ("province", "city", "district"))
        head = {
            "carrier": self.carrier_id.dealer_code or "", "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else ""}
        rows = flat_rows(source, {zone.code: zone.name for zone in self.zone_ids}, names.__getitem__, head)
        return flat_workbook(rows)
