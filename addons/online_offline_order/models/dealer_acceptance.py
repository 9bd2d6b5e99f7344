from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SOURCES = [("hq", "HQ delivery"), ("vendor", "Vendor delivery"), ("own", "Own purchase")]
STORE = "dealer_base.group_portal_store"
SERVICE = ("dealer_base.group_cs_aftersale",)


class DealerAcceptance(models.Model):
    """A store has counted goods that came, and proves it with a stamped slip or photo: HQ's deliveries, a vendor's, own purchases (R2-009)."""

    _name = "dealer.acceptance"
    _description = "Goods acceptance of a store"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin"]
    _order = "accepted_at desc, id desc"
    _flow_strict = True
    _reason_methods = {"action_settle"}

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", string="Store", required=True, readonly=True, index=True, ondelete="restrict")
    source = fields.Selection(SOURCES, required=True, readonly=True, default="hq", index=True)
    picking_id = fields.Many2one("stock.picking", string="Delivery", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    order_id = fields.Many2one(related="picking_id.sale_id", string="Order", store=True, index="btree_not_null")
    case_id = fields.Many2one("dealer.parcel.case", string="Parcel case", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    supplier = fields.Char(readonly=True, help="Who delivered, where it was not HQ.")
    document_no = fields.Char(string="Document number", readonly=True, help="Number on the paper that came with the goods.")
    expected = fields.Integer(string="Pieces expected", readonly=True)
    pieces = fields.Integer(string="Pieces counted", readonly=True)
    difference = fields.Integer(compute="_compute_difference", store=True)
    note = fields.Char(string="Remark", readonly=True)
    proof_ids = fields.Many2many("ir.attachment", string="Slip or photo", readonly=True, copy=False)
    accepted_by = fields.Many2one("res.users", readonly=True, copy=False)
    accepted_at = fields.Datetime(readonly=True, copy=False, index=True)
    settled_by = fields.Many2one("res.users", readonly=True, copy=False)
    settled_reason = fields.Char(string="How the difference was settled", readonly=True, copy=False, tracking=True)

    _picking_uniq = models.UniqueIndex("(picking_id) WHERE picking_id IS NOT NULL", "This delivery has been accepted already.")

    @api.depends("pieces", "expected")
    def _compute_difference(self):
        for record in self:
            record.difference = record.pieces - record.expected

    @api.model
    def _record(self, proofs, **vals):
        """Keep an acceptance; role and document are checked by the caller.

        :param proofs: files as :meth:`sale.order._keep_proofs` takes them.
        :param vals: values of the acceptance.
        :return: the record, as superuser.
        """
        if not proofs:
            raise UserError(self.env._("Attach the stamped slip or a photo of the goods."))
        series = self.env["ir.sequence"].sudo().with_company(vals["company_id"])  # sudo: numbers are no right; each company has its own series
        number = series.next_by_code("dealer.acceptance")
        record = self.sudo().create({  # sudo: written by the buttons of the store alone, which reads it through them
            **vals, "name": number, "accepted_by": self.env.uid, "accepted_at": fields.Datetime.now()})
        record.proof_ids = self.env["sale.order"].sudo()._keep_proofs(proofs, record)  # sudo: bound to the acceptance at once
        return record

    @api.model
    def accept_other(
            self, idempotency_key=None, source=None, supplier=None, document_no=None, expected=None, pieces=None, proofs=None, note=None):
        """Accept goods that did not come from HQ, for the store of the user. The same key again gives the same acceptance.

        :param idempotency_key: text of 1 to 64 characters, unique per acceptance of the calling program.
        :param source: vendor or own. :param supplier: who delivered. :param document_no: number of the paper.
        :param expected: pieces by the paper. :param pieces: pieces counted.
        :param proofs: list of dicts ``name`` and ``data`` (base64 of a picture or PDF). :param note: remark.
        :return: number of the acceptance.
        :raises AccessError: for everybody but a store's manager. :raises UserError: when something is missing.
        """
        if not self.env.user.has_group(STORE):
            raise AccessError(self.env._("Goods of a store are accepted by its manager: ask the store's manager or the dealer."))
        moved = idempotency_key in ("vendor", "own") and source not in ("vendor", "own")  # the arguments of a call without a key
        self.env["dealer.api.call"]._check_key_first(None if moved else idempotency_key)
        if source not in ("vendor", "own") or not str(document_no or "").strip():
            raise UserError(self.env._("Say whether a vendor delivered or you bought the goods yourself, and the number of the document."))
        store = self.env.user.commercial_partner_id.sudo()  # sudo: the user's own store
        expected, pieces = self._whole(expected), self._whole(pieces)
        vals = {"source": source, "supplier": supplier, "document_no": str(document_no).strip(), "expected": expected, "pieces": pieces, "note": note,
                "partner_id": store.id, "company_id": store.company_id.id or self.env.company.id}
        return self.env["dealer.api.call"]._once_by_user(
            idempotency_key, "accept_other", [vals, proofs], lambda: self._record(proofs, **vals)).name

    @api.model
    def _whole(self, number):
        try:
            value = int(str(number).strip())
        except ValueError:
            value = -1
        if not 0 <= value <= 1_000_000:
            raise UserError(self.env._("%s is no number of pieces.", number))
        return value

    def action_settle(self, reason):
        """Note how a difference was settled.

        :param reason: what was found out and done.
        :raises AccessError: for everybody but after-sale service.
        """
        self.env["sale.order"]._require_role(*SERVICE)
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Say how the difference was settled."))
        for record in self.filtered(lambda one: not one.settled_by):
            if not record.difference:
                raise UserError(self.env._("Acceptance %s has no difference: there is nothing to settle.", record.name))
            record.sudo().write({"settled_by": self.env.uid, "settled_reason": reason})  # sudo: role checked above
            record.sudo().activity_unlink(["mail.mail_activity_data_todo"])  # sudo: the task is done whoever has it
        return True

    def action_ask_settle(self):
        """Ask how the difference was settled."""
        return self.env["dealer.reason"]._ask(self, "action_settle", self.env._("How was the difference settled?"))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for record in self:
            raise UserError(self.env._("Acceptance %s stays for the record.", record.name))
