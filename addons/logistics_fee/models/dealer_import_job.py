import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..layouts.recognise import recognise

TARIFF_FIELDS = frozenset(("tariff_carrier_id", "tariff_side", "tariff_purpose", "tariff_warehouse_id", "tariff_origin", "tariff_product"))


class DealerImportJob(models.Model):
    """Tariff sheets need to be told what the sheet itself does not say: the carrier, and which side its prices are.

    The layout is recognised by the header. Prices that the sheet says in words are read as a proposal, which a person confirms
    before the import. A file that made versions once is not imported a second time.
    """

    _inherit = "dealer.import.job"

    is_tariff = fields.Boolean(compute="_compute_is_tariff")
    tariff_carrier_id = fields.Many2one(
        "delivery.carrier", string="Carrier of the sheet", domain=[("dealer_code", "!=", False)],
        help="For sheets that do not name their carrier in a column.")
    tariff_side = fields.Selection(
        [("charge", "Charged to dealers"), ("cost", "Cost from the carrier")], string="Prices are", default="charge", required=True)
    tariff_purpose = fields.Selection(
        [("outbound", "Outbound"), ("return", "Return")], string="Prices are for", default="outbound", required=True)
    tariff_warehouse_id = fields.Many2one(
        "stock.warehouse", string="Warehouse of origin", check_company=True,
        help="The prices are those of this warehouse's own contract. Empty = of the contract for all warehouses that have none.")
    tariff_origin = fields.Char(
        string="Origin in the sheet", help="Of a sheet with prices from several origins: rows of this one only, as the sheet writes it, and rows without any.")
    tariff_product = fields.Char(
        string="Product in the sheet", help="Of a sheet with prices of several products: rows of this one only, as the sheet writes it, and rows without any. "
        "They are prices of the carrier of the sheet, where one is chosen, whatever the sheet calls it.")
    words_to_confirm = fields.Boolean(compute="_compute_words_to_confirm")
    words_confirmed_by_id = fields.Many2one("res.users", string="Words confirmed by", readonly=True, copy=False)
    words_confirmed_at = fields.Datetime(readonly=True, copy=False)

    @api.depends("layout")
    def _compute_is_tariff(self):
        for job in self:
            job.is_tariff = bool(job.layout and job.layout.startswith("tariff_"))

    @api.depends("error_ids.code", "words_confirmed_by_id", "state")
    def _compute_words_to_confirm(self):
        for job in self:
            job.words_to_confirm = (
                job.state == "checked" and not job.words_confirmed_by_id and "worded_price" in job.error_ids.mapped("code"))

    @api.onchange("file")
    def _onchange_file(self):
        if self.is_tariff and self.file:
            try:
                self.layout = recognise(base64.b64decode(self.file), self.layout)
            except (binascii.Error, ValueError):
                return

    def write(self, vals):
        if TARIFF_FIELDS & vals.keys():
            for job in self:
                if job.state == "done":
                    raise UserError(self.env._("Import %s is done: make a new one for another file.", job.display_name))
        result = super().write(vals)
        if TARIFF_FIELDS & vals.keys():
            self._forget_check()  # what was checked was checked for another carrier or side
        return result

    def action_check(self):
        """Recognise the layout of a tariff sheet, then check as every import does."""
        for job in self.filtered(lambda job: job.is_tariff and job.state == "draft" and job.file):
            job._check_may_run()
            found = recognise(job._content(), job.layout)
            if found != job.layout:
                job.layout = found
        return super().action_check()

    def action_confirm_words(self):
        """Confirm that the prices in words are read as they are meant; the reading stands in the findings.

        :raises UserError: when the sheet is not checked or is imported already.
        """
        for job in self:
            job._check_may_run()
            if job.state != "checked":
                raise UserError(self.env._("Check %s first: the check shows how its prices in words are read.", job.display_name))
            job._set({"words_confirmed_by_id": self.env.uid, "words_confirmed_at": fields.Datetime.now()})
        return True

    def _template_example(self):
        return self.is_tariff or super()._template_example()

    @api.model
    def _type_names(self):
        return {
            **super()._type_names(),
            "unit_price": self.env._("price in yuan, up to six decimals"),
            "price_or_words": self.env._("price in yuan, or words such as 首重1kg 18元，续重15元/kg, or 不派送"),
        }

    @api.model
    def _blank_outcome(self):
        return {**super()._blank_outcome(), "words_confirmed_by_id": False, "words_confirmed_at": False}

    def _import_now(self):
        if self.is_tariff:
            self._check_not_twice()
        return super()._import_now()

    def _check_not_twice(self):
        """:raises UserError: naming the import that made versions of exactly this file which are still there."""
        jobs = self.search([
            ("id", "!=", self.id), ("sha256", "=", self.sha256), ("layout", "=", self.layout), ("state", "=", "done"),
            ("company_id", "=", self.company_id.id), ("from_above", "=", self.from_above),
            *((name, "=", self[name].id if name.endswith("_id") else self[name]) for name in TARIFF_FIELDS)])
        for job in jobs:
            versions = self.env["logistics.contract.version"].browse(job.result_ids or []).exists()
            if versions:
                raise UserError(self.env._(
                    "Exactly this file was imported by %(user)s on %(date)s (import %(number)s, %(file)s) and made %(versions)s: open that "
                    "import, or upload a changed file.",
                    user=job.create_uid.name, date=fields.Datetime.context_timestamp(job, job.done_at).strftime("%Y-%m-%d %H:%M"),
                    number=job.id, file=job.display_name, versions="、".join(versions.mapped("display_name"))))
