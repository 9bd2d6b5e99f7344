from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..adapters.shipped import CM3
from ..tariff import STATES

LABELS = {
    "draft": "To pack", "label_created": "Waybill number given", "collected": "Collected", "in_transit": "In transit",
    "out_for_delivery": "Out for delivery", "in_locker": "In a locker", "problem": "Problem", "refused": "Refused",
    "delivered": "Delivered", "returning": "On its way back", "returned": "Returned", "lost": "Lost", "cancelled": "Cancelled",
}
# What a person measures and types while the parcel is packed; everything else is written by shipping, quoting and tracking.
PACKING = frozenset((
    "carrier_id", "tracking", "weight_g", "length_mm", "width_mm", "height_mm", "pieces", "declared_fen", "cod_fen", "floors",
    "note", "parent_id"))
NEW = PACKING | {"company_id", "partner_id", "division_id", "warehouse_id", "direction", "res_model", "res_id"}
OPEN = ("draft", "label_created")


class LogisticsParcel(models.Model):
    """One box with one waybill number: what it weighs, where it goes, what it was charged and what it costs.

    The warehouse packs it (``draft``), a waybill number makes it ``label_created``; from then on its state follows the
    carrier's messages (``logistics.parcel.event``). Weight, size and number are fixed once it has been collected.
    """

    _name = "logistics.parcel"
    _description = "Parcel"
    _order = "shipped_date desc, id desc"
    _rec_names_search = ("tracking",)

    carrier_id = fields.Many2one("delivery.carrier", required=True, index=True, ondelete="restrict")
    tracking = fields.Char(string="Waybill number", copy=False, help="Without spaces, in capitals; one carrier gives a number once.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Recipient", index="btree_not_null", help="Consumer or store the parcel goes to or comes from.")
    dealer_id = fields.Many2one(
        "res.partner", string="Dealer", compute="_compute_dealer_id", store=True, index="btree_not_null",
        help="Dealer of the recipient when the parcel was entered.")
    division_id = fields.Many2one("dealer.division", string="Destination", index=True, ondelete="restrict")
    province_id = fields.Many2one("dealer.division", compute="_compute_province_id", store=True, index=True, ondelete="restrict")
    direction = fields.Selection([("out", "To the recipient"), ("return", "Back to HQ")], required=True, default="out", index=True)
    state = fields.Selection([(state, LABELS[state]) for state in STATES], required=True, default="draft", index=True, readonly=True, copy=False)
    parent_id = fields.Many2one(
        "logistics.parcel", string="Mother parcel", index="btree_not_null", ondelete="restrict", copy=False,
        help="Carriers give parcels that travel together a mother number and child numbers.")
    child_ids = fields.One2many("logistics.parcel", "parent_id", string="Child parcels")
    shipped_date = fields.Date(index=True, readonly=True, copy=False)
    weight_g = fields.Integer(string="Weight (g)")
    length_mm = fields.Integer(string="Length (mm)")
    width_mm = fields.Integer(string="Width (mm)")
    height_mm = fields.Integer(string="Height (mm)")
    goods_cm3 = fields.Integer(
        string="Volume of the goods (cm³)", readonly=True, copy=False, aggregator="sum",
        help="Of what was packed; it counts in the light-cargo weight until somebody enters the sides of the parcel.")
    pieces = fields.Integer(default=1, aggregator="sum")
    assumed = fields.Boolean(readonly=True, help="The weight is a usual one, nobody weighed the goods.")
    measured = fields.Boolean(readonly=True, copy=False, help="Somebody entered the weight; otherwise it was worked out from the goods.")
    declared_fen = fields.Integer(string="Declared value (fen)", aggregator="sum", help="The carrier insures the parcel for so much.")
    bearer = fields.Selection([("dealer", "Dealer"), ("hq", "HQ"), ("consumer", "Consumer")], default="dealer", readonly=True, string="Freight borne by")
    charge_quote_id = fields.Many2one("logistics.quote", string="Charge quote", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    cost_quote_id = fields.Many2one(
        "logistics.quote", string="Cost quote", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
        groups="dealer_base.group_fin_settlement,dealer_base.group_auditor")
    charge_amount = fields.Monetary(string="Freight charged", readonly=True, copy=False)
    cost_amount = fields.Monetary(
        string="Expected cost", readonly=True, copy=False, groups="dealer_base.group_fin_settlement,dealer_base.group_auditor")
    res_model = fields.Char(string="Document model", index=True)
    res_id = fields.Many2oneReference(string="Document", model_field="res_model")
    note = fields.Char()

    _tracking_uniq = models.UniqueIndex(
        "(carrier_id, tracking) WHERE tracking IS NOT NULL AND state != 'cancelled'", "The carrier has given this waybill number already.")
    _document_idx = models.Index("(res_model, res_id)")
    _sizes = models.Constraint(
        "CHECK(weight_g >= 0 AND length_mm >= 0 AND width_mm >= 0 AND height_mm >= 0 AND declared_fen >= 0 AND pieces > 0)",
        "Weight, sizes and value of a parcel are zero or more, its pieces at least one.")

    @api.depends("partner_id")
    def _compute_dealer_id(self):
        for parcel in self:
            partner = parcel.partner_id.sudo()  # sudo: where a store belongs, whoever packs
            parcel.dealer_id = partner.dealer_id or partner.parent_id.dealer_id

    @api.depends("division_id")
    def _compute_province_id(self):
        divisions = self.env["dealer.division"]
        ids = divisions._ids_by_code()
        for parcel in self:
            code = parcel.division_id.code
            parcel.province_id = ids.get(code[:2] + "0000") if code else False

    @api.depends("carrier_id", "tracking")
    def _compute_display_name(self):
        for parcel in self:
            parcel.display_name = parcel.tracking or self.env._("Parcel %s", parcel.id or "")

    @api.constrains("parent_id", "carrier_id")
    def _check_parent(self):
        for parcel in self.filtered("parent_id"):
            if parcel.parent_id.parent_id or parcel.child_ids or parcel.parent_id == parcel:
                raise ValidationError(self.env._("%s: a child parcel belongs to one mother parcel, and a mother parcel to none.", parcel.display_name))
            if parcel.parent_id.carrier_id != parcel.carrier_id or parcel.parent_id.company_id != parcel.company_id:
                raise ValidationError(self.env._("%s: mother and child parcels have the same carrier and company.", parcel.display_name))

    # -- guards: people pack, the flow ships

    @api.model
    def _packing_fields(self):
        """Names of the fields that people write while they pack. Extend: return a set."""
        return PACKING

    @api.model
    def _new_fields(self):
        """Names of the fields that people may give to a new parcel. Extend: return a set."""
        return NEW

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self = self.with_context({key: value for key, value in self.env.context.items() if not key.startswith("default_")})
            for vals in vals_list:
                self._check_writable(vals, self._new_fields())
                self._check_document(vals)
            vals_list = [{**vals, "measured": bool(vals.get("weight_g"))} for vals in vals_list]
        carriers = self.env["delivery.carrier"].browse([vals.get("carrier_id") for vals in vals_list])
        vals_list = [self._spelled(vals, carrier) for vals, carrier in zip(vals_list, carriers, strict=True)]
        self._check_given([(vals.get("carrier_id"), vals["tracking"]) for vals in vals_list if vals.get("tracking")])
        return super().create([{"state": "label_created", **vals} if vals.get("tracking") else vals for vals in vals_list])

    def write(self, vals):
        if not self.env.su:
            self._check_writable(vals, self._packing_fields())
            for parcel in self:
                if (parcel.shipped_date or parcel.state not in OPEN) and vals.keys() - {"note"}:
                    raise UserError(self.env._("Parcel %s is on its way: weight, size and number stay as they were shipped.", parcel.display_name))
            if "weight_g" in vals:
                vals = {**vals, "measured": True, "assumed": False}
        if not {"tracking", "carrier_id"} & vals.keys():
            return super().write(vals)
        for parcel in self:
            carrier = self.env["delivery.carrier"].browse(vals.get("carrier_id")) or parcel.carrier_id
            own = self._spelled({"tracking": parcel.tracking, **vals}, carrier)
            if own["tracking"]:
                parcel._check_given([(carrier.id, own["tracking"])])
            if parcel.state in OPEN and "state" not in own:
                own["state"] = "label_created" if own["tracking"] else "draft"
            super(LogisticsParcel, parcel).write(own)
        return True

    def _check_writable(self, vals, allowed):
        extra = sorted(self._fields[name]._description_string(self.env) for name in vals if name in self._fields and name not in allowed)
        if extra:
            raise AccessError(self.env._("%s of a parcel cannot be written: it comes from its shipment, quotes and tracking.", ", ".join(extra)))

    def _check_document(self, vals):
        """:raises UserError: when a parcel is to belong to a document that is not there. :raises AccessError: when who enters it may not read it."""
        if not (vals.get("res_model") or vals.get("res_id")):
            return
        known = vals.get("res_model") in self.env and self.env[vals["res_model"]].browse(vals.get("res_id") or ()).exists()
        if not known:
            raise UserError(self.env._("The document of the parcel is not there: open the delivery and enter the parcel on it."))
        known.check_access("read")

    @api.model
    def _spelled(self, vals, carrier):
        """Bring the waybill number to its one spelling, or refuse it with the carrier's example."""
        if "tracking" not in vals:
            return vals
        return {**vals, "tracking": carrier.sudo()._waybill(vals["tracking"]) if vals["tracking"] else False}  # sudo: the form of a number only

    def _check_given(self, numbers):
        """Refuse a waybill number that another parcel of the carrier has, naming its document.

        :param numbers: list of (carrier id, number).
        """
        if len(set(numbers)) < len(numbers):
            raise UserError(self.env._("Two parcels cannot have the same waybill number: %s.", ", ".join(sorted(number for _id, number in numbers))))
        others = self.sudo().search([  # sudo: a number is given once, whoever may see the other parcel
            ("tracking", "in", [number for _id, number in numbers]), ("state", "!=", "cancelled"), ("id", "not in", self.ids)]) if numbers else self
        for other in others:
            if (other.carrier_id.id, other.tracking) in set(numbers):
                raise UserError(self.env._(
                    "Waybill number %(number)s of %(carrier)s belongs to another parcel already (%(document)s): check the label.",
                    number=other.tracking, carrier=other.carrier_id.name, document=other._document_name()))

    def _document_name(self):
        """:return: name of the delivery or return the parcel belongs to, for a sentence."""
        record = self.env[self.res_model].browse(self.res_id).exists() if self.res_model in self.env and self.res_id else None
        return record.display_name if record else self.env._("parcel %s", self.id)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        for parcel in self:
            if parcel.state != "draft" or parcel.charge_quote_id:
                raise UserError(self.env._("Parcel %s has a waybill or a price and stays for the record: cancel it instead.", parcel.display_name))

    def _shipment(self):
        """Give the parcel as the tariff core takes it.

        :return: dict of ``logistics.quoting._quote_many``: ``weight_g``, ``dims_mm``, ``pieces``, ``assumed``, without sides ``goods_mm3``.
        """
        self.ensure_one()
        dims = (self.length_mm, self.width_mm, self.height_mm)
        volume = {"goods_mm3": self.goods_cm3 * CM3} if self.goods_cm3 and not all(dims) else {}
        return {"weight_g": self.weight_g, "dims_mm": list(dims) if all(dims) else None, "pieces": self.pieces, "assumed": self.assumed, **volume}

    def action_open_document(self):
        """Open the delivery or return the parcel belongs to."""
        self.ensure_one()
        if not self.res_model or not self.res_id:
            raise UserError(self.env._("Parcel %s belongs to no document.", self.display_name))
        return {"type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id, "view_mode": "form", "views": [(False, "form")]}
