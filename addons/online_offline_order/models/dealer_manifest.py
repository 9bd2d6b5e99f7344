import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dealer_base.adapters import proof_file
from odoo.addons.logistics_fee.tariff.matching import tracking_of

WAREHOUSE = ("dealer_base.group_wh_operator",)
STATES = [("draft", "Collecting"), ("handed_over", "Handed over"), ("cancelled", "Cancelled")]
WAITING = ("label_created", "collected")  # shipped here; a quick carrier may have told that it took it


class DealerManifest(models.Model):
    """The hand-over to a carrier: which parcels left the warehouse with its driver, counted and signed (R1-079, R3-027).

    A draft takes the parcels that have shipped and are on no manifest; each is checked by its number. What was not there
    when the driver signed is the missing list: it stays on the paper as missing and is free for the next manifest.
    """

    _name = "dealer.manifest"
    _description = "Hand-over manifest"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin"]
    _order = "date desc, id desc"
    _flow_strict = True
    _reason_methods = {"action_cancel", "action_hand_over_short"}

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    carrier_id = fields.Many2one("delivery.carrier", required=True, index=True, ondelete="restrict", tracking=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, index=True, ondelete="restrict",
        default=lambda self: self.env.user.dealer_warehouse_ids[:1]
        or self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1))
    date = fields.Date(required=True, index=True, default=lambda self: self.env.company._dealer_today())
    state = fields.Selection(STATES, string="Status", required=True, default="draft", index=True, readonly=True, copy=False, tracking=True)
    line_ids = fields.One2many("dealer.manifest.line", "manifest_id", string="Parcels", readonly=True, copy=False)
    driver_name = fields.Char(string="Driver", copy=False)
    driver_phone = fields.Char(copy=False)
    signature = fields.Image(string="Driver's signature", max_width=1024, max_height=1024, copy=False, attachment=True)
    parcel_count = fields.Integer(string="Parcels handed over", compute="_compute_counts", store=True)
    piece_count = fields.Integer(string="Pieces", compute="_compute_counts", store=True)
    weight_g = fields.Integer(string="Weight (g)", compute="_compute_counts", store=True)
    missing_count = fields.Integer(string="Missing", compute="_compute_counts", store=True)
    missing_reason = fields.Char(string="Why parcels are missing", readonly=True, copy=False)
    handed_over_at = fields.Datetime(readonly=True, copy=False)
    handed_over_by = fields.Many2one("res.users", readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)

    @api.depends("line_ids.is_there", "line_ids.pieces", "line_ids.weight_g")
    def _compute_counts(self):
        for manifest in self:
            there = manifest.line_ids.filtered("is_there")
            manifest.parcel_count, manifest.missing_count = len(there), len(manifest.line_ids) - len(there)
            manifest.piece_count, manifest.weight_g = sum(there.mapped("pieces")), sum(there.mapped("weight_g"))

    @api.model_create_multi
    def create(self, vals_list):
        manifests = super().create(vals_list)
        for manifest in manifests.sudo():  # sudo: the number is given by the system alone
            manifest.name = self.env["ir.sequence"].sudo().with_company(manifest.company_id).next_by_code("dealer.manifest")  # sudo: as above
        return manifests

    def write(self, vals):
        if not self.env.su and vals.keys() & {"company_id", "carrier_id", "warehouse_id", "date", "driver_name", "driver_phone", "signature"}:
            for manifest in self:
                if manifest.state != "draft":
                    raise UserError(self.env._("Manifest %s has been signed or cancelled and stays as it is.", manifest.name))
                if manifest.line_ids and vals.keys() & {"company_id", "carrier_id", "warehouse_id"}:
                    raise UserError(self.env._("Manifest %s has parcels: cancel it and make another one for another carrier or warehouse.", manifest.name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for manifest in self:
            raise UserError(self.env._("Manifest %s stays for the record: cancel it instead.", manifest.name))

    # -- collecting

    def action_fill(self):
        """Take the carrier's parcels that have shipped from the warehouse and are on no manifest; none is counted as there yet.

        :return: True.
        :raises AccessError: for everybody but the warehouse.
        """
        self._check_step()
        for manifest in self:
            parcels = self.env["logistics.parcel"].search(manifest._waiting_domain(), order="shipped_date, id")
            parcels = parcels.filtered(lambda parcel, one=manifest: parcel._warehouse_of() in (one.warehouse_id, one.warehouse_id.browse()))
            parcels.sudo().write({"manifest_id": manifest.id})  # sudo: role checked above; which manifest a parcel is on is written by its methods alone
            manifest.sudo().line_ids = [Command.create({"parcel_id": parcel.id}) for parcel in parcels]  # sudo: as above
        return True

    def _waiting_domain(self):
        return [
            ("carrier_id", "=", self.carrier_id.id), ("company_id", "=", self.company_id.id), ("direction", "=", "out"), ("state", "in", WAITING),
            ("shipped_date", "!=", False), ("tracking", "!=", False), ("manifest_id", "=", False)]

    def action_scan(self, codes):
        """Count parcels as there by their numbers, each once; a parcel that shipped a moment ago is taken on at once.

        :param codes: waybill numbers, a list or a text with one a line.
        :return: sentence that says what was counted.
        :raises UserError: naming each number that does not belong here, and where it belongs; then nothing is counted.
        """
        self.ensure_one()
        self._check_step()
        numbers = [tracking_of(code) or code for code in self.env["dealer.scan"]._codes(codes)]
        self.action_fill()
        lines = {line.tracking: line for line in self.line_ids}
        wrong = [self._why_not(number) for number in dict.fromkeys(numbers) if number not in lines]
        if wrong:
            raise UserError("\n".join(wrong))
        for number in numbers:
            lines[number].sudo().is_there = True  # sudo: role checked above
        return self.env._("%(there)s of %(all)s parcels are there.", there=len(self.line_ids.filtered("is_there")), all=len(self.line_ids))

    def _scan(self, codes):
        return self.action_scan(codes)

    def _why_not(self, number):
        """:return: sentence that says why a number is not of this manifest."""
        parcel = self.env["logistics.parcel"].search([("tracking", "=", number), ("state", "!=", "cancelled")], limit=1)
        if not parcel:
            return self.env._("%s is no waybill number of a parcel.", number)
        if parcel.manifest_id and parcel.manifest_id != self:
            return self.env._("%(number)s is on manifest %(other)s already.", number=number, other=parcel.manifest_id.name)
        if parcel.carrier_id != self.carrier_id:
            return self.env._("%(number)s goes with %(carrier)s, not with %(own)s: put it aside.",
                              number=number, carrier=parcel.carrier_id.name, own=self.carrier_id.name)
        if not parcel.shipped_date:
            return self.env._("%(number)s has not been shipped (%(document)s): press Ship first.", number=number, document=parcel._document_name())
        return self.env._("%(number)s does not wait in %(warehouse)s for a carrier.", number=number, warehouse=self.warehouse_id.name)

    def action_all_there(self):
        """Count all parcels as there, for who checked them by eye against the list."""
        self._check_step()
        self.sudo().line_ids.is_there = True  # sudo: role checked above
        return True

    def action_open_scan(self):
        """Open the dialog for a scanner."""
        return self.env["dealer.scan"]._ask(self, self.env._("Scan the waybills"))

    # -- handing over

    def action_hand_over(self):
        """Note that the driver has signed for the parcels that are there.

        :return: True; pressing twice does nothing more.
        :raises AccessError: for everybody but the warehouse.
        :raises UserError: without driver or signature, without parcels, or when parcels are missing: then ``action_hand_over_short``.
        """
        return self._hand_over()

    def action_hand_over_short(self, reason):
        """Hand over although parcels are missing: they go on the missing list and are free for the next manifest.

        :param reason: what was found out about them.
        """
        return self._hand_over(reason)

    def action_ask_hand_over_short(self):
        """Ask why parcels are missing."""
        return self.env["dealer.reason"]._ask(self, "action_hand_over_short", self.env._("Why are parcels missing?"))

    def _hand_over(self, reason=None):
        self.env["sale.order"]._require_role(*WAREHOUSE)
        self.check_access("write")
        for manifest in self:
            if manifest.state == "handed_over":
                continue  # a doubled click
            manifest._need_state("draft")
            manifest._check_signed()
            missing = manifest.line_ids.filtered(lambda line: not line.is_there)
            if missing and not (reason or "").strip():
                raise UserError(self.env._(
                    "Manifest %(name)s: %(count)s of its parcels are missing (%(numbers)s). "
                    "Look for them and scan them, or hand over without them and say why.",
                    name=manifest.name, count=len(missing), numbers=", ".join(missing.mapped("tracking"))))
            manifest.sudo()._sign(reason)  # sudo: flow fields; role, state and counts are checked above
        return True

    def _check_signed(self):
        if not self.line_ids.filtered("is_there"):
            raise UserError(self.env._("Manifest %s: no parcel is there; scan the parcels first.", self.name))
        if not (self.driver_name or "").strip() or not self.signature:
            raise UserError(self.env._("Manifest %s: enter the driver's name and have the driver sign.", self.name))
        try:
            proof_file.clean(base64.b64decode(self.signature))
        except proof_file.ProofError:
            raise UserError(self.env._("Manifest %s: the signature is no picture.", self.name)) from None

    def _sign(self, reason):
        now, missing = fields.Datetime.now(), self.line_ids.filtered(lambda line: not line.is_there)
        self.write({"state": "handed_over", "handed_over_at": now, "handed_over_by": self.env.uid, "missing_reason": reason if missing else False})
        missing.parcel_id.write({"manifest_id": False})
        there = (self.line_ids - missing).parcel_id
        there.write({"handed_over_at": now})
        self.env["logistics.parcel.event"].create([{
            "parcel_id": parcel.id, "state": "collected", "time": now, "raw_code": f"manifest:{self.id}",
            "text": self.env._("Handed over, manifest %s", self.name)} for parcel in there])
        if missing:
            self.message_post(body=self.env._("Missing: %(numbers)s. %(reason)s", numbers=", ".join(missing.mapped("tracking")), reason=reason),
                              author_id=self.env.user.partner_id.id)

    def action_cancel(self, reason):
        """Cancel a manifest that nobody has signed; its parcels are free again.

        :param reason: why.
        """
        self.env["sale.order"]._require_role(*WAREHOUSE)
        self.check_access("write")
        for manifest in self:
            if manifest.state == "cancelled":
                continue  # a doubled click
            manifest._need_state("draft")
            if not (reason or "").strip():
                raise UserError(self.env._("Say why manifest %s is cancelled.", manifest.name))
            manifest = manifest.sudo()  # sudo: flow fields; role and state are checked above
            manifest.line_ids.parcel_id.write({"manifest_id": False})
            manifest.line_ids.write({"is_there": False})
            manifest.write({"state": "cancelled", "cancel_reason": reason})
        return True

    def action_ask_cancel(self):
        """Ask why the manifest is cancelled."""
        return self.env["dealer.reason"]._ask(self, "action_cancel", self.env._("Cancel the manifest"))

    def action_open_parcels(self):
        """Show the parcels of the manifest."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("logistics_fee.logistics_parcel_action")
        return {**action, "domain": [("id", "in", self.line_ids.parcel_id.ids)], "context": {}}

    def _check_step(self):
        self.env["sale.order"]._require_role(*WAREHOUSE)
        self.check_access("write")
        for manifest in self:
            manifest._need_state("draft")
