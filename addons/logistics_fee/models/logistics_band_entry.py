from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..adapters.exact import micro_of, yuan_of
from ..adapters.ladder import ladder_label
from ..adapters.snapshot import band_values
from ..tariff.forms import compile_form


def _kg(grams):
    """:return: kilograms as the core's forms read them, exact."""
    return f"{grams // 1000}.{grams % 1000:03d}"


def _yuan(value):
    return str(yuan_of(micro_of(value)))


class LogisticsBandEntry(models.TransientModel):
    """A price as the carrier says it - first and further weight, base and step, per kilogram, per piece - turned into the
    ranges of a zone. What is entered replaces the ranges the zone has."""

    _name = "logistics.band.entry"
    _description = "Price in the carrier's form"

    zone_id = fields.Many2one("logistics.zone", required=True, readonly=True, ondelete="cascade")
    form = fields.Selection(
        [("first_continue", "First and further weight"), ("base_step", "Base and step"), ("per_kg", "Per kilogram"), ("per_piece", "Per piece")],
        required=True, default="first_continue", string="The carrier says")
    first_g = fields.Integer(string="First weight (g)", default=1_000)
    first_fee = fields.Float(string="Price of the first", digits=(16, 6))
    tier_ids = fields.One2many("logistics.band.entry.tier", "entry_id", string="Further weight")
    base = fields.Float(string="Base price", digits=(16, 6))
    over_g = fields.Integer(string="Steps above (g)")
    step_g = fields.Integer(string="Step (g)", default=1_000)
    rate = fields.Float(string="Price per step", digits=(12, 6))
    min_fee = fields.Float(string="Minimum", digits=(16, 6))
    max_g = fields.Integer(string="Largest weight (g)", help="Heavier parcels are refused; 0 = no limit.")
    first_pieces = fields.Integer(string="First pieces")
    step_pieces = fields.Integer(string="Further pieces, each", default=1)
    result = fields.Text(compute="_compute_result")

    @api.depends(
        "form", "first_g", "first_fee", "tier_ids.upto_g", "tier_ids.step_g", "tier_ids.fee", "base", "over_g", "step_g", "rate", "min_fee",
        "max_g", "first_pieces", "step_pieces")
    def _compute_result(self):
        for entry in self:
            try:
                bands, per = entry._bands()
                entry.result = ladder_label(entry.env, bands, per).replace("; ", "\n")
            except UserError as error:
                entry.result = str(error)

    def _source(self):
        """:return: the price as the core's forms read it."""
        limit = {"max_kg": _kg(self.max_g) if self.max_g else None, "min_fee": _yuan(self.min_fee)}
        step = {"step_kg": _kg(self.step_g), "per_step": _yuan(self.rate)}
        if self.form == "first_continue":
            tiers = [{"to": _kg(tier.upto_g) if tier.upto_g else None, "step_kg": _kg(tier.step_g), "fee": _yuan(tier.fee)} for tier in self.tier_ids]
            return {"form": self.form, "first_kg": _kg(self.first_g), "first_fee": _yuan(self.first_fee), "continue": tiers}
        if self.form == "base_step":
            return {"form": self.form, "base": _yuan(self.base), "over_kg": _kg(self.over_g), **step, **limit}
        if self.form == "per_kg":
            return {"form": self.form, **step, **limit}
        return {
            "form": self.form, "per_piece": _yuan(self.rate), "first_pieces": self.first_pieces, "first_fee": _yuan(self.first_fee),
            "step_pieces": self.step_pieces, "min_fee": _yuan(self.min_fee)}

    def _bands(self):
        """:return: (bands, "g" or "piece"). :raises UserError: when something is missing."""
        self.ensure_one()
        steps = self.tier_ids.mapped("step_g") if self.form == "first_continue" else [self.step_pieces if self.form == "per_piece" else self.step_g]
        first = self.first_g if self.form == "first_continue" else 1
        numbers = (self.first_fee, self.base, self.rate, self.min_fee, self.over_g, self.max_g, self.first_pieces, *self.tier_ids.mapped("fee"))
        if first <= 0 or min(steps, default=1) <= 0 or min(numbers) < 0:
            raise UserError(self.env._("Weights and steps must be above zero, and no number below zero."))
        if self.form == "first_continue":
            ends = [tier.upto_g for tier in self.tier_ids]
            if ends and (0 in ends[:-1] or [end for end in ends if end] != sorted({end for end in ends if end})):
                raise UserError(self.env._("The ranges of the further weight must ascend; only the last may have no end (0)."))
        return compile_form(self._source())

    def action_apply(self):
        """Write the ranges into the zone; its version must be a draft, and who does this counts as having entered it.

        :return: action that closes the dialog.
        """
        self.ensure_one()
        zone = self.zone_id
        zone.check_access("write")
        bands, per = self._bands()
        zone.write({
            "per": "piece" if per == "piece" else "weight",
            "band_ids": [Command.clear(), *(Command.create(band_values(band)) for band in bands)]})
        return {"type": "ir.actions.act_window_close"}
